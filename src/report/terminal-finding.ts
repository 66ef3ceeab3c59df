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
    `${head(finding, paint)}  ${paint.dim(`${finding.engine}, program ${finding.firstSeen}, ${size}`)}`,
    `  ${violation.message}`,
    ...(finding.because === undefined ? [] : [paint.yellow(`  ${finding.status}: ${finding.because}`)]),
    ...doubts(finding).map((line) => paint.yellow(`  ${line}`)),
    indent(abridged(finding.python), `    ${paint.dim('|')} `),
    `  ${paint.dim('at')}        statement ${violation.statement + 1} of ${statements}${involved(violation.objects)}`,
    `  ${paint.dim('expected')}  ${violation.expected}`,
    `  ${paint.dim('seen')}      ${violation.seen}`,
    ...(savedAs === undefined ? [] : [`  ${paint.dim('saved')}     ${savedAs}`]),
    `  ${paint.dim('again')}     npx heapsmith ${command} ${replay}`,
    '',
  ].join('\n')
}

/** New ones are plainly findings; the status of the others comes first. */
function head({ id, status }: Finding, paint: Paint): string {
  if (status === 'NEW') return paint.red(paint.bold(`FINDING ${id}`))
  return status === 'REGRESSION' ? paint.red(paint.bold(`${status} ${id}`)) : paint.yellow(`${status} ${id}`)
}

/** What a reader should know before trusting the program to be what it looks like. */
function doubts({ reruns, shrinkEnded }: Finding): readonly string[] {
  const lines: string[] = []
  if (reruns !== undefined && reruns.failed === 0)
    lines.push(`It did not fail again in ${plural(reruns.runs, 'run')} of the program alone.`)
  else if (reruns !== undefined && reruns.failed < reruns.runs)
    lines.push(`It fails only sometimes: in ${reruns.failed} of ${plural(reruns.runs, 'run')} of the program alone.`)
  if (shrinkEnded !== undefined) lines.push(SHRINK_ENDED[shrinkEnded])
  return lines
}

const SHRINK_ENDED: Readonly<Record<NonNullable<Finding['shrinkEnded']>, string>> = {
  attempts: 'Shrinking ended early, after all its attempts: heapsmith shrink makes it smaller, maybe.',
  time: 'Shrinking ended early, when its time was over: heapsmith shrink makes it smaller, maybe.',
  interrupted: 'Shrinking was interrupted: heapsmith shrink makes it smaller, maybe.',
  unreliable: 'What it shrank to did not fail when it was run once more, so this is the program as it was found.',
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
