/**
 * An engine id that means the same on another machine: a path to an interpreter becomes the interpreter's name, with the
 * version where the path tells it. Ids without a path stay as they are.
 */
export function portableEngine(id: string): string {
  return id.split(GROUP_SIGN).map(portableMember).join(GROUP_SIGN)
}

/** Between the engines of a group that is run as one, to see whether they agree. */
export const GROUP_SIGN = '~'

function portableMember(id: string): string {
  const path = /^cpython:(.*[/\\].*)$/.exec(id)?.[1]
  if (path === undefined) return id
  const name = path.split(/[/\\]/).at(-1) ?? ''
  if (/^python3\.\d+/.test(name)) return `cpython:${name.replace(/\.exe$/i, '')}`
  const version = /(?:^|[/\\@_-])(?:c?python)?-?(3\.\d+)(?:\.\d+)?(?=[/\\])/i.exec(path)?.[1]
  return version === undefined ? 'cpython' : `cpython:python${version}`
}
