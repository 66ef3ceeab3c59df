/**
 * RunReport → JUnit XML, for build servers. One test case for each scenario and engine; a campaign is one test case for
 * each engine and rule that was checked, so that a finding shows as the failure of its rule; one that is known or noise
 * skips it, with the reason.
 */
import type { RunReport, ScenarioResult } from '../triage/run-report.ts'
import { failsTheRun } from '../triage/triage.ts'

interface Row {
  readonly suite: string
  readonly name: string
  readonly failures: readonly string[]
  readonly skipped?: string
}

export function junitReport(report: RunReport): string {
  const rows = report.scenarios === undefined ? campaignRows(report) : report.scenarios.map(scenarioRow)
  const suites = [...new Set(rows.map((row) => row.suite))].map((suite) => {
    const own = rows.filter((row) => row.suite === suite)
    const failures = own.filter((row) => row.failures.length > 0).length
    const skipped = own.filter((row) => row.skipped !== undefined).length
    const head = `<testsuite name="${escaped(suite)}" tests="${own.length}" failures="${failures}" skipped="${skipped}" errors="0">`
    return `  ${head}\n${own.map(testcase).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="heapsmith">\n${suites.join('')}</testsuites>\n`
}

function scenarioRow(result: ScenarioResult): Row {
  const suite = `${result.engine ?? 'refused'} ${result.file}`
  const failures = result.violations.map(
    ({ step, rule, message, expected, seen }) =>
      `step ${step}: ${rule}: ${message} Expected ${expected}; seen ${seen}.`,
  )
  const row = { suite, name: result.title, failures }
  if (result.outcome === 'passed') return row
  if (result.outcome === 'failed') return failures.length > 0 ? row : { ...row, failures: [result.reason ?? 'failed'] }
  if (result.outcome === 'invalid') return { ...row, failures: [result.reason ?? 'the file is refused'] }
  return { ...row, skipped: `${result.outcome}: ${result.reason ?? ''}` }
}

function campaignRows(report: RunReport): readonly Row[] {
  return report.engines.flatMap(({ id }) =>
    Object.entries(report.rules).map(([rule, checks]): Row => {
      const found = report.findings.filter((finding) => finding.engine === id && finding.rule === rule)
      const failures = found
        .filter((finding) => failsTheRun([finding]))
        .map((finding) => `${finding.violation.message}\n${finding.python}\n${finding.replay}`)
      const row = { suite: `${id} fuzz`, name: rule, failures }
      const excused = found.map(({ status, because = '' }) => `${status}: ${because}`).join('\n')
      if (failures.length === 0 && found.length > 0) return { ...row, skipped: excused }
      return checks === 0 && failures.length === 0 ? { ...row, skipped: 'never checked' } : row
    }),
  )
}

function testcase(row: Row): string {
  const open = `    <testcase classname="${escaped(row.suite)}" name="${escaped(row.name)}"`
  const inner = row.failures.map(
    (text) => `      <failure message="${escaped(text.split('\n')[0] ?? '')}">${escaped(text)}</failure>\n`,
  )
  if (row.skipped !== undefined) inner.push(`      <skipped message="${escaped(row.skipped)}"/>\n`)
  return inner.length === 0 ? `${open}/>\n` : `${open}>\n${inner.join('')}    </testcase>\n`
}

function escaped(text: string): string {
  const readable = [...text].map((character) => (isXmlCharacter(character) ? character : '�')).join('')
  return readable.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code >= 0x20 || code === 0x9 || code === 0xa || code === 0xd
}
