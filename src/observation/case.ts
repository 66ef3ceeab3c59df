/** A case: everything that is needed to run one program again on one engine and to judge it. */
import type { Expression, Program } from '../program/ast.ts'

export interface Case {
  readonly program: Program
  readonly gc: GcMode
  /** Statements after which the engine takes a snapshot: ascending indices. */
  readonly snapshots: readonly number[]
  /** Expressions to evaluate after a statement, ascending by statement. */
  readonly probes: readonly Probe[]
  /** Report automatic collections (costs a `gc.callbacks` entry, which `gc.get_count` can notice). */
  readonly watchCollections: boolean
  /** What else to report, where the engine can; each costs time. */
  readonly watch: Watch
  readonly limits: Limits
  /** Where memory runs out, once, on engines that can do so. */
  readonly refusal?: Refusal
}

/**
 * One request for memory that is refused, as by `_testcapi.set_nomemory`: number `request`, from 1, of those that a
 * statement makes. Where it makes fewer, nothing is refused.
 */
export interface Refusal {
  readonly statement: number
  readonly request: number
}

/** Reports that cost time, by what they need the engine to do. */
export interface Watch {
  /** `died` events. */
  readonly deaths: boolean
  /** Events of the collector: see `CollectorEvent`. */
  readonly collector: boolean
  /** Events of the allocator (see `MemoryEvent`), and its state after each statement. */
  readonly memory: boolean
  /** The process image after each statement. */
  readonly image: boolean
}

/** The parts of a {@link Watch}, in a fixed order. */
export const WATCHED = ['deaths', 'collector', 'memory', 'image'] as const

export const WATCH_NOTHING: Watch = { deaths: false, collector: false, memory: false, image: false }
export const WATCH_ALL: Watch = { deaths: true, collector: true, memory: true, image: true }

/**
 * Automatic collection: off; with the version's default thresholds; or as often as an interpreter can be asked to, which is
 * the threshold 1 for the youngest generation (0 would be never) and the default ones for the others.
 */
export type GcMode = 'disabled' | 'enabled' | 'every-allocation'

export interface Probe {
  readonly statement: number
  readonly kind: 'value' | 'refcount' | 'generation' | 'handle'
  readonly expression: Expression
}

export interface Limits {
  /** Wall-clock milliseconds for the whole case. */
  readonly timeMs: number
  /** Address space of the engine in bytes, where the engine can limit it. */
  readonly memoryBytes: number
}

export const DEFAULT_LIMITS: Limits = { timeMs: 10_000, memoryBytes: 2 ** 31 }

/** A case without probes: what a campaign runs. */
export function plainCase(program: Program, snapshots: readonly number[], limits: Limits = DEFAULT_LIMITS): Case {
  return { program, gc: 'disabled', snapshots, probes: [], watchCollections: false, watch: WATCH_NOTHING, limits }
}
