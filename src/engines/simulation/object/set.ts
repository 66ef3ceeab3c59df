/** Sets and frozensets as objects: making, merging, clearing, dying (Objects/setobject.c). Rows are in set-slots.ts. */

import { gcAlloc, gcFree, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { dictSize } from './dict.ts'
import { isExactDict } from './dict-record.ts'
import { dictNext, loadKeyHash } from './dict-walk.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { hash, iterate, nextItem } from './protocol.ts'
import { clearError } from './raise.ts'
import { decref, incref, kindOf } from './refcount.ts'
import {
  addToSet,
  emptySetTable,
  findEntry,
  insertClean,
  nextEntry,
  readSet,
  resizeSet,
  SET_BYTES,
  SET_FILL,
  SET_FINGER,
  SET_MASK,
  SET_SMALL_TABLE,
  SET_TABLE,
  SET_USED,
  SET_WEAKREFS,
  takeEntry,
  writeSet,
} from './set-table.ts'
import { mayBeTracked } from './tracking.ts'

/** An empty, tracked set; never the shared empty frozenset. 0 with MemoryError set. */
export function newSet(m: Machine, kind: 'set' | 'frozenset'): Address {
  const type = m.typeByKind[kind === 'set' ? Kind.set : Kind.frozenset] as number
  const s = gcAlloc(m, type, SET_BYTES)
  if (s === 0) return 0
  initSet(m, s)
  track(m, s)
  return s
}

/** A new record, without items. */
export function initSet(m: Machine, s: Address): void {
  fillWords(m.i32, 0, (s + SET_FINGER) >> 2, (s + SET_SMALL_TABLE) >> 2)
  emptySetTable(m, s)
  fillWords(m.i32, 0, (s + SET_WEAKREFS) >> 2, (s + SET_BYTES) >> 2)
}

export function isAnySet(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.set || kind === Kind.frozenset || kind === Kind.setSubclass || kind === Kind.frozensetSubclass
}

/** A set or frozenset, no subclass (PyAnySet_CheckExact). */
export function isExactSet(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.set || kind === Kind.frozenset
}

export function setSize(m: Machine, s: Address): number {
  return readSet(m, s, SET_USED)
}

/** A status. */
export function setAdd(m: Machine, s: Address, item: Address): number {
  if (hash(m, item) < 0) return -1
  return addToSet(m, s, item, m.hashLow, m.hashHigh) < 0 ? -1 : 0
}

/** 1, 0 or −1. */
export function setContains(m: Machine, s: Address, item: Address): number {
  if (hash(m, item) < 0) return withFrozen(m, item, (frozen) => setContains(m, s, frozen))
  return containsHashed(m, s, item, m.hashLow, m.hashHigh)
}

export function containsHashed(m: Machine, s: Address, item: Address, low: number, high: number): number {
  const entry = findEntry(m, s, item, low, high)
  return entry > 0 ? 1 : entry
}

/** As the methods `discard` and `remove` do: 1 discarded, 0 was not there, −1 failed. */
export function setDiscard(m: Machine, s: Address, item: Address): number {
  const status = setDiscardKey(m, s, item)
  return status < 0 ? withFrozen(m, item, (frozen) => setDiscardKey(m, s, frozen)) : status
}

export function setDiscardKey(m: Machine, s: Address, item: Address): number {
  if (hash(m, item) < 0) return -1
  return discardHashed(m, s, item, m.hashLow, m.hashHigh)
}

/** A set that cannot be hashed is looked for by a frozenset of the same items; else −1 with the error as it is. */
function withFrozen(m: Machine, item: Address, look: (frozen: Address) => number): number {
  const kind = kindOf(m, item)
  if (kind !== Kind.set && kind !== Kind.setSubclass) return -1
  if (m.i32[(m.error + OB_TYPE) >> 2] !== m.types['TypeError']) return -1
  clearError(m)
  const frozen = copySet(m, item, 'frozenset')
  if (frozen === 0) return -1
  const result = look(frozen)
  decref(m, frozen)
  return result
}

export function discardHashed(m: Machine, s: Address, item: Address, low: number, high: number): number {
  const entry = findEntry(m, s, item, low, high)
  if (entry <= 0) return entry
  decref(m, takeEntry(m, s, entry))
  return 1
}

/** The next position, with the item in m.dictKey (borrowed); −1 at the end. */
export function setNext(m: Machine, s: Address, position: number): number {
  return nextEntry(m, s, position)
}

/** Adds all of `other`, which is a set (set_merge). A status. */
export function mergeSet(m: Machine, s: Address, other: Address): number {
  const count = setSize(m, other)
  if (s === other || count === 0) return 0
  if (makeRoom(m, s, count) < 0) return -1
  if (readSet(m, s, SET_FILL) > 0) {
    for (let p = nextEntry(m, other, 0); p >= 0; p = nextEntry(m, other, p)) {
      if (addToSet(m, s, m.dictKey, m.hashLow, m.hashHigh) < 0) return -1
    }
    return 0
  }
  const mask = readSet(m, s, SET_MASK)
  const table = readSet(m, s, SET_TABLE)
  if (mask === readSet(m, other, SET_MASK) && readSet(m, other, SET_FILL) === count) {
    // The same places.
    const from = readSet(m, other, SET_TABLE) >> 2
    m.i32.copyWithin(table >> 2, from, from + 4 * (mask + 1))
    for (let p = nextEntry(m, s, 0); p >= 0; p = nextEntry(m, s, p)) incref(m, m.dictKey)
  } else {
    for (let p = nextEntry(m, other, 0); p >= 0; p = nextEntry(m, other, p)) {
      insertClean(m, table, mask, incref(m, m.dictKey), m.hashLow, m.hashHigh)
    }
  }
  writeSet(m, s, SET_FILL, count)
  writeSet(m, s, SET_USED, count)
  return 0
}

function makeRoom(m: Machine, s: Address, count: number): number {
  if ((readSet(m, s, SET_FILL) + count) * 5 < readSet(m, s, SET_MASK) * 3) return 0
  return resizeSet(m, s, (setSize(m, s) + count) * 2)
}

/** Adds what an iterable gives (set_update_internal). A status. */
export function updateSet(m: Machine, s: Address, other: Address): number {
  if (isAnySet(m, other)) return mergeSet(m, s, other)
  if (isExactDict(m, other)) {
    if (makeRoom(m, s, dictSize(m, other)) < 0) return -1
    for (let p = dictNext(m, other, 0); p >= 0; p = dictNext(m, other, p)) {
      // The hash that the dict keeps, not a new one.
      loadKeyHash(m, other, p)
      if (addToSet(m, s, m.dictKey, m.hashLow, m.hashHigh) < 0) return -1
    }
    return 0
  }
  const iterator = iterate(m, other)
  if (iterator === 0) return -1
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    const status = setAdd(m, s, item)
    decref(m, item)
    if (status < 0) break
  }
  decref(m, iterator)
  return m.error === 0 ? 0 : -1
}

