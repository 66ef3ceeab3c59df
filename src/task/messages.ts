/**
 * What the coordinator and its workers say to each other: plain data that structured cloning carries. Programs travel
 * in their binary form. A reply is a union by kind, so that an engine that is missing or a bug of ours arrives as a
 * value and keeps its reason.
 */

import type { Credits } from '../corpus/credit.ts'
import type { Showing } from '../corpus/entry.ts'
import type { Incidence } from '../corpus/feature-map.ts'
import type { Defect } from '../defect/defect.ts'
import type { AdapterLie, EngineDescription } from '../engines/engine.ts'
import type { GenerateOptions } from '../generate/generate.ts'
import type { Learnt, Source } from '../generate/produce.ts'
import type { GcMode, Limits, Refusal, Watch } from '../observation/case.ts'
import type { Outcome } from '../observation/observations.ts'
import type { Story } from '../observation/story.ts'
import type { Level } from '../program/level.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { SemanticsId } from '../semantics/semantics.ts'
import type { ShrinkEnd } from '../shrink/driver.ts'
import type { ScenarioOutcome, ScenarioViolation } from '../triage/run-report.ts'
import type { RuleId } from '../verdict/rule.ts'
import type { RuleChecks, Verdict, Violation } from '../verdict/verdict.ts'

/** The tasks; each is a file of `workers/`. */
export type TaskName = 'describe' | 'fuzz' | 'shrink' | 'examine' | 'scenario' | 'defect' | 'close'

export interface EngineChoice {
  readonly engine: string
  readonly lie?: AdapterLie
}

/** The engine cannot be had here, and why. */
export interface Unavailable {
  readonly kind: 'unavailable'
  readonly reason: string
}

/** A bug of Heapsmith: an assertion or an unforeseen error, with the program that led to it where there is one. */
export interface Broken {
  readonly kind: 'broken'
  readonly message: string
  readonly stack: string
  readonly culprit?: PlainCase
}

/** The engine did not survive: its adapter threw, or answered what is no observation. */
export interface Failed {
  readonly kind: 'failed'
  readonly message: string
  /** Of the program in the task; absent where the engine's ledger tells. */
  readonly place?: number | 'unknown'
}

/** Callers never see {@link Failed}: `supervised` makes it a lost worker. */
export type Reply<Done> = ({ readonly kind: 'done' } & Done) | Unavailable | Broken

/** A case without probes, as it travels. */
export interface PlainCase {
  readonly program: Uint8Array
  readonly snapshots: readonly number[]
  readonly gc: GcMode
  readonly watch: Watch
  readonly refusal?: Refusal
}

export interface Described {
  readonly description: EngineDescription
  readonly semantics: SemanticsId
  /** The highest level of the language that the engine runs and the oracle judges. */
  readonly level: Level
}

/** Some programs of the campaign with `seed`. */
export interface FuzzRequest extends EngineChoice {
  readonly seed: number
  /** Their numbers in the campaign, ascending. */
  readonly programs: readonly number[]
  readonly batch: number
  /** An engine was lost in this block, and nobody knows at which program: run one, judge it, run the next. */
  readonly oneByOne?: true
  readonly limits: Limits
  readonly generate: GenerateOptions
  /** How programs collect by themselves (`observation/schedule.ts`). */
  readonly schedule?: readonly GcMode[]
  /** Absent: every program is made from nothing. */
  readonly guide?: Guide
}

/** How the programs of a block are made, and what is new in them. */
export interface Guide {
  /** One a program; undefined for those that are made from nothing. Their places in `sources`. */
  readonly recipes: readonly (RecipePlaces | undefined)[]
  /** What recipes are made of, each once. */
  readonly sources: readonly Source[]
  /** Absent where no recipe needs it. */
  readonly learnt?: Learnt
  /** The features that are known already (`SeenFeatures`); absent where nobody asks for features. */
  readonly seen?: SharedArrayBuffer
}

export type RecipePlaces =
  | { readonly kind: 'weighed' }
  | { readonly kind: 'graft'; readonly parent: number }
  | { readonly kind: 'neighbour'; readonly parent: number; readonly donor: number }
  | { readonly kind: 'entry'; readonly entry: number }

export interface FuzzResult {
  /** How many of the programs are done, in order: fewer than asked for after a stop. */
  readonly done: number
  readonly tally: Tally
  readonly suspects: readonly Suspect[]
  /** Where features were asked for. */
  readonly showed?: Showed
}

