/** A campaign on the terminal: how it begins, how far it is, and what it came to. */

import { FINDING_STATUSES, type Finding } from '../triage/finding.ts'
import type { ReportedEngine, RunReport, Totals } from '../triage/run-report.ts'
import { failsTheRun } from '../triage/triage.ts'
import { neededBy, RULE_GROUPS, RULE_IDS, type RuleId } from '../verdict/rule.ts'
import { duration, grouped, type Paint, percent, plural, short } from './paint.ts'

/** What every campaign can check: expectations belong to scenario files, agreement of engines to groups of them. */
export const CAMPAIGN_RULES: readonly RuleId[] = RULE_IDS.filter(
  (rule) => rule !== 'expectation' && rule !== 'engines-agree',
)

export interface CampaignHead {
  readonly heapsmith: string
  readonly seed: number
  readonly workers: number
  readonly limit: string
  readonly engines: readonly ReportedEngine[]
}

export function campaignHead(head: CampaignHead, paint: Paint): string {
  const first = `${paint.bold(`heapsmith ${head.heapsmith}`)}  seed ${head.seed}, ${plural(head.workers, 'worker')}, ${head.limit}`
  return [first, ...head.engines.map((engine) => engineLine(engine, paint)), ''].join('\n')
}

export function engineLine(engine: ReportedEngine, paint: Paint): string {
  return `  ${engine.id}  ${paint.dim(`${engine.version}, semantics ${engine.semantics}`)}`
}

export interface CampaignProgress {
  readonly seconds: number
  readonly programs: number
  readonly statements: number
  readonly rules: Readonly<Partial<Record<RuleId, number>>>
  /** How many rules the engines can be checked by. */
  readonly checkable: number
  /** Constructs seen so far. */
  readonly constructs: number
  readonly undecided: number
  readonly findings: number
  readonly features?: number
}

/** One line without line end. */
export function progressLine(progress: CampaignProgress, paint: Paint): string {
  const { seconds, programs, statements, rules, checkable, constructs, undecided, findings, features } = progress
  const checkedRules = CAMPAIGN_RULES.filter((rule) => (rules[rule] ?? 0) > 0).length
  const checks = Object.values(rules).reduce((sum, count) => sum + count, 0)
  const rate = (count: number) => short(count / Math.max(seconds, 0.001))
  return [
    `  ${duration(seconds)}`,
    `${grouped(programs)} programs (${rate(programs)}/s)`,
    `${short(statements)} statements (${rate(statements)}/s)`,
    `${short(checks)} checks`,
    `rules ${checkedRules}/${checkable}`,
    `constructs ${constructs}`,
    ...(features === undefined ? [] : [`features ${short(features)}`]),
    `undecided ${percent(undecided, programs)}`,
    findings === 0 ? 'findings 0' : paint.red(`findings ${findings}`),
  ].join(paint.dim(' · '))
}

/** The closing summary. */
export function campaignSummary(report: RunReport, paint: Paint): string {
  const { totals, findings } = report
  return [
    '',
    paint.bold('Rules and how often each was checked'),
    ...ruleTable(report, paint),
    '',
    `${grouped(totals.programs)} programs, ${grouped(totals.statements)} statements, ${grouped(totals.checks)} checks in ${duration(totals.seconds)} (${short(totals.programs / Math.max(totals.seconds, 0.001))} programs/s)${endedBy(report)}`,
    ...engineTable(report, paint),
    ...exercised(report, paint),
    ...discoveries(report, paint),
    ...shares(totals),
    ...undecided(totals, paint),
    ...conclusion(findings, paint),
    '',
  ].join('\n')
}

/** What fails the run first; findings that do not are said, but in another colour. */
function conclusion(findings: readonly Finding[], paint: Paint): readonly string[] {
  if (findings.length === 0) return [paint.green('Everything agrees.')]
  return FINDING_STATUSES.flatMap((status) => {
    const own = findings.filter((finding) => finding.status === status)
    if (own.length === 0) return []
    const text = `${plural(own.length, 'finding')} ${status}: ${own.map((finding) => finding.id).join(', ')}`
    return [failsTheRun(own) ? paint.red(text) : paint.yellow(text)]
  })
}

