/**
 * RunReport → workflow commands of GitHub Actions, one line each: an annotation for every finding that fails the run and
 * every scenario that failed or was refused, a warning for every other finding. Files are named as the report names them.
 */
import type { Finding } from '../triage/finding.ts'
import type { RunReport, ScenarioResult } from '../triage/run-report.ts'
import { failsTheRun } from '../triage/triage.ts'

export function githubReport(report: RunReport): string {
  const lines = [...report.findings.map(findingLine), ...(report.scenarios ?? []).flatMap(scenarioLines)]
  return lines.map((line) => `${line}\n`).join('')
}

function findingLine(finding: Finding): string {
  const { rule, engine, violation, status, because, python, replay } = finding
  const reason = because === undefined ? [] : [`${status}: ${because}`]
  const text = [
    `${violation.message} Expected ${violation.expected}; seen ${violation.seen}.`,
    ...reason,
    python.trimEnd(),
    `npx heapsmith replay ${replay}`,
  ].join('\n')
  return command(failsTheRun([finding]) ? 'error' : 'warning', { title: `${rule} on ${engine}` }, text)
}

function scenarioLines({ file, engine, outcome, reason, title, violations }: ScenarioResult): readonly string[] {
  const name = engine === undefined ? title : `${title} (${engine})`
  if (outcome === 'invalid') {
    const line = /:(\d+):\d+: /.exec(reason ?? '')?.[1]
    return [command('error', { file, ...(line === undefined ? {} : { line }), title: 'refused' }, reason ?? '')]
  }
  if (outcome !== 'failed') return []
  if (violations.length === 0) return [command('error', { file, title: name }, reason ?? 'failed')]
  return violations.map(({ step, rule, message, expected, seen }) =>
    command('error', { file, title: name }, `step ${step}: ${rule}: ${message} Expected ${expected}; seen ${seen}.`),
  )
}

type Properties = Readonly<Partial<Record<'file' | 'line' | 'title', string>>>

function command(level: 'error' | 'warning', properties: Properties, text: string): string {
  const shown = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`)
  return `::${level} ${shown.join(',')}::${escaped(text)}`
}

/** What ends a line or begins an escape. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
