/** Scenario results on the terminal: a line each, and for failures what was expected and what was seen. */
import type { RunReport, ScenarioOutcome, ScenarioResult } from '../triage/run-report.ts'
import { duration, indent, type Paint, plural } from './paint.ts'

const WIDEST = 'undecided'.length

export function scenarioLine(result: ScenarioResult, paint: Paint): string {
  const word = outcomeWord(result.outcome, paint)
  if (result.outcome === 'invalid') return `${word}  ${result.file}\n${indent(result.reason ?? '', '    ')}\n`
  const place = paint.dim(`${result.engine}  ${result.file}`)
  const reason = result.reason === undefined ? '' : paint.dim(`: ${firstLine(result.reason)}`)
  return [`${word}  ${result.title}  ${place}${reason}`, ...details(result, paint)].join('\n')
}

function outcomeWord(outcome: ScenarioOutcome, paint: Paint): string {
  const word = outcome.padEnd(WIDEST)
  switch (outcome) {
    case 'passed':
      return paint.green(word)
    case 'failed':
    case 'invalid':
      return paint.red(word)
    case 'skipped':
      return paint.dim(word)
    case 'undecided':
      return paint.yellow(word)
  }
}

function details(result: ScenarioResult, paint: Paint): readonly string[] {
  const lines = result.violations.flatMap((violation) => [
    `    ${paint.bold(`step ${violation.step}`)}  ${violation.rule}: ${violation.message}`,
    `      ${paint.dim('expected')}  ${violation.expected}`,
    `      ${paint.dim('seen')}      ${violation.seen}`,
  ])
  return lines.length === 0 ? [] : [...lines, '']
}

const ORDER: readonly ScenarioOutcome[] = ['passed', 'failed', 'invalid', 'undecided', 'skipped']

/** The last line: how many came to what. */
export function runSummary(report: RunReport, paint: Paint): string {
  const results = report.scenarios ?? []
  const counts = ORDER.map((outcome) => ({ outcome, count: results.filter((each) => each.outcome === outcome).length }))
  const shown = counts.filter(({ outcome, count }) => count > 0 || outcome === 'passed')
  const text = shown.map(({ outcome, count }) => `${count} ${outcome}`).join(', ')
  const bad = counts.some(({ outcome, count }) => count > 0 && (outcome === 'failed' || outcome === 'invalid'))
  const unchecked = results.reduce((sum, each) => sum + each.unchecked.length, 0)
  const note = unchecked === 0 ? '' : paint.dim(`  (${plural(unchecked, 'expectation')} not checked)`)
  return `${bad ? paint.red(text) : paint.green(text)} in ${duration(report.totals.seconds)}${note}`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
