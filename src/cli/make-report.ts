/** Results of the coordinator → the {@link RunReport} that all reporters read. */
import type { Campaign } from '../coordinator/campaign.ts'
import type { CampaignResult } from '../coordinator/campaign-result.ts'
import type { ScenarioRunResult } from '../coordinator/scenario-run.ts'
import { shardName } from '../coordinator/shard.ts'
import { traitsUpTo } from '../generate/describe.ts'
import type { Described, Tally } from '../task/messages.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { ReportedEngine, RunReport, ScenarioResult, Totals } from '../triage/run-report.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import { ownVersion } from './own-version.ts'

export function campaignReport(result: CampaignResult, { seed, shard, workers }: Campaign): RunReport {
  const sheet = new TallySheet()
  for (const tally of result.tallies) sheet.add(tally)
  const { tally } = sheet
  return {
    heapsmith: ownVersion(),
    kind: 'fuzz',
    seed,
    ...(shard.of === 1 ? {} : { shards: [shardName(shard)] }),
    level: result.level,
    workers,
    ended: result.ended,
    engines: result.engines.map((engine, i) => ({ ...reportedEngine(engine), ...countsOf(result.tallies[i]) })),
    findings: result.findings,
    totals: { ...totalsOf(tally, result.seconds), spent: tally.spent },
    rules: allRules(tally),
    ...(result.corpus === undefined ? {} : { corpus: result.corpus }),
    ...(result.pace === undefined ? {} : { pace: result.pace }),
    exercised: Object.fromEntries(traitsUpTo(result.level).map((trait) => [trait, tally.traits[trait] ?? 0])),
  }
}

/** What one engine of a campaign did. */
function countsOf(tally: Tally | undefined): Pick<ReportedEngine, 'did'> {
  if (tally === undefined) return {}
  const { programs, statements, checks, undecided } = totalsOf(tally, 0)
  return { did: { programs, statements, checks, undecided } }
}

/** `invalid` are the files that were refused, which no engine saw. */
export function scenarioReport(
  result: ScenarioRunResult,
  invalid: readonly ScenarioResult[],
  seconds: number,
  workers: number,
): RunReport {
  return {
    heapsmith: ownVersion(),
    kind: 'run',
    workers,
    engines: result.engines.map(reportedEngine),
    scenarios: [...invalid, ...result.results],
    findings: [],
    totals: totalsOf(result.tally, seconds),
    rules: allRules(result.tally),
  }
}

export function reportedEngine({ description, semantics }: Described): ReportedEngine {
  const { id, version, capabilities } = description
  const shown = Object.entries(capabilities).filter(([, shows]) => shows === true)
  return { id, version, semantics, capabilities: [...shown.map(([name]) => name), `level-${capabilities.level}`] }
}

function totalsOf(tally: Tally, seconds: number): Totals {
  const reasons = Object.entries(tally.undecided).map(([reason, { count, example }]) => ({ reason, count, example }))
  return {
    programs: tally.programs,
    statements: tally.statements,
    checks: Object.values(tally.checks).reduce((sum, count) => sum + count, 0),
    undecided: reasons.reduce((sum, { count }) => sum + count, 0),
    seconds,
    undecidedReasons: reasons.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  }
}

function allRules(tally: Tally): Readonly<Record<RuleId, number>> {
  return Object.fromEntries(RULE_IDS.map((rule) => [rule, tally.checks[rule] ?? 0])) as Record<RuleId, number>
}