/** What the programs of a block showed. */
export interface Showed {
  /** Programs with features that were not known at the start of the round, in order. */
  readonly novelties: readonly Novelty[]
  readonly incidence: Incidence
  /** What choices brought (`task/give-credit.ts`). */
  readonly credits: Credits
  /** Novelties were run once more: how often, and how often with equal features. */
  readonly reruns: number
  readonly stable: number
}

export interface Novelty extends Showing {
  readonly index: number
}

/** Sums over programs; they add up to the same whichever worker ran what. */
export interface Tally {
  readonly programs: number
  readonly statements: number
  readonly checks: RuleChecks
  /** Reason → how many programs, and the lowest index of one. */
  readonly undecided: Readonly<Record<string, UndecidedCount>>
  /** What the programs of a sample exercised (`generate/describe.ts`): trait → programs. */
  readonly traits: Readonly<Record<string, number>>
  /** Milliseconds of the worker's time. */
  readonly spent: Spent
}

export interface UndecidedCount {
  readonly count: number
  readonly example: number
}

/** `engine` includes sending the cases and decoding what came back. */
export interface Spent {
  readonly generateMs: number
  readonly engineMs: number
  readonly judgeMs: number
}

/** A program of the campaign that violates a rule. */
export interface Suspect {
  readonly index: number
  readonly case: PlainCase
  readonly violations: readonly Violation[]
}

export interface ShrinkRequest extends EngineChoice {
  readonly case: PlainCase
  /** Kept while shrinking, see `signature()`. */
  readonly signature: string
  readonly limits: Limits
  readonly attempts: number
  readonly seconds: number
}

export interface ShrinkResult {
  /** Whether the case failed in the same way when it was run again, alone. If not, `case` is the given one. */
  readonly reproduced: boolean
  readonly case: PlainCase
  readonly violations: readonly Violation[]
  /** Of what was observed when `case` was run last; absent where it is the given one. */
  readonly fingerprint?: string
  readonly reruns: Reruns
  /** Runs of a case in all, and how many of the attempts at something smaller were kept. */
  readonly attempts: number
  readonly accepted: number
  /** `smallest`: no cut is left to try. `unreliable`: the small case did not fail when it was run once more. */
  readonly ended: ShrinkEnd | 'unreliable'
}

/** How often a failing case failed in the same way when it was run again, alone. */
export interface Reruns {
  readonly failed: number
  readonly runs: number
}

export interface ExamineRequest extends EngineChoice {
  readonly case: PlainCase
  readonly limits: Limits
}

export interface ExamineResult {
  readonly verdict: Verdict
  readonly story: Story
  readonly outcome: Outcome
  /** See `observation/fingerprint.ts`. */
  readonly fingerprint: string
}

export interface ScenarioRequest extends EngineChoice {
  readonly scenario: Scenario
  readonly limits: Limits
}

export interface ScenarioDone {
  readonly outcome: ScenarioOutcome
  readonly reason?: string
  readonly violations: readonly ScenarioViolation[]
  readonly checked: number
  readonly unchecked: readonly string[]
  readonly checks: RuleChecks
}

/** Hunt one planted defect in at most so many programs and seconds, from program `first` on of the campaign with `seed`. */
export interface DefectRequest extends EngineChoice {
  readonly defect: Defect
  readonly seed: number
  readonly first: number
  readonly programs: number
  readonly seconds: number
  readonly shrinkSeconds: number
  readonly limits: Limits
  /** Absent: every program is made from nothing, and nobody asks what is new. */
  readonly guide?: Guide
}

export interface DefectResult {
  /** Where the hunt is guided and goes on. */
  readonly showed?: Showed
  /** Programs run, the one that showed it included, and what they took. */
  readonly programs: number
  readonly seconds: number
  /** How often the broken code ran, and how often it made something wrong, as far as the defect tells. */
  readonly reached: number
  readonly triggered: number
  /** Violations in programs in which the defect did nothing wrong: they are none of its, and the hunt went on. */
  readonly strays: number
  readonly detected:
    | {
        readonly rule: RuleId
        readonly message: string
        readonly found: PlainCase
        /** Made small, as far as the time allowed. */
        readonly case: PlainCase
        readonly shrinkingSeconds: number
      }
    | undefined
}
