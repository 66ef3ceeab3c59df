/**
 * Tuples (Objects/tupleobject.c): free lists by size, tracking at birth by version, untracking by the collector. Keeps
 * true: the empty tuple is one object.
 *
 *   0 ob_refcnt   8 ob_type   16 ob_size   24 ob_item[]       to 3.13
 *                                          24 ob_hash   32 ob_item[]   (3.14+)
 */

import { assert } from '../../../base/assert.ts'
import { gcAlloc, gcFree, gcResize, initObject, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { FreeListOf, keep, TUPLE_FREE_LIST_SIZE_MAX, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { decref, incref, kindOf, releaseStack } from './refcount.ts'
import { granted } from './request-memory.ts'
import { mayBeTracked } from './tracking.ts'

const SIZE_AT = 16
export const TUPLE_HASH_AT = 24

export function isTuple(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.tuple || kind === Kind.tupleSubclass
}

/** No subclass (PyTuple_CheckExact). */
export function isExactTuple(m: Machine, o: Address): boolean {
  return m.i32[(o + 8) >> 2] === m.typeByKind[Kind.tuple]
}

/** Not tracked; the items are NULL. 0 with MemoryError set. */
function allocate(m: Machine, size: number): Address {
  const type = m.typeByKind[Kind.tuple] as number
  let o = size < reusedSizeLimit(m) ? takeKept(m, FreeListOf.tuple + size) : 0
  m.tupleIsNew = o === 0
  if (o !== 0) initObject(m, o, type)
  else {
    o = gcAlloc(m, type, m.dialect.tupleItemsAt + 8 * size)
    if (o === 0) return 0
  }
  initTuple(m, o, size)
  return o
}

/** Of 20 items each, tuples are kept in 3.11 and 3.12, but never taken. */
function reusedSizeLimit(m: Machine): number {
  return m.dialect.version[1] >= 13 ? TUPLE_FREE_LIST_SIZE_MAX + 1 : TUPLE_FREE_LIST_SIZE_MAX
}

/** Also for the static empty tuple. */
export function initTuple(m: Machine, o: Address, size: number): void {
  const itemsAt = m.dialect.tupleItemsAt
  m.i32[(o + SIZE_AT) >> 2] = size
  m.i32[((o + SIZE_AT) >> 2) + 1] = 0
  if (itemsAt > TUPLE_HASH_AT) fillWords(m.i32, -1, (o + TUPLE_HASH_AT) >> 2, (o + itemsAt) >> 2)
  fillWords(m.i32, 0, (o + itemsAt) >> 2, (o + itemsAt + 8 * size) >> 2)
}

/** A tracked tuple of `size` items that are NULL until tupleSetItemSteal puts them there (PyTuple_New); 0 with MemoryError set. */
export function newTuple(m: Machine, size: number): Address {
  if (size === 0) return incref(m, m.emptyTuple)
  const o = allocate(m, size)
  if (o !== 0) track(m, o)
  return o
}

export function tupleSize(m: Machine, o: Address): number {
  return m.i32[(o + SIZE_AT) >> 2] as number
}

/** Borrowed. */
export function tupleItem(m: Machine, o: Address, index: number): Address {
  return m.i32[(o + m.dialect.tupleItemsAt + 8 * index) >> 2] as number
}

export function tupleSetItemSteal(m: Machine, o: Address, index: number, item: Address): void {
  assert(index >= 0 && index < tupleSize(m, o), 'an index is within its tuple')
  m.i32[(o + m.dialect.tupleItemsAt + 8 * index) >> 2] = item
}

/** A tuple whose items change, as only its maker may do, has another hash (3.14+ keeps it in the record). */
export function forgetHash(m: Machine, o: Address): void {
  if (m.dialect.tupleItemsAt > TUPLE_HASH_AT)
    fillWords(m.i32, -1, (o + TUPLE_HASH_AT) >> 2, (o + TUPLE_HASH_AT + 8) >> 2)
}

/** Tracks a filled tuple as a tuple of known items is: 3.14+ leaves one alone that holds only atoms. */
function trackFilled(m: Machine, o: Address): void {
  if (m.semantics.atomTupleTrackedAtBirth || hasItemOfGcType(m, o)) track(m, o)
}

function hasItemOfGcType(m: Machine, o: Address): boolean {
  for (let i = tupleSize(m, o) - 1; i >= 0; i--) {
    // The type decides: an untracked tuple counts, and so does a static type object.
    if (m.slots[kindOf(m, tupleItem(m, o, i))]?.gc === true) return true
  }
  return false
}

export function tupleFrom(m: Machine, items: readonly Address[]): Address {
  const size = items.length
  if (size === 0) return incref(m, m.emptyTuple)
  const o = allocate(m, size)
  if (o === 0) return 0
  for (let i = 0; i < size; i++) tupleSetItemSteal(m, o, i, incref(m, items[i] as number))
  trackFilled(m, o)
  return o
}

/** A tuple of the `count` references from `argv` on, which it takes over (_PyTuple_FromArraySteal), or releases. */
export function tupleFromStackSteal(m: Machine, argv: Address, count: number): Address {
  if (count === 0) return incref(m, m.emptyTuple)
  const o = allocate(m, count)
  if (o === 0) return releaseStack(m, argv, count)
  m.i32.copyWithin((o + m.dialect.tupleItemsAt) >> 2, argv >> 2, (argv >> 2) + 2 * count)
  trackFilled(m, o)
  return o
}

/** As tupleFromStackSteal, of references that the caller keeps. */
export function tupleFromBorrowed(m: Machine, argv: Address, count: number): Address {
  for (let i = 0; i < count; i++) incref(m, m.i32[(argv + 8 * i) >> 2] as number)
  return tupleFromStackSteal(m, argv, count)
}

/** A tuple of two; references are taken over, or released (PyTuple_Pack and then as a known tuple). */
export function tuplePairSteal(m: Machine, first: Address, second: Address): Address {
  const o = allocate(m, 2)
  if (o === 0) {
    decref(m, first)
    decref(m, second)
    return 0
  }
  tupleSetItemSteal(m, o, 0, first)
  tupleSetItemSteal(m, o, 1, second)
  trackFilled(m, o)
  return o
}

/** A tuple with one reference, resized; it may move. Items that go are released; new ones are NULL (_PyTuple_Resize). 0: it died. */
export function tupleResize(m: Machine, o: Address, size: number): Address {
  const before = tupleSize(m, o)
  if (before === size) return o
  if (before === 0) return newTuple(m, size)
  // Up to 3.10 what is cut down to nothing stays a tuple of its own.
  if (size === 0 && m.dialect.version[1] >= 11) {
    decref(m, o)
    return incref(m, m.emptyTuple)
  }
  untrack(m, o)
  for (let i = size; i < before; i++) {
    const item = tupleItem(m, o, i)
    tupleSetItemSteal(m, o, i, 0)
    if (item !== 0) decref(m, item)
  }
  const itemsAt = m.dialect.tupleItemsAt
  const moved =
    size > before ? gcResize(m, o, itemsAt + 8 * size) : granted(m, () => gcResize(m, o, itemsAt + 8 * size))
  if (moved === 0) {
    decref(m, o)
    return 0
  }
  m.i32[(moved + SIZE_AT) >> 2] = size
  if (size > before) fillWords(m.i32, 0, (moved + itemsAt + 8 * before) >> 2, (moved + itemsAt + 8 * size) >> 2)
  track(m, moved)
  return moved
}

/** By the collector: a tuple whose items are never tracked need not be either (_PyTuple_MaybeUntrack). */
export function maybeUntrackTuple(m: Machine, o: Address): void {
  if (!isTracked(m, o) || m.i32[(o + 8) >> 2] !== m.typeByKind[Kind.tuple]) return
  for (let i = tupleSize(m, o) - 1; i >= 0; i--) {
    const item = tupleItem(m, o, i)
    if (item === 0 || mayBeTracked(m, item)) return
  }
  untrack(m, o)
}

export function deallocTuple(m: Machine, o: Address): void {
  assert(o !== m.emptyTuple, 'the-empty-tuple-never-dies')
  untrack(m, o)
  if (!deallocBegins(m, o)) return
  releaseTuple(m, o)
  const size = tupleSize(m, o)
  // One that was cut to nothing is empty, but not the shared one (up to 3.10): no list keeps it.
  const isKept = size > 0 && size <= TUPLE_FREE_LIST_SIZE_MAX && keep(m, FreeListOf.tuple + size, o)
  if (!isKept) gcFree(m, o)
  deallocEnds(m)
}

/** What a tuple that dies holds. */
export function releaseTuple(m: Machine, o: Address): void {
  const size = tupleSize(m, o)
  for (let i = size - 1, at = (o + m.dialect.tupleItemsAt + 8 * (size - 1)) >> 2; i >= 0; i--, at -= 2) {
    const item = m.i32[at] as number
    if (item !== 0) decref(m, item)
  }
}

/** From the last item to the first. */
export function traverseTuple(m: Machine, o: Address): number {
  const size = tupleSize(m, o)
  const referents = m.roomForReferents(size)
  let count = 0
  for (let i = size - 1, at = (o + m.dialect.tupleItemsAt + 8 * (size - 1)) >> 2; i >= 0; i--, at -= 2) {
    const item = m.i32[at] as number
    if (item !== 0) referents[count++] = item
  }
  return count
}
