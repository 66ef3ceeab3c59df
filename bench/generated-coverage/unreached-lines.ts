/** Reads what a coverage run counted (the JSON of istanbul): which lines of a file nothing reached, and in which functions. */
import { readFileSync } from 'node:fs'

interface Span {
  readonly start: { readonly line: number }
  readonly end: { readonly line: number }
}

interface FileCounts {
  readonly path: string
  readonly statementMap: Readonly<Record<string, Span>>
  readonly s: Readonly<Record<string, number>>
  readonly fnMap: Readonly<Record<string, { readonly decl: Span; readonly loc: Span }>>
}

export interface UnreachedLine {
  readonly text: string
  /** The innermost function around it that has a name; `top level` outside of all. */
  readonly inside: string
}

export interface FileReach {
  /** From the simulation's folder. */
  readonly file: string
  readonly lines: number
  readonly unreached: readonly UnreachedLine[]
}

const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'return', 'catch'])
const NAME =
  /^\s*(?:export |private |override |static |readonly )*(?:function\*? |const |get )?([\w$]+)\s*(?:<[^>]*>)?\s*[:=(]/

/** Every file that was measured, by name. */
export function readCounts(path: string, root: string): FileReach[] {
  const counts = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Record<string, FileCounts>)
  return counts.map((file) => reachOf(file, root)).sort((a, b) => (a.file < b.file ? -1 : 1))
}

function reachOf({ path, statementMap, s, fnMap }: FileCounts, root: string): FileReach {
  const source = readFileSync(path, 'utf8').split('\n')
  // A line is reached if a statement that begins on it is.
  const reached = new Map<number, boolean>()
  for (const [id, { start }] of Object.entries(statementMap))
    reached.set(start.line, reached.get(start.line) === true || (s[id] ?? 0) > 0)
  const functions = Object.values(fnMap).map(({ decl, loc }) => ({
    from: decl.start.line,
    to: loc.end.line,
    name: nameIn(source[decl.start.line - 1] ?? ''),
  }))
  const unreached = [...reached]
    .filter(([, isReached]) => !isReached)
    .map(([line]) => line)
    .sort((a, b) => a - b)
    .map((line) => ({ text: (source[line - 1] ?? '').trim(), inside: innermost(functions, line) }))
  return { file: path.slice(root.length), lines: reached.size, unreached }
}

function nameIn(line: string): string {
  const name = NAME.exec(line)?.[1] ?? ''
  return KEYWORDS.has(name) ? '' : name
}

function innermost(functions: readonly { from: number; to: number; name: string }[], line: number): string {
  const around = functions.filter(({ from, to, name }) => name !== '' && from <= line && line <= to)
  around.sort((a, b) => a.to - a.from - (b.to - b.from))
  return around[0]?.name ?? 'top level'
}
