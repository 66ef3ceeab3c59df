/** What the YAML parser complains about, told as problems of the file, with a hint for the usual slips. */
import type { ScenarioProblem } from './problem.ts'
import type { SourceText } from './source-text.ts'

export const TOO_DEEP = 'the document is nested too deeply to be read'

interface SyntaxError {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** Without what only follows from an earlier mistake: further ones on its line, and the parser's stumbling after it. */
export function syntaxProblems(source: SourceText, errors: readonly SyntaxError[]): readonly ScenarioProblem[] {
  const problems: ScenarioProblem[] = []
  for (const error of errors) {
    if (problems.length > 0 && /token in YAML stream/.test(error.message)) continue
    const said = /call stack/.test(error.message) ? TOO_DEEP : `not YAML: ${error.message}`
    const problem = source.problem(error.pos[0], error.pos[1], said, syntaxHint(error))
    if (!problems.some((earlier) => earlier.line === problem.line)) problems.push(problem)
  }
  return problems
}

function syntaxHint(error: SyntaxError): string | undefined {
  if (/^Block scalar header/.test(error.message)) return 'put a text that begins with > or | in quotes, such as ">=3.8"'
  if (/^Nested mappings are not allowed/.test(error.message))
    return 'put a text with a colon in it in quotes, or in a block after |'
  if (error.code === 'BAD_SCALAR_START') return 'put the text in quotes'
  if (error.code === 'TAB_AS_INDENT') return 'indent with spaces'
  return error.code === 'TAG_RESOLVE_FAILED' ? 'scenarios use no tags' : undefined
}
