/**
 * Reports of disjoint parts of one campaign → the report of all of them. Neither order nor grouping matters: sums, minima
 * and unions alone. Of a finding that several parts have, the one of the lowest program number is kept, as one campaign
 * would have kept it, with the counts added; its status is the one that most needs somebody to look.
 */
import { assert, present } from '../base/assert.ts'
import type { Finding, FindingStatus } from './finding.ts'
import type { CorpusSummary, ReportedEngine, RunReport, Totals, UndecidedReason } from './run-report.ts'

/** From what must be looked at to what need not. */
const BY_URGENCY: readonly FindingStatus[] = ['REGRESSION', 'NEW', 'KNOWN', 'NOISE']
const BY_FORCE = ['interrupted', 'time', 'programs'] as const

/** What the reports alone do not tell. */
export interface MergedParts {
  /** Absent where together they are the whole. */
  readonly shards?: readonly string[]
  readonly corpus?: CorpusSummary
}

/** All of one version, seed and list of engines, which the caller has made sure of. */
export function mergeReports(reports: readonly RunReport[], { shards, corpus }: MergedParts): RunReport {
  const [first] = reports
  assert(first !== undefined, 'there is something to merge')
  const { heapsmith, kind, seed, level } = first
  const ended = BY_FORCE.find((how) => reports.some((report) => report.ended === how))
  return {
    heapsmith,
    kind,
    ...(seed === undefined ? {} : { seed }),
    ...(level === undefined ? {} : { level }),
    ...(shards === undefined ? {} : { shards }),
    workers: sum(reports, ({ workers }) => workers),
    ...(ended === undefined ? {} : { ended }),
    engines: first.engines.map((engine, i) =>
      mergeEngine(
        engine,
        reports.map(({ engines }) => present(engines[i], 'all have the same engines')),
      ),
    ),
    findings: mergeFindings(reports.flatMap(({ findings }) => findings)),
    totals: mergeTotals(reports.map(({ totals }) => totals)),
    rules: addRecords(reports.map(({ rules }) => rules)) as RunReport['rules'],
    ...(first.exercised === undefined
      ? {}
      : { exercised: addRecords(reports.map(({ exercised }) => exercised ?? {})) }),
    ...(corpus === undefined ? {} : { corpus }),
  }
}

function mergeEngine(engine: ReportedEngine, all: readonly ReportedEngine[]): ReportedEngine {
  if (engine.did === undefined) return engine
  const done = (count: 'programs' | 'statements' | 'checks' | 'undecided') => sum(all, ({ did }) => did?.[count] ?? 0)
  const did = {
    programs: done('programs'),
    statements: done('statements'),
    checks: done('checks'),
    undecided: done('undecided'),
  }
  return { ...engine, did }
}

function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const bySignature = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = `${finding.engine} ${finding.signature}`
    bySignature.set(key, [...(bySignature.get(key) ?? []), finding])
  }
  return [...bySignature.values()].map(mergeFinding).sort(inOrder)
}

function mergeFinding(alike: readonly Finding[]): Finding {
  const earliest = present(alike.toSorted(inOrder)[0], 'a finding is there')
  const urgency = ({ status, because = '' }: Finding) => `${BY_URGENCY.indexOf(status)} ${because}`
  const [{ status, because }] = alike.toSorted((a, b) => (urgency(a) < urgency(b) ? -1 : 1)) as [Finding]
  const { because: _, ...rest } = earliest
  const count = sum(alike, (finding) => finding.count)
  // The order of keys is that of a finding as triage leaves it.
  return { ...rest, count, status, ...(because === undefined ? {} : { because }) }
}

function inOrder(a: Finding, b: Finding): number {
  return a.firstSeen - b.firstSeen || (a.engine < b.engine ? -1 : 1)
}

function mergeTotals(all: readonly Totals[]): Totals {
  const reasons = new Map<string, UndecidedReason>()
  for (const { reason, count, example } of all.flatMap(({ undecidedReasons }) => undecidedReasons)) {
    const known = reasons.get(reason)
    reasons.set(reason, {
      reason,
      count: count + (known?.count ?? 0),
      example: Math.min(example, known?.example ?? example),
    })
  }
  const spent = (part: 'generateMs' | 'engineMs' | 'judgeMs') => sumMs(all, (totals) => totals.spent?.[part] ?? 0)
  return {
    programs: sum(all, ({ programs }) => programs),
    statements: sum(all, ({ statements }) => statements),
    checks: sum(all, ({ checks }) => checks),
    undecided: sum(all, ({ undecided }) => undecided),
    seconds: sumMs(all, ({ seconds }) => seconds * 1000) / 1000,
    undecidedReasons: [...reasons.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    spent: { generateMs: spent('generateMs'), engineMs: spent('engineMs'), judgeMs: spent('judgeMs') },
  }
}

/** In the order of the first, then of what the others have besides. */
function addRecords(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const record of records)
    for (const [key, count] of Object.entries(record)) sums.set(key, (sums.get(key) ?? 0) + count)
  return Object.fromEntries(sums)
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

/** Whole milliseconds, so that no grouping rounds in another way. */
function sumMs<T>(items: readonly T[], of: (item: T) => number): number {
  return sum(items, (item) => Math.round(of(item)))
}
