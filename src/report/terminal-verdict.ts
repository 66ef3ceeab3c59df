/** A program with its lines numbered by statement, and what the oracle says of it: for `replay` and `shrink`. */
import type { Program } from '../program/ast.ts'
import { printStatement } from '../program/print.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import { grouped, indent, type Paint, plural } from './paint.ts'

/** The program with the number of each top-level statement before its first line; `marked` ones stand out. */
export function numberedProgram(program: Program, marked: ReadonlySet<number>, paint: Paint): string {
  const width = String(program.body.length).length
  return program.body
    .map((statement, i) => {
      const [first, ...rest] = printStatement(statement).trimEnd().split('\n')
      const bar = marked.has(i) ? paint.red('>') : paint.dim('|')
      const head = `${paint.dim(String(i + 1).padStart(width))} ${bar} ${first}`
      return [head, ...rest.map((line) => `${' '.repeat(width)} ${bar} ${line}`)].join('\n')
    })
    .join('\n')
}

export function violatedStatements(verdict: Verdict): ReadonlySet<number> {
  return new Set(verdict.kind === 'violates' ? verdict.violations.map(({ statement }) => statement) : [])
}

/** Without a line end. */
export function verdictText(verdict: Verdict, paint: Paint): string {
  const checks = Object.values(verdict.checks).reduce((sum, count) => sum + count, 0)
  switch (verdict.kind) {
    case 'agrees':
      return `${paint.green('agrees')}  ${plural(checks, 'check')} held`
    case 'undecided':
      return `${paint.yellow('undecided')}  from statement ${verdict.statement + 1} on: ${verdict.reason} (${grouped(checks)} checks held)`
    case 'violates':
      return [
        paint.red(`violates ${plural(new Set(verdict.violations.map(({ rule }) => rule)).size, 'rule')}`),
        ...verdict.violations.map((violation) => violationText(violation, paint)),
      ].join('\n')
  }
}

function violationText({ rule, statement, message, expected, seen }: Violation, paint: Paint): string {
  return indent(
    [
      `${paint.bold(rule)} at statement ${statement + 1}: ${message}`,
      `  ${paint.dim('expected')}  ${expected}`,
      `  ${paint.dim('seen')}      ${seen}`,
    ].join('\n'),
    '  ',
  )
}
