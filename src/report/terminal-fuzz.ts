/** A campaign on the terminal: how it begins, how far it is, and what it came to. */

import { FINDING_STATUSES, type Finding } from '../triage/finding.ts'
import type { Pace, ReportedEngine, RunReport, Totals } from '../triage/run-report.ts'
import { failsTheRun } from '../triage/triage.ts'
import { isAskedFor, RULE_GROUPS, RULE_IDS, type RuleId } from '../verdict/rule.ts'
import { broughtLines } from './brought.ts'
import { duration, grouped, type Paint, percent, plural, short } from './paint.ts'
import { CAMPAIGN_RULES, whyNotChecked } from './rule-cover.ts'

/** Longer without anything new is worth a word. */
const QUIET_SECONDS = 60

export interface CampaignHead {
  readonly heapsmith: string
  readonly seed: number
  /** Of the language. */
  readonly level: number
  readonly workers: number
  readonly limit: string
  readonly engines: readonly ReportedEngine[]
}

export function campaignHead(head: CampaignHead, paint: Paint): string {
  const first = `${paint.bold(`heapsmith ${head.heapsmith}`)}  seed ${head.seed}, level ${head.level}, ${plural(head.workers, 'worker')}, ${head.limit}`
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
  readonly pace?: Pace
}

/** One line without line end. */
export function progressLine(progress: CampaignProgress, paint: Paint): string {
  const { seconds, programs, statements, rules, checkable, constructs, undecided, findings, features, pace } = progress
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
    ...(features === undefined ? [] : [`features ${short(features)}${paceText(pace)}`]),
    `undecided ${percent(undecided, programs)}`,
    findings === 0 ? 'findings 0' : paint.red(`findings ${findings}`),
  ].join(paint.dim(' · '))
}

/** Such as ` (+310/min)`, and, when that is long, since when there is nothing new. */
function paceText(pace: Pace | undefined): string {
  if (pace === undefined) return ''
  const { newFeaturesPerMinute, secondsSinceNovelty } = pace
  const quiet = secondsSinceNovelty > QUIET_SECONDS ? `, none for ${duration(secondsSinceNovelty)}` : ''
  return ` (+${short(newFeaturesPerMinute)}/min${quiet})`
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

function ruleTable(report: RunReport, paint: Paint): readonly string[] {
  const width = Math.max(...CAMPAIGN_RULES.map((rule) => rule.length))
  let group = ''
  return RULE_IDS.filter((rule) => !isAskedFor(rule) || report.rules[rule] > 0).map((rule) => {
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

function discoveries({ corpus, engines, totals, pace }: RunReport, paint: Paint): readonly string[] {
  if (corpus === undefined) return []
  const { entries, features, reruns, stable, lastNovelty, undiscovered, nextThousand } = corpus
  const when =
    pace === undefined
      ? ''
      : `, ${duration(pace.secondsSinceNovelty)} before the end; ${grouped(pace.newFeaturesPerMinute)} new a minute of late`
  const unstable = reruns - stable
  const again =
    unstable === 0 ? 'all the same when run again' : paint.red(`${percent(unstable, reruns)} differ when run again`)
  // Only the first engine shows features.
  const programs = engines[0]?.did?.programs ?? totals.programs
  const quiet = programs > 2 * lastNovelty ? paint.red(', nothing new for long') : ''
  return [
    `Discovered: ${grouped(features)} features in ${plural(entries, 'program')} that are kept (${again}), the last at program ${grouped(lastNovelty)}${when}${quiet}`,
    paint.dim(
      `  left, by estimate: at least ${grouped(undiscovered)} more (Chao2); some ${grouped(nextThousand)} new in the next 1,000 programs (Good–Turing)`,
    ),
    ...broughtLines(corpus).map((line) => paint.dim(`  new features in 1,000 statements of late, by ${line}`)),
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
