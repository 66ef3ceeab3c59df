/** A finding as a person reads it first: what rule, in one sentence, the program, and how to see it again. */
import type { Finding } from '../triage/finding.ts'
import { indent, type Paint, plural } from './paint.ts'

/** A longer token is a burden on any terminal; the saved file does the same. */
const LONGEST_TOKEN = 600
const MOST_LINES = 30

export function terminalFinding(finding: Finding, savedAs: string | undefined, paint: Paint): string {
  const { violation, case: case_ } = finding
  const statements = case_.program.body.length
  const size =
    finding.shrunkFrom === undefined
      ? plural(statements, 'statement')
      : `${plural(statements, 'statement')}, shrunk from ${finding.shrunkFrom}`
  const replay = finding.replay.length <= LONGEST_TOKEN || savedAs === undefined ? finding.replay : savedAs
  const command = replay === savedAs ? 'run' : 'replay'
  return [
    `${paint.red(paint.bold(`FINDING ${finding.id}`))}  ${paint.dim(`${finding.engine}, program ${finding.firstSeen}, ${size}`)}`,
    `  ${violation.message}`,
    ...(finding.elusive ? [paint.yellow('  It did not fail again when the program was run alone.')] : []),
    indent(abridged(finding.python), `    ${paint.dim('|')} `),
    `  ${paint.dim('at')}        statement ${violation.statement + 1} of ${statements}${involved(violation.objects)}`,
    `  ${paint.dim('expected')}  ${violation.expected}`,
    `  ${paint.dim('seen')}      ${violation.seen}`,
    ...(savedAs === undefined ? [] : [`  ${paint.dim('saved')}     ${savedAs}`]),
    `  ${paint.dim('again')}     npx heapsmith ${command} ${replay}`,
    '',
  ].join('\n')
}

/** Long programs are in the saved file; the terminal shows their end, where they fail. */
function abridged(python: string): string {
  const lines = python.trimEnd().split('\n')
  if (lines.length <= MOST_LINES) return python
  const left = lines.length - MOST_LINES
  return [`… ${plural(left, 'line')} before`, ...lines.slice(left)].join('\n')
}

function involved(objects: readonly string[]): string {
  return objects.length === 0 ? '' : `, about ${objects.join(', ')}`
}
