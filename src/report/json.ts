/**
 * RunReport → `report.json`, whose form is published as `schema/report.schema.json` and versioned there: keys are added
 * freely, but none changes its meaning without a new `format`. Keys that do not apply are absent.
 */
import { encodeProgram } from '../program/encode.ts'
import type { Finding } from '../triage/finding.ts'
import type { RunReport, ScenarioResult } from '../triage/run-report.ts'

const FORMAT = 1

/** The file's text, with a line end behind it. */
export function jsonReport(report: RunReport): string {
  return `${JSON.stringify(publishedReport(report), undefined, 2)}\n`
}

export function publishedReport(report: RunReport): object {
  const { heapsmith, kind, seed, workers, ended, engines, scenarios, findings, totals, rules, exercised } = report
  const { undecidedReasons, spent, ...sums } = totals
  return {
    format: FORMAT,
    heapsmith,
    kind,
    ...(seed === undefined ? {} : { seed }),
    workers,
    ...(ended === undefined ? {} : { ended }),
    engines,
    ...(scenarios === undefined ? {} : { scenarios: scenarios.map(publishedScenario) }),
    findings: findings.map(publishedFinding),
    totals: { ...sums, seconds: Math.round(sums.seconds * 1000) / 1000 },
    undecided: undecidedReasons,
    ...(spent === undefined ? {} : { spent: rounded(spent) }),
    rules,
    ...(exercised === undefined ? {} : { exercised }),
  }
}

function publishedScenario(result: ScenarioResult): object {
  const { reason, ...rest } = result
  return reason === undefined ? rest : { ...rest, reason }
}

function publishedFinding(finding: Finding): object {
  const { case: case_, violation, ...rest } = finding
  return {
    ...rest,
    program: Buffer.from(encodeProgram(case_.program)).toString('base64'),
    statements: case_.program.body.length,
    snapshots: case_.snapshots,
    violation,
  }
}

function rounded(spent: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(spent).map(([part, ms]) => [part, Math.round(ms)]))
}
