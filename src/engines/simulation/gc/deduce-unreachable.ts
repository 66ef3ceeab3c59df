/**
 * Which members of a list nothing outside of it reaches (deduce_unreachable: update_refs, subtract_refs,
 * move_unreachable). The hottest loops of the simulation: lists, tuples and instances are read in place, other
 * records by their row's `traverse`; nothing is allocated, and every flag is a bit of a word that is read anyway.
 *
 * Postcondition of `deduceUnreachable`: `base` holds what is reachable from outside, in its old order but for what was
 * found late, which stands behind what reached it; the rest is in `unreachable`, in its old order, each member marked
 * `collecting` and `unreachable` until `clearUnreachableMask`.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import {
  type Address,
  GC_PREV,
  OB_REFCNT,
  OB_SIZE,
  OB_TYPE,
  TP_DEALLOC,
  TP_FINALIZE,
  TP_FLAGS,
  TP_WEAKLISTOFFSET,
  TPFLAGS_HAVE_GC,
} from '../memory/layout.ts'
import { isWeakrefKind, Kind } from '../object/kinds.ts'
import {
  initList,
  move,
  NEXT_MASK,
  NEXT_OLD_SPACE,
  NEXT_UNREACHABLE,
  PREV_COLLECTING,
  PREV_FINALIZED,
  PREV_MASK,
  PREV_SHIFT,
} from './gc-list.ts'
import { PERMANENT } from './generation.ts'
import { describeInstances, fieldsOfInstance } from './instance-fields.ts'

/** What `clearUnreachableMask` met: a weakref or an object that has some; an object with a finalizer that has not run. */
export const HAS_WEAKREF = 1
export const HAS_FINALIZER = 2

const ONE_REF = 1 << PREV_SHIFT
/** PyListObject.ob_item. */
const LIST_ITEMS = 24

/** Gives how many members of `base` went to `unreachable`. */
export function deduceUnreachable(m: Machine, base: Address, unreachable: Address): number {
  initList(m, unreachable)
  m.gc.metTuple = false
  m.gc.metDict = false
  m.gc.lastCandidates = updateRefs(m, base)
  subtractRefs(m, base)
  return moveUnreachable(m, base, unreachable)
}

/** Copies each reference count to gc_refs and marks the object as collecting; gives how many there are. */
function updateRefs(m: Machine, list: Address): number {
  const { i32 } = m
  let size = 0
  for (let gc = (i32[list >> 2] as number) & NEXT_MASK; gc !== list; ) {
    const next = (i32[gc >> 2] as number) & NEXT_MASK
    const count = i32[(gc + 16 + OB_REFCNT) >> 2] as number
    if (count < 0) {
      move(m, gc, m.gc.heads[PERMANENT])
    } else {
      assert(count > 0, 'no-tracked-object-with-refcount-zero')
      const at = (gc + 8) >> 2
      i32[at] = ((i32[at] as number) & PREV_FINALIZED) | PREV_COLLECTING | (count << PREV_SHIFT)
      size++
    }
    gc = next
  }
  return size
}

/** Takes references from inside the list off gc_refs: what is left comes from outside. */
function subtractRefs(m: Machine, list: Address): void {
  const { i32, gc: state } = m
  const tupleItemsAt = m.dialect.tupleItemsAt
  // Neighbours are often of one class: what depends on the type alone is looked up once for a run of them.
  let runType = 0
  let runLength = 0
  let isInstance = false
  let kind = 0
  for (let gc = (i32[list >> 2] as number) & NEXT_MASK; gc !== list; gc = (i32[gc >> 2] as number) & NEXT_MASK) {
    const o = gc + 16
    const type = i32[(o + OB_TYPE) >> 2] as number
    if (type !== runType) {
      if (runLength > 0) visitDecref(i32, runType, 0, runLength)
      runLength = 0
      runType = type
      kind = i32[(type + TP_DEALLOC) >> 2] as number
      isInstance = kind === Kind.instance && describeInstances(m, type)
      if (kind === Kind.tuple) state.metTuple = true
      if (kind === Kind.dict) state.metDict = true
    }
    if (isInstance) {
      const attributesAt = fieldsOfInstance(m, o)
      if (attributesAt >= 0) {
        if (state.slotCount > 0) subtractFields(i32, (o + state.slotsAt) >> 2, state.slotCount, type)
        if (attributesAt > 0) subtractFields(i32, attributesAt, state.fieldCount, type)
        runLength++
        continue
      }
    } else if (kind === Kind.list || kind === Kind.tuple) {
      const first = kind === Kind.list ? (i32[(o + LIST_ITEMS) >> 2] as number) : o + tupleItemsAt
      subtractFields(i32, first >> 2, i32[(o + OB_SIZE) >> 2] as number, type)
      continue
    }
    const count = traverse(m, kind, o)
    const { referents } = m
    for (let i = 0; i < count; i++) visitDecref(i32, referents[i] as number, 0, 1)
  }
  if (runLength > 0) visitDecref(i32, runType, 0, runLength)
}

