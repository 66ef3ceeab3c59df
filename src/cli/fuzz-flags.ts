/** The flags of `heapsmith fuzz` as commander hands them over: absent where nothing was said. */
import type { Shard } from '../coordinator/shard.ts'
import type { Level } from '../program/level.ts'
import type { DifferentialFlags } from './differential.ts'
import type { TriageFlags } from './open-triage.ts'

export interface FuzzFlags extends DifferentialFlags, TriageFlags {
  /** Name or file. */
  readonly campaign?: string
  readonly seed?: number
  readonly time?: number
  readonly programs?: number
  readonly first?: number
  readonly shard?: Shard
  readonly statements?: number
  readonly level?: Level
  readonly shrink?: boolean
  readonly maxUndecided?: number
  readonly unguided?: boolean
  /** A corpus to begin with. */
  readonly corpus?: string
  readonly resume?: string
}
