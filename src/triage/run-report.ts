/**
 * The whole of a campaign or a scenario run as one value. Every reporter is a pure function of it; `report/json.ts`
 * gives it the published form (`schema/report.schema.json`). Parts that do not apply are absent.
 */
import type { Level } from '../program/level.ts'
import type { RuleId } from '../verdict/rule.ts'
import type { Violation } from '../verdict/verdict.ts'
import type { Finding } from './finding.ts'

export interface RunReport {
  readonly heapsmith: string
  readonly kind: 'fuzz' | 'run' | 'replay'
  /** Campaigns only. */
  readonly seed?: number
  /** Which shards of a campaign, such as `2/5`; absent where it is the whole. */
  readonly shards?: readonly string[]
  /** Campaigns only: the highest level of the language that programs may need. */
  readonly level?: Level
  readonly workers: number
  readonly engines: readonly ReportedEngine[]
  readonly scenarios?: readonly ScenarioResult[]
  readonly findings: readonly Finding[]
  readonly totals: Totals
  /** Every rule of the catalogue with the number of its checks, zero included. */
  readonly rules: Readonly<Record<RuleId, number>>
  /** Campaigns: what programs can exercise, and how many programs of a sample did. */
  readonly exercised?: Readonly<Record<string, number>>
  /** Campaigns that are guided. */
  readonly corpus?: CorpusSummary
  /** Guided campaigns that one process ran. */
  readonly pace?: Pace
  /** How a campaign ended. */
  readonly ended?: 'time' | 'programs' | 'interrupted'
}

/** What a guided campaign has learnt. */
export interface CorpusSummary {
  /** Programs that showed something new and are kept. */
  readonly entries: number
  /** Different features that were shown. */
  readonly features: number
  /** Programs with something new that were run once more, and how many of them then showed the same. */
  readonly reruns: number
  readonly stable: number
  /** How many programs had been run when something new was shown last. */
  readonly lastNovelty: number
  /** Estimates: features that are left to reach, at least (Chao2), and new ones in the next 1,000 programs (Good–Turing). */
  readonly undiscovered: number
  readonly nextThousand: number
  /**
   * What choices brought, by name: `making graft` (a way of making programs), `mutation insert`, `move list.add` (of the
   * generator), `trait finalizers` and `trait no finalizers` (of classes).
   */
  readonly brought: Readonly<Record<string, Brought>>
}

/** Statements of programs made so, and the new features that these showed; `recent`: older rounds count half, each time. */
export interface Brought extends Effort {
  readonly recent: Effort
}

export interface Effort {
  readonly tries: number
  readonly features: number
}

/** How fast something new is found, in time; never in `report.json`. */
export interface Pace {
  /** Over about the last minute. */
  readonly newFeaturesPerMinute: number
  readonly secondsSinceNovelty: number
}

export interface ReportedEngine {
  readonly id: string
  readonly version: string
  readonly semantics: string
  /** Names of what it can show. */
  readonly capabilities: readonly string[]
  /** Campaigns: its part of the totals. */
  readonly did?: {
    readonly programs: number
    readonly statements: number
    readonly checks: number
    readonly undecided: number
  }
}

export interface Totals {
  readonly programs: number
  readonly statements: number
  readonly checks: number
  readonly undecided: number
  readonly seconds: number
  /** Why programs were undecided, the most frequent first. */
  readonly undecidedReasons: readonly UndecidedReason[]
  /** Shares of the workers' time, in milliseconds. */
  readonly spent?: { readonly generateMs: number; readonly engineMs: number; readonly judgeMs: number }
}

export interface UndecidedReason {
  readonly reason: string
  readonly count: number
  /** Index of a program of the campaign. */
  readonly example: number
}

export interface ScenarioResult {
  readonly file: string
  /** Of a refused file, its name. */
  readonly title: string
  /** Absent for a refused file, which no engine saw. */
  readonly engine?: string
  readonly outcome: ScenarioOutcome
  readonly reason?: string
  readonly violations: readonly ScenarioViolation[]
  /** Expectations checked, and those that could not be, with the reason. */
  readonly checked: number
  readonly unchecked: readonly string[]
}

export type ScenarioOutcome = 'passed' | 'failed' | 'skipped' | 'undecided' | 'invalid'

export interface ScenarioViolation extends Violation {
  /** From 1. */
  readonly step: number
}
