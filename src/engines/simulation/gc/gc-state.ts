/**
 * The collector's own numbers (struct _gc_runtime_state). Its lists are doubly linked rings of GC heads in memory; a
 * list's head is a record of 16 bytes in the zeroed data.
 */
import type { Address } from '../memory/layout.ts'

export class GcState {
  /** Head records of the young, middle, old and permanent generation. */
  readonly heads: [Address, Address, Address, Address] = [0, 0, 0, 0]
  enabled = false
  collecting = false
  debug = 0
  thresholds: [number, number, number] = [700, 10, 10]
  counts: [number, number, number] = [0, 0, 0]
  longLivedTotal = 0
  longLivedPending = 0
  /** An automatic collection is due at the next check (3.12+). */
  due = false
  /** Collect at every allocation of a GC object, as a harness may ask for. */
  atEveryAllocation = false
  /** Lists `gc.garbage` and `gc.callbacks`. */
  garbage: Address = 0
  callbacks: Address = 0
  collections: [number, number, number] = [0, 0, 0]
  collected: [number, number, number] = [0, 0, 0]
  uncollectable: [number, number, number] = [0, 0, 0]
}