function subtractFields(i32: Int32Array, first: number, count: number, gcType: Address): void {
  for (let at = first, end = first + 2 * count; at < end; at += 2) {
    const child = i32[at] as number
    if (child !== 0) visitDecref(i32, child, gcType, 1)
  }
}

/** Objects of `gcType` are known to have a GC head. */
function visitDecref(i32: Int32Array, o: Address, gcType: Address, times: number): void {
  const type = i32[(o + OB_TYPE) >> 2] as number
  if (type !== gcType && ((i32[(type + TP_FLAGS) >> 2] as number) & TPFLAGS_HAVE_GC) === 0) return
  const at = (o + GC_PREV) >> 2
  const refs = i32[at] as number
  if ((refs & PREV_COLLECTING) !== 0) i32[at] = refs - times * ONE_REF
}

function traverse(m: Machine, kind: number, o: Address): number {
  const slots = m.slots[kind]
  assert(slots?.traverse !== undefined, 'a-tracked-object-can-be-traversed')
  return slots.traverse(m, o)
}

/**
 * Walks the list from the front: what has references from outside stays, and what it refers to is given one; what has
 * none so far goes to `unreachable`, from where it comes back to the end of the list when a later object reaches it.
 */
function moveUnreachable(m: Machine, young: Address, unreachable: Address): number {
  const { i32, gc: state } = m
  const tupleItemsAt = m.dialect.tupleItemsAt
  const youngPrev = (young + 8) >> 2
  const unreachablePrev = (unreachable + 8) >> 2
  let dead = 0
  let prev = young
  let runType = 0
  let isInstance = false
  let kind = 0
  let gc = (i32[young >> 2] as number) & NEXT_MASK
  while (gc !== young) {
    const refsAt = (gc + 8) >> 2
    const refs = i32[refsAt] as number
    assert(refs >= 0, 'refcount-is-at-least-incoming-edges')
    if (refs >= ONE_REF) {
      const o = gc + 16
      const type = i32[(o + OB_TYPE) >> 2] as number
      const isNewType = type !== runType
      if (isNewType) {
        runType = type
        kind = i32[(type + TP_DEALLOC) >> 2] as number
        isInstance = kind === Kind.instance && describeInstances(m, type)
      }
      const attributesAt = isInstance ? fieldsOfInstance(m, o) : -1
      if (attributesAt >= 0) {
        if (state.slotCount > 0) {
          for (let at = (o + state.slotsAt) >> 2, end = at + 2 * state.slotCount; at < end; at += 2) {
            const child = i32[at] as number
            if (child !== 0) dead -= visitReachable(i32, child, type, young, youngPrev)
          }
        }
        if (attributesAt > 0) {
          for (let at = attributesAt, end = at + 2 * state.fieldCount; at < end; at += 2) {
            const child = i32[at] as number
            if (child !== 0) dead -= visitReachable(i32, child, type, young, youngPrev)
          }
        }
        // A class that was reached needs no second visit.
        if (isNewType) dead -= visitReachable(i32, type, 0, young, youngPrev)
      } else if (kind === Kind.list || kind === Kind.tuple) {
        const first = (kind === Kind.list ? (i32[(o + LIST_ITEMS) >> 2] as number) : o + tupleItemsAt) >> 2
        for (let at = first + 2 * ((i32[(o + OB_SIZE) >> 2] as number) - 1); at >= first; at -= 2) {
          const child = i32[at] as number
          if (child !== 0) dead -= visitReachable(i32, child, type, young, youngPrev)
        }
      } else {
        const count = traverse(m, kind, o)
        const { referents } = m
        for (let i = 0; i < count; i++) dead -= visitReachable(i32, referents[i] as number, 0, young, youngPrev)
      }
      // gc_refs has served: the pointer comes back, and the mark goes.
      i32[refsAt] = (refs & PREV_FINALIZED) | prev
      prev = gc
    } else {
      dead++
      i32[prev >> 2] = ((i32[prev >> 2] as number) & ~NEXT_MASK) | ((i32[gc >> 2] as number) & NEXT_MASK)
      const last = (i32[unreachablePrev] as number) & PREV_MASK
      i32[last >> 2] = ((i32[last >> 2] as number) & ~NEXT_MASK) | NEXT_UNREACHABLE | gc
      i32[refsAt] = (refs & ~PREV_MASK) | last
      i32[gc >> 2] = ((i32[gc >> 2] as number) & ~NEXT_MASK) | NEXT_UNREACHABLE | unreachable
      i32[unreachablePrev] = gc
    }
    gc = (i32[prev >> 2] as number) & NEXT_MASK
  }
  i32[youngPrev] = prev
  i32[unreachable >> 2] = (i32[unreachable >> 2] as number) & ~NEXT_UNREACHABLE
  return dead
}

