/** A place in a text where it is not a program of the heap language, why, and what would be. */
export interface Problem {
  readonly file: string | undefined
  /** From 1, counted from the caller's first line. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
  /** The column behind the last character at fault, on the same line. */
  readonly endColumn: number
  readonly message: string
  readonly hint: string
  /** The whole line of the text. */
  readonly lineText: string
}

/** A text with more problems gets no more of them: it is no program, and nobody reads on. */
export const PROBLEMS_MAX = 100

/** A piece of the text: offsets into it, and where it begins (both from 1). */
export interface Span {
  readonly from: number
  readonly to: number
  readonly line: number
  readonly column: number
}

/** `file:line:column: message`, the line with a caret under the place, and the hint; ends without a line end. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, endColumn, message, hint, lineText } = problem
  const margin = ' '.repeat(String(line).length)
  const before = [...lineText]
    .slice(0, column - 1)
    .map((character) => (character === '\t' ? '\t' : ' '))
    .join('')
  const carets = '^'.repeat(Math.max(1, endColumn - column))
  return [
    `${file === undefined ? '' : `${file}:`}${line}:${column}: ${message}`,
    ` ${line} | ${lineText}`,
    ` ${margin} | ${before}${carets}`,
    ` ${margin} = hint: ${hint}`,
  ].join('\n')
}
