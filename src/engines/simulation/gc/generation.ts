/**
 * Generations: their list heads, which one is due, what a collection does to the counts (struct gc_generation,
 * gc_select_generation, the first lines of gc_collect_main). The policy of thresholds is `dueGeneration` and nothing
 * else: change it here.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { initList, LIST_HEAD_BYTES, listSize, merge } from './gc-list.ts'

export type Generation = 0 | 1 | 2
export const OLDEST: Generation = 2
/** Index of the permanent generation (`gc.freeze`) in `heads`. */
export const PERMANENT = 3

/** Makes the list heads; the machine has no object with a GC head before. */
export function bootGenerations(m: Machine): void {
  const { gc } = m
  // One record more: the word before whatever comes next must not look like a GC head in use.
  const first = m.space.takeStatic(10 * LIST_HEAD_BYTES)
  const take = (index: number): Address => {
    const head = first + index * LIST_HEAD_BYTES
    initList(m, head)
    return head
  }
  for (let i = 0; i < 4; i++) gc.heads[i as 0 | 1 | 2 | 3] = take(i)
  gc.unreachable = take(4)
  gc.stillUnreachable = take(5)
  gc.seen = take(6)
  gc.callingBack = take(7)
  gc.increment = take(8)
  gc.thresholds = [...m.semantics.defaultThresholds]
  gc.incremental = m.semantics.incrementalCollector
}

/**
 * The oldest generation whose count exceeds its threshold, −1 where there is none. The oldest is passed over until what
 * waits for its first full collection is a quarter of what survived the last one, so that full collections of a growing
 * heap take linear time in all.
 */
export function dueGeneration(m: Machine): Generation | -1 {
  const { gc } = m
  const waits = gc.longLivedPending < Math.trunc(gc.longLivedTotal / 4)
  if (gc.counts[2] > gc.thresholds[2] && !waits) return 2
  if (gc.counts[1] > gc.thresholds[1]) return 1
  if (gc.counts[0] > gc.thresholds[0]) return 0
  return -1
}

/** Counts from the start of a collection on: its own and younger ones begin anew, the next older has one more. */
export function countCollection(m: Machine, generation: Generation): void {
  const { counts } = m.gc
  if (generation < OLDEST) counts[(generation + 1) as Generation]++
  for (let i = 0; i <= generation; i++) counts[i as Generation] = 0
}

/** All younger generations behind the members of this one, youngest first. */
export function mergeYounger(m: Machine, generation: Generation): Address {
  const { heads } = m.gc
  const target = heads[generation]
  for (let i = 0; i < generation; i++) merge(m, heads[i as Generation], target)
  return target
}

/** Every object becomes permanent: no collection looks at it, and what it refers to is reachable (gc.freeze). */
export function freeze(m: Machine): void {
  const { gc } = m
  assert(!gc.collecting || !gc.incremental, 'freeze-moves-whole-lists-only')
  const [, , , permanent] = gc.heads
  for (let i = 0; i <= OLDEST; i++) {
    if (gc.incremental) setSpace(m, gc.heads[i as Generation], gc.visitedSpace)
    merge(m, gc.heads[i as Generation], permanent)
    gc.counts[i as Generation] = 0
  }
  gc.startObjects = 'frozen'
}

export function unfreeze(m: Machine): void {
  const { gc } = m
  if (gc.startObjects === 'frozen') gc.startObjects = 'visited'
  const to = gc.incremental ? gc.heads[(1 + gc.visitedSpace) as Generation] : gc.heads[OLDEST]
  merge(m, gc.heads[PERMANENT], to)
}

export function freezeCount(m: Machine): number {
  return listSize(m, m.gc.heads[PERMANENT])
}

/** Marks every member as belonging to that space (gc_list_set_space, 3.14.0–3.14.4); gives how many there are. */
export function setSpace(m: Machine, list: Address, space: 0 | 1): number {
  const { i32 } = m
  let size = 0
  for (let head = (i32[list >> 2] as number) & ~3; head !== list; size++) {
    const word = i32[head >> 2] as number
    i32[head >> 2] = (word & ~1) | space
    head = word & ~3
  }
  return size
}