/** 1 where it brought an object back from the unreachable. Objects of `gcType` are known to have a GC head. */
function visitReachable(i32: Int32Array, o: Address, gcType: Address, young: Address, youngPrev: number): number {
  const type = i32[(o + OB_TYPE) >> 2] as number
  if (type !== gcType && ((i32[(type + TP_FLAGS) >> 2] as number) & TPFLAGS_HAVE_GC) === 0) return 0
  const at = (o + GC_PREV) >> 2
  const refs = i32[at] as number
  // Not of this collection, or to the left of the walk: nothing more to know.
  if ((refs & PREV_COLLECTING) === 0) return 0
  return moveBack(i32, o - 16, refs, young, youngPrev)
}

/** Gives an object that was not reached yet its reference; 1 where it was among the unreachable. */
function moveBack(i32: Int32Array, gc: Address, refs: number, young: Address, youngPrev: number): number {
  const at = (gc + 8) >> 2
  const next = i32[gc >> 2] as number
  if ((next & NEXT_UNREACHABLE) !== 0) {
    const before = refs & PREV_MASK
    const after = next & NEXT_MASK
    i32[before >> 2] = ((i32[before >> 2] as number) & ~NEXT_MASK) | NEXT_UNREACHABLE | after
    i32[(after + 8) >> 2] = ((i32[(after + 8) >> 2] as number) & ~PREV_MASK) | before
    const last = i32[youngPrev] as number
    i32[last >> 2] = ((i32[last >> 2] as number) & ~NEXT_MASK) | gc
    i32[gc >> 2] = (next & NEXT_OLD_SPACE) | young
    i32[youngPrev] = gc
    i32[at] = (refs & ~PREV_MASK) | ONE_REF
    return 1
  }
  if (refs < ONE_REF) i32[at] = refs + ONE_REF
  return 0
}

/** Whether a member has a reference from outside; the list is as before (check_garbage, 3.8). */
export function isReachedFromOutside(m: Machine, list: Address): boolean {
  const { i32 } = m
  updateRefs(m, list)
  subtractRefs(m, list)
  let isReached = false
  let prev = list
  for (let gc = (i32[list >> 2] as number) & NEXT_MASK; gc !== list; gc = (i32[gc >> 2] as number) & NEXT_MASK) {
    const at = (gc + 8) >> 2
    const refs = i32[at] as number
    if (refs >= ONE_REF) isReached = true
    i32[at] = (refs & PREV_FINALIZED) | prev
    prev = gc
  }
  return isReached
}

/** Makes `unreachable` an ordinary list, and says what of interest is in it. */
export function clearUnreachableMask(m: Machine, unreachable: Address): number {
  const { i32 } = m
  let met = 0
  for (let gc = (i32[unreachable >> 2] as number) & NEXT_MASK; gc !== unreachable; ) {
    const next = (i32[gc >> 2] as number) & ~NEXT_UNREACHABLE
    i32[gc >> 2] = next
    const type = i32[(gc + 16 + OB_TYPE) >> 2] as number
    if (i32[(type + TP_FINALIZE) >> 2] !== 0) met |= HAS_FINALIZER
    const weaklistOffset = i32[(type + TP_WEAKLISTOFFSET) >> 2] as number
    if (weaklistOffset !== 0 && i32[(gc + 16 + weaklistOffset) >> 2] !== 0) met |= HAS_WEAKREF
    if (isWeakrefKind(i32[(type + TP_DEALLOC) >> 2] as number)) met |= HAS_WEAKREF
    gc = next & NEXT_MASK
  }
  return met
}
