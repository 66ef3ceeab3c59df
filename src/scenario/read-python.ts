/**
 * Python inside YAML scalars: parses it and moves every problem from its line and column in the Python text to its line
 * and column in the file. The `run` texts of all steps are parsed as the one program that they are, so that a name bound
 * in one step is known in the next.
 */
import type { Scalar } from 'yaml'
import type { Expression, Statement } from '../program/ast.ts'
import { parseExpression, parseProgram } from '../program/parse/parse.ts'
import type { Problem } from '../program/parse/problem.ts'
import type { ScenarioProblem } from './problem.ts'
import { scalarOffsets } from './scalar-offsets.ts'
import type { SourceText } from './source-text.ts'

export type PythonResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] }

/** Python text, and the scalar that holds it. */
export interface PythonText {
  readonly text: string
  readonly scalar: Scalar
}

/** The expression that is a key of `values`, `refcounts`, `generations` or `reuses`. */
export function readExpression(source: SourceText, python: PythonText): PythonResult<Expression> {
  const parsed = parseExpression(python.text)
  if (parsed.ok) return { ok: true, value: parsed.expression }
  return { ok: false, problems: parsed.problems.map((problem) => moved(source, python, problem, problem.line)) }
}

/** The statements of each step. Each step has whole statements, at least one. */
export function readSteps(
  source: SourceText,
  steps: readonly PythonText[],
): PythonResult<readonly (readonly Statement[])[]> {
  const texts = steps.map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`))
  const firstLines: number[] = []
  let line = 1
  for (const text of texts) {
    firstLines.push(line)
    line += text.split('\n').length - 1
  }
  const stepAt = (wanted: number): number => firstLines.findLastIndex((first) => first <= wanted)
  const problemAt = (index: number, problem: Problem): ScenarioProblem =>
    moved(source, steps[index] as PythonText, problem, problem.line - (firstLines[index] as number) + 1)
  const parsed = parseProgram(texts.join(''))
  if (!parsed.ok)
    return { ok: false, problems: parsed.problems.map((problem) => problemAt(stepAt(problem.line), problem)) }

  const statements: Statement[][] = steps.map(() => [])
  const problems: ScenarioProblem[] = []
  for (const statement of parsed.program.body) {
    const span = parsed.positions.get(statement)
    const first = stepAt(span?.line ?? 1)
    statements[first]?.push(statement)
    const lines = texts.join('').slice(span?.from, span?.to).trimEnd().split('\n').length
    const last = stepAt((span?.line ?? 1) + lines - 1)
    if (last !== first)
      problems.push(
        startOf(
          source,
          steps[last] as PythonText,
          'this continues a statement of the step before',
          'a step has whole statements',
        ),
      )
    for (let index = first + 1; index <= last; index++) statements[index]?.push(statement)
  }
  for (const [index, own] of statements.entries()) {
    if (own.length === 0)
      problems.push(startOf(source, steps[index] as PythonText, 'this step runs no statement', '`pass` does nothing'))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: statements }
}

function startOf(source: SourceText, python: PythonText, message: string, hint: string): ScenarioProblem {
  const start = scalarOffsets(source.text, python.scalar)[python.text.search(/\S/)] ?? python.scalar.range?.[0] ?? 0
  return source.problem(start, start + 1, message, hint)
}

/** `line` is the problem's line within `python`. */
function moved(source: SourceText, { text, scalar }: PythonText, problem: Problem, line: number): ScenarioProblem {
  const offsets = scalarOffsets(source.text, scalar)
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, item) => sum + item.length + 1, 0)
  const place = (column: number): number => {
    const within = [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length
    return offsets[Math.min(before + within, text.length)] ?? 0
  }
  const start = place(problem.column)
  return source.problem(start, Math.max(place(problem.endColumn), start + 1), problem.message, problem.hint)
}
