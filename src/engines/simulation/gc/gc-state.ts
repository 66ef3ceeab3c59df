/**
 * The collector's own numbers (struct _gc_runtime_state). Its lists are doubly linked rings of GC heads in memory; a
 * list's head is a record of 16 bytes in the zeroed data.
 */
import type { Address } from '../memory/layout.ts'

/**
 * What the hook is told. After `deduced` and every later phase all lists are whole; `done` is the end of a collection
 * and the only one at which no object carries a mark.
 */
export type Phase = 'merged' | 'deduced' | 'weakrefs' | 'finalized' | 'resurrected' | 'cleared' | 'done'

export class GcState {
  /**
   * Head records of the young, middle, old and permanent generation; with the incremental collector young, the two old
   * spaces, permanent.
   */
  readonly heads: [Address, Address, Address, Address] = [0, 0, 0, 0]
  /** Head records that only a running collection uses; see generation.ts. */
  unreachable: Address = 0
  stillUnreachable: Address = 0
  seen: Address = 0
  callingBack: Address = 0
  increment: Address = 0
  enabled = false
  collecting = false
  debug = 0
  thresholds: [number, number, number] = [700, 10, 10]
  counts: [number, number, number] = [0, 0, 0]
  longLivedTotal = 0
  longLivedPending = 0
  /** An automatic collection is due at the next check (3.12+). */
  due = false
  /** The running collection is one that nobody asked for. */
  automatic = false
  /** Lists `gc.garbage` and `gc.callbacks`. */
  garbage: Address = 0
  callbacks: Address = 0
  collections: [number, number, number] = [0, 0, 0]
  collected: [number, number, number] = [0, 0, 0]
  uncollectable: [number, number, number] = [0, 0, 0]
  /** How many objects the last collection examined (`candidates`, 3.15). */
  candidates: [number, number, number] = [0, 0, 0]
  lastCandidates = 0
  /** The running collection met a tuple or a dict, so that a pass that untracks them has something to do. */
  metTuple = false
  metDict = false
  /** Of the class that describeInstances was asked for last; see instance-fields.ts. */
  slotsAt = 0
  slotCount = 0
  attributes = 0
  attributesOffset = 0
  fieldCount = 0
  /** Called after each phase, for checkers; null costs nothing. */
  onPhase: ((phase: Phase) => void) | null = null

  /** What is allocated stands in for what is not made yet; see object/unmade-error.ts. */
  makesStandIn = false

  // --- the incremental collector (3.14.0–3.14.4) ---
  /** Tracking counts, not allocation; there are spaces instead of generations 1 and 2. */
  incremental = false
  visitedSpace: 0 | 1 = 0
  workToDo = 0
  /** Tracked objects, with those that an interpreter has at start (Dialect.trackedAtStart). */
  heapSize = 0
  /** Where those are, which are in no list here: frozen, until `gc.unfreeze`; then visited, or pending. */
  startObjects: 'frozen' | 'visited' | 'pending' = 'frozen'
  marking = true

  /** Every number of another state; list heads and hooks stay. */
  copyFrom(other: GcState): void {
    this.enabled = other.enabled
    this.collecting = other.collecting
    this.debug = other.debug
    copyTriple(this.thresholds, other.thresholds)
    copyTriple(this.counts, other.counts)
    this.longLivedTotal = other.longLivedTotal
    this.longLivedPending = other.longLivedPending
    this.due = other.due
    this.automatic = other.automatic
    this.garbage = other.garbage
    this.callbacks = other.callbacks
    copyTriple(this.collections, other.collections)
    copyTriple(this.collected, other.collected)
    copyTriple(this.uncollectable, other.uncollectable)
    copyTriple(this.candidates, other.candidates)
    this.lastCandidates = other.lastCandidates
    this.makesStandIn = other.makesStandIn
    this.incremental = other.incremental
    this.visitedSpace = other.visitedSpace
    this.workToDo = other.workToDo
    this.heapSize = other.heapSize
    this.startObjects = other.startObjects
    this.marking = other.marking
  }
}

type Triple = [number, number, number]

function copyTriple(to: Triple, from: Readonly<Triple>): void {
  for (let i = 0; i < 3; i++) to[i as 0 | 1 | 2] = from[i as 0 | 1 | 2]
}