/** What each engine did, where there are several. */
function engineTable({ engines, findings }: RunReport, paint: Paint): readonly string[] {
  if (engines.length < 2) return []
  const width = Math.max(...engines.map(({ id }) => id.length))
  return engines.flatMap(({ id, did }) => {
    if (did === undefined) return []
    const own = findings.filter((finding) => finding.engine === id).length
    const parts = [
      `${grouped(did.programs).padStart(9)} programs`,
      `${grouped(did.checks)} checks`,
      `undecided ${percent(did.undecided, did.programs)}`,
      own === 0 ? 'no findings' : paint.red(plural(own, 'finding')),
    ]
    return [`  ${id.padEnd(width)} ${parts.join(', ')}`]
  })
}

function endedBy(report: RunReport): string {
  return report.ended === 'interrupted' ? ', interrupted' : ''
}

/** Why no engine of the campaign can be checked by the rule; undefined where one can. */
function whyNotChecked(rule: RuleId, engines: readonly ReportedEngine[]): string | undefined {
  const needed = neededBy(rule)
  if (needed === undefined || engines.some(({ capabilities }) => capabilities.includes(needed))) return undefined
  return `not checked: no engine shows its ${needed}`
}

/** How many rules a campaign on these engines can check. */
export function checkableRules(engines: readonly ReportedEngine[]): number {
  return CAMPAIGN_RULES.filter((rule) => whyNotChecked(rule, engines) === undefined).length
}

function ruleTable(report: RunReport, paint: Paint): readonly string[] {
  const width = Math.max(...CAMPAIGN_RULES.map((rule) => rule.length))
  let group = ''
  const compares = report.rules['engines-agree'] > 0
  return [...CAMPAIGN_RULES, ...(compares ? (['engines-agree'] as const) : [])].map((rule) => {
    const checks = report.rules[rule]
    const found = report.findings.filter((finding) => finding.rule === rule).length
    const head = RULE_GROUPS[rule] === group ? '' : RULE_GROUPS[rule]
    group = RULE_GROUPS[rule]
    const count = grouped(checks).padStart(15)
    const why = checks === 0 ? whyNotChecked(rule, report.engines) : undefined
    const shown = why === undefined ? (checks === 0 ? paint.red(count) : count) : paint.dim(`  ${why}`)
    const mark = found > 0 ? paint.red(`  ${plural(found, 'finding')}`) : ''
    return `  ${paint.dim(head.padEnd(16))}${rule.padEnd(width)}${shown}${mark}`
  })
}

function exercised({ exercised }: RunReport, paint: Paint): readonly string[] {
  if (exercised === undefined) return []
  const all = Object.entries(exercised)
  const never = all.filter(([, programs]) => programs === 0).map(([trait]) => trait)
  const list = never.length === 0 ? '' : paint.red(`; never: ${never.join(', ')}`)
  return [`Exercised: ${all.length - never.length} of ${all.length} constructs${list}`]
}

function discoveries({ corpus, totals }: RunReport, paint: Paint): readonly string[] {
  if (corpus === undefined) return []
  const { entries, features, reruns, stable, lastNovelty, undiscovered, nextThousand } = corpus
  const unstable = reruns - stable
  const again =
    unstable === 0 ? 'all the same when run again' : paint.red(`${percent(unstable, reruns)} differ when run again`)
  const quiet = totals.programs > 2 * lastNovelty ? paint.red(', nothing new for long') : ''
  return [
    `Discovered: ${grouped(features)} features in ${plural(entries, 'program')} that are kept (${again}), the last at program ${grouped(lastNovelty)}${quiet}`,
    paint.dim(
      `  left, by estimate: at least ${grouped(undiscovered)} more (Chao2); some ${grouped(nextThousand)} new in the next 1,000 programs (Good–Turing)`,
    ),
  ]
}

function shares({ spent }: Totals): readonly string[] {
  if (spent === undefined) return []
  const whole = spent.generateMs + spent.engineMs + spent.judgeMs
  const parts = [
    `generating ${percent(spent.generateMs, whole)}`,
    `engine ${percent(spent.engineMs, whole)}`,
    `judging ${percent(spent.judgeMs, whole)}`,
  ]
  return [`Workers' time: ${parts.join(', ')}`]
}

function undecided(totals: Totals, paint: Paint): readonly string[] {
  if (totals.undecided === 0) return []
  const reasons = totals.undecidedReasons.slice(0, 5).map(({ reason, count, example }) => {
    return paint.dim(`  ${grouped(count).padStart(8)}  ${reason} (such as program ${example})`)
  })
  return [
    `Undecided: ${plural(totals.undecided, 'program')} (${percent(totals.undecided, totals.programs)})`,
    ...reasons,
  ]
}