/** A set of the same items (make_new_set); 0 with an error. */
export function copySet(m: Machine, s: Address, kind: 'set' | 'frozenset'): Address {
  const copy = newSet(m, kind)
  if (copy === 0 || mergeSet(m, copy, s) === 0) return copy
  decref(m, copy)
  return 0
}

/** 3.15: a frozenset of atoms is not tracked once it is made. */
export function untrackAtomFrozenset(m: Machine, s: Address): void {
  if (m.semantics.atomFrozensetTracked || !isTracked(m, s)) return
  for (let p = nextEntry(m, s, 0); p >= 0; p = nextEntry(m, s, p)) if (mayBeTracked(m, m.dictKey)) return
  untrack(m, s)
}

/** Takes the items away, then releases them in the order of the table (set_clear_internal). */
export function clearSet(m: Machine, s: Address): void {
  const table = readSet(m, s, SET_TABLE)
  const size = readSet(m, s, SET_MASK) + 1
  const isSmall = table === s + SET_SMALL_TABLE
  if (isSmall && readSet(m, s, SET_FILL) === 0) return
  if (!isSmall) {
    emptySetTable(m, s)
    releaseTable(m, table, size)
    m.objects.free(table)
    return
  }
  const keys = m.i32.slice(table >> 2, (table >> 2) + 4 * size)
  emptySetTable(m, s)
  for (let i = 0; i < size; i++) {
    const key = keys[4 * i] as number
    if (key !== 0 && key !== m.setDummy) decref(m, key)
  }
}

function releaseTable(m: Machine, table: Address, size: number): void {
  for (let i = 0, at = table >> 2; i < size; i++, at += 4) {
    const key = m.i32[at] as number
    if (key !== 0 && key !== m.setDummy) decref(m, key)
  }
}

export function deallocSet(m: Machine, s: Address): void {
  untrack(m, s)
  if (!deallocBegins(m, s)) return
  releaseSet(m, s)
  gcFree(m, s)
  deallocEnds(m)
}

/** What a set that dies holds, and what leads to it. */
export function releaseSet(m: Machine, s: Address): void {
  if (readSet(m, s, SET_WEAKREFS) !== 0) m.services.clearWeakrefs(m, s)
  const table = readSet(m, s, SET_TABLE)
  releaseTable(m, table, readSet(m, s, SET_MASK) + 1)
  if (table !== s + SET_SMALL_TABLE) m.objects.free(table)
}

export function traverseSet(m: Machine, s: Address): number {
  const referents = m.roomForReferents(setSize(m, s))
  const mask = readSet(m, s, SET_MASK)
  let count = 0
  for (let i = 0, at = readSet(m, s, SET_TABLE) >> 2; i <= mask; i++, at += 4) {
    const key = m.i32[at] as number
    if (key !== 0 && key !== m.setDummy) referents[count++] = key
  }
  return count
}
