/**
 * What a campaign keeps of itself: who it is, and how far it has come. Enough to go on as if it had never stopped.
 */
import type { Emphasis } from '../generate/swarm.ts'
import type { GcMode } from '../observation/case.ts'
import type { Level } from '../program/level.ts'
import type { Tally } from '../task/messages.ts'
import type { Entry } from './finding-book.ts'
import type { GuidanceState } from './guidance.ts'
import type { Shard } from './shard.ts'

export interface SavedCampaign {
  readonly identity: CampaignIdentity
  readonly budget: CampaignBudget
  readonly progressed: Progressed
}

/** What must be the same for results to be the same. */
export interface CampaignIdentity {
  /** Version of Heapsmith. */
  readonly heapsmith: string
  readonly engines: readonly EngineIdentity[]
  readonly seed: number
  readonly first: number
  readonly shard: Shard
  /** 0: drawn. */
  readonly statements: number
  /** The highest level of the language that its programs may need. */
  readonly level: Level
  readonly emphasis?: Emphasis
  readonly schedule: readonly GcMode[]
  readonly shrinks: boolean
  /** Programs are made from a corpus, too, not from nothing alone. */
  readonly guided: boolean
  /** Names of the corpus entries that were run first. */
  readonly seeds: readonly string[]
}

export interface EngineIdentity {
  readonly id: string
  /** It runs one program in so many. */
  readonly every: number
  readonly version: string
  readonly semantics: string
}

/** When it was to end; infinite where nothing was said. */
export interface CampaignBudget {
  readonly programs: number
  readonly timeMs: number
}

/** How far a campaign has come: everything that its next round depends on, and all that its report says. */
export interface Progressed {
  /** Programs of the rounds that are over. */
  readonly done: number
  /** One an engine, in their order. */
  readonly tallies: readonly Tally[]
  /** In the order in which they were entered. */
  readonly findings: readonly Entry[]
  /** Absent where every program is made from nothing. */
  readonly guidance?: GuidanceState
  /** Running time so far, and until something was new last; no result depends on them. */
  readonly seconds: number
  readonly noveltySeconds: number
}
