/**
 * An engine id that means the same on another machine: a path to an interpreter becomes the interpreter's name, with the
 * version where the path tells it. Ids without a path stay as they are.
 */
export function portableEngine(id: string): string {
  const path = /^cpython:(.*[/\\].*)$/.exec(id)?.[1]
  if (path === undefined) return id
  const name = path.split(/[/\\]/).at(-1) ?? ''
  if (/^python3\.\d+/.test(name)) return `cpython:${name.replace(/\.exe$/i, '')}`
  const version = /(?:^|[/\\@_-])(?:c?python)?-?(3\.\d+)(?:\.\d+)?(?=[/\\])/i.exec(path)?.[1]
  return version === undefined ? 'cpython' : `cpython:python${version}`
}
