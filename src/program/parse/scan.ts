/**
 * A first look at the text, character by character, for what the grammar passes over or reports badly: strings that
 * never end, brackets that never close, characters outside ASCII, stray backslashes. Knows strings and comments, and
 * nothing else of Python.
 */
import { PROBLEMS_MAX, type Problem } from './problem.ts'
import type { SourceText } from './source-text.ts'

export interface Scan {
  readonly problems: readonly Problem[]
  /** Where the grammar's own errors would only repeat what is reported here. */
  readonly poisoned: readonly { readonly from: number; readonly to: number }[]
}

const TOKEN =
  /#[^\n]*|(?<quotes>'''|"""|'|")|(?<bracket>[()[\]{}])|(?<continued>\\(?:\n|$))|(?<stray>[\u{80}-\u{10FFFF}]+|[\0-\x08\x0b-\x1f\x7f]|\\)/gu

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

export function scan(source: SourceText): Scan {
  const { text } = source
  const problems: Problem[] = []
  const poisoned: { from: number; to: number }[] = []
  const open: { bracket: string; at: number }[] = []
  const report = (from: number, to: number, until: number, message: string, hint: string): void => {
    if (problems.length >= PROBLEMS_MAX) return
    problems.push(source.problem(from, to, message, hint))
    poisoned.push({ from, to: until })
  }
  const token = new RegExp(TOKEN)
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const at = match.index
    const { quotes, bracket, continued, stray } = match.groups as Record<string, string | undefined>
    if (quotes !== undefined) {
      const end = stringEnd(text, token.lastIndex, quotes)
      if (!end.closed)
        report(
          at,
          end.at,
          end.at < text.length ? end.at : text.length + 1,
          'this string never ends',
          `close it with ${quotes}`,
        )
      token.lastIndex = end.at
    } else if (bracket !== undefined) {
      const last = open.at(-1)
      if (bracket in CLOSERS) open.push({ bracket, at })
      else if (last !== undefined && CLOSERS[last.bracket] === bracket) open.pop()
      else
        report(
          at,
          at + 1,
          text.length + 1,
          `\`${bracket}\` closes nothing${last === undefined ? '' : ` (\`${last.bracket}\` is open)`}`,
          'remove it or open it first',
        )
    } else if (continued !== undefined) {
      const lone = /^[ \t\f]*\\$/.test(source.line(source.lineIndex(at)))
      const bare = /^[ \t\f]*(?:#|$)/.test(source.line(source.lineIndex(at) + 1))
      if (lone || (bare && open.length === 0) || text.slice(token.lastIndex).trim() === '')
        report(at, at + 1, at + 2, 'this backslash continues nothing', 'remove it')
    } else if (stray !== undefined) {
      report(at, at + stray.length, at + stray.length, `${described(stray)} stands outside a string`, strayHint(stray))
    }
  }
  for (const { bracket, at } of open)
    report(at, at + 1, text.length + 1, `\`${bracket}\` is never closed`, `close it with \`${CLOSERS[bracket]}\``)
  for (const match of text.matchAll(/\0|\p{Surrogate}/gu)) {
    report(
      match.index,
      match.index + 1,
      match.index,
      'a program holds no null character and no half of a character',
      'write it as an escape, such as \\x00',
    )
  }
  return { problems, poisoned }
}

/** Where the string whose body begins at `from` ends, behind its closing quotes if it has them. */
function stringEnd(text: string, from: number, quotes: string): { at: number; closed: boolean } {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith(quotes, at)) return { at: at + quotes.length, closed: true }
    else if (text[at] === '\n' && quotes.length === 1) return { at, closed: false }
  }
  return { at: text.length, closed: false }
}

function described(stray: string): string {
  if (stray === '\\') return 'a backslash'
  if (stray < ' ' || stray === '\x7f')
    return `the control character U+00${stray.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`
  return `\`${stray}\``
}

function strayHint(stray: string): string {
  if (/^[\p{L}\p{N}]+$/u.test(stray)) return 'use only ASCII letters, digits and underscores in names'
  return 'outside strings and comments a program is plain ASCII'
}
