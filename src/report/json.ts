/**
 * RunReport → `report.json`, whose form is published as `schema/report.schema.json` and versioned there: keys are added
 * freely, but none changes its meaning without a new `format`. Keys that do not apply are absent.
 *
 * The report of a campaign says nothing that depends on the machine or the moment: the same seed, version and number of
 * programs give the same bytes. Times, rates and the number of workers are in `timing.json`.
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
  const {
    heapsmith,
    kind,
    seed,
    shards,
    level,
    workers,
    ended,
    engines,
    scenarios,
    findings,
    totals,
    rules,
    exercised,
    corpus,
  } = report
  const { undecidedReasons, spent: _, seconds, ...steady } = totals
  return {
    format: FORMAT,
    heapsmith,
    kind,
    ...(seed === undefined ? {} : { seed }),
    ...(shards === undefined ? {} : { shards }),
    ...(level === undefined ? {} : { level }),
    ...(kind === 'fuzz' ? {} : { workers }),
    ...(ended === undefined ? {} : { ended }),
    engines,
    ...(scenarios === undefined ? {} : { scenarios: scenarios.map(publishedScenario) }),
    findings: findings.map(publishedFinding),
    totals: kind === 'fuzz' ? steady : { ...steady, seconds: thousandths(seconds) },
    undecided: undecidedReasons,
    rules,
    ...(exercised === undefined ? {} : { exercised }),
    ...(corpus === undefined ? {} : { corpus }),
  }
}

function publishedScenario(result: ScenarioResult): object {
  const { reason, ...rest } = result
  return reason === undefined ? rest : { ...rest, reason }
}

export function publishedFinding(finding: Finding): object {
  const { case: case_, violation, ...rest } = finding
  return {
    ...rest,
    program: Buffer.from(encodeProgram(case_.program)).toString('base64'),
    statements: case_.program.body.length,
    snapshots: case_.snapshots,
    violation,
  }
}

/** A campaign's `timing.json`: all that differs between two runs of the same campaign. */
export function timingReport({ heapsmith, seed, shards, workers, totals, pace }: RunReport): string {
  const { programs, statements, seconds, spent } = totals
  const rate = (count: number) => thousandths(count / Math.max(seconds, 0.001))
  const timing = {
    format: FORMAT,
    heapsmith,
    seed,
    ...(shards === undefined ? {} : { shards }),
    workers,
    seconds: thousandths(seconds),
    programsPerSecond: rate(programs),
    statementsPerSecond: rate(statements),
    ...(pace === undefined
      ? {}
      : {
          newFeaturesPerMinute: pace.newFeaturesPerMinute,
          secondsSinceNovelty: thousandths(pace.secondsSinceNovelty),
        }),
    ...(spent === undefined ? {} : { spent: rounded(spent) }),
  }
  return `${JSON.stringify(timing, undefined, 2)}\n`
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}

function rounded(spent: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(spent).map(([part, ms]) => [part, Math.round(ms)]))
}
