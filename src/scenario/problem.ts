/**
 * What is wrong with a scenario file, each at its true place in the file, and how that is shown to a person: the place,
 * the sentence, the line itself with a caret under the place, and what would work instead.
 */

export interface ScenarioProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
  /** The column behind the last character at fault, on the same line; greater than `column`. */
  readonly endColumn: number
  readonly message: string
  /** What would work instead, or undefined where the message says all. */
  readonly hint: string | undefined
  /** The whole line, without its line end. */
  readonly lineText: string
}

/** Longer lines are shown around the place only. */
const LINE_MAX = 160

/** `file:line:column: message`, the line with a caret under the place, and the hint; ends without a line end. */
export function formatScenarioProblem(problem: ScenarioProblem): string {
  const { file, line, column, endColumn, message, hint, lineText } = problem
  const margin = ' '.repeat(String(line).length)
  const characters = [...lineText]
  const from = characters.length > LINE_MAX ? Math.max(0, column - LINE_MAX / 2) : 0
  const shown = characters.slice(from, from + LINE_MAX)
  const before = shown.slice(0, column - 1 - from).map((character) => (character === '\t' ? '\t' : ' '))
  const carets = '^'.repeat(Math.max(1, Math.min(endColumn - column, shown.length - before.length)))
  const lines = [
    `${file}:${line}:${column}: ${message}`,
    ` ${line} | ${shown.join('')}`,
    ` ${margin} | ${before.join('')}${carets}`,
  ]
  if (hint !== undefined) lines.push(` ${margin} = hint: ${hint}`)
  return lines.join('\n')
}
