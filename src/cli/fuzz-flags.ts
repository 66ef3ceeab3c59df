/** The flags of `heapsmith fuzz` as commander hands them over: absent where nothing was said. */
import type { TriageFlags } from './open-triage.ts'
import type { SharedFlags } from './shared-flags.ts'

export interface FuzzFlags extends SharedFlags, TriageFlags {
  readonly seed?: number
  readonly time?: number
  readonly programs?: number
  readonly first?: number
  readonly statements?: number
  readonly shrink?: boolean
  readonly maxUndecided?: number
  readonly resume?: string
}
