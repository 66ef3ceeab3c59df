/**
 * RunReport → SARIF 2.1.0, for code scanning: every rule of the catalogue is a rule, every finding and every violation of
 * a scenario is a result. The fingerprint of a result is the finding's id, so that it is the same result in every run. A
 * KNOWN or NOISE finding is a result that is suppressed, with the reason.
 */
import type { Finding } from '../triage/finding.ts'
import type { RunReport, ScenarioResult } from '../triage/run-report.ts'
import { failsTheRun } from '../triage/triage.ts'
import { RULE_GROUPS, RULE_IDS } from '../verdict/rule.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** The file's text, with a line end behind it. */
export function sarifReport(report: RunReport): string {
  const run = {
    tool: {
      driver: {
        name: 'heapsmith',
        version: report.heapsmith,
        rules: RULE_IDS.map((id) => ({ id, properties: { group: RULE_GROUPS[id], checks: report.rules[id] } })),
      },
    },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report) }],
    results: [...report.findings.map(findingResult), ...(report.scenarios ?? []).flatMap(scenarioResults)],
    ...(report.seed === undefined ? {} : { properties: { seed: report.seed } }),
  }
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`
}

/** What could not be checked at all is no result, and is not to be passed over either. */
function notifications(report: RunReport): readonly object[] {
  return (report.scenarios ?? [])
    .filter(({ outcome }) => outcome === 'invalid' || outcome === 'undecided')
    .map(({ file, outcome, reason }) => ({
      level: outcome === 'invalid' ? 'error' : 'warning',
      message: { text: `${file}: ${outcome}: ${reason ?? ''}` },
      locations: [fileLocation(file)],
    }))
}

function findingResult(finding: Finding): object {
  const { id, rule, engine, violation, status, because, python, replay, cause, count } = finding
  const { message, expected, seen } = violation
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level: failsTheRun([finding]) ? 'error' : 'note',
    message: {
      text: `${engine}: ${message} Expected ${expected}; seen ${seen}.\n\n${python}\nnpx heapsmith replay ${replay}`,
    },
    locations: [fileLocation(`findings/${id}.py`, { text: python })],
    partialFingerprints: { 'heapsmith/1': id },
    occurrenceCount: count,
    ...(status === 'REGRESSION' ? { baselineState: 'new' } : {}),
    ...(failsTheRun([finding])
      ? {}
      : { suppressions: [{ kind: 'external', ...(because === undefined ? {} : { justification: because }) }] }),
    properties: { engine, status, cause, replay },
  }
}

function scenarioResults({ file, engine, title, violations }: ScenarioResult): readonly object[] {
  return violations.map(({ rule, step, message, expected, seen, objects }) => ({
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level: 'error',
    message: { text: `${title}, step ${step}: ${message} Expected ${expected}; seen ${seen}.` },
    locations: [fileLocation(file)],
    properties: { ...(engine === undefined ? {} : { engine }), step, objects },
  }))
}

/** The schema wants references to be URIs: blanks and the like are escaped, `/` stays. */
function fileLocation(file: string, snippet?: { readonly text: string }): object {
  const uri = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
  return {
    physicalLocation: {
      artifactLocation: { uri },
      ...(snippet === undefined ? {} : { region: { startLine: 1, snippet } }),
    },
  }
}
