/**
 * Weak references and the list of them that a referent holds (Objects/weakrefobject.c). Keeps true:
 * `callback-less-weakref-is-shared-and-first`, the others stand behind it, newest first; no list leads to a dead weakref.
 *
 *   16 wr_object (None when dead)   24 wr_callback   32 hash   40 wr_prev   48 wr_next   56 vectorcall (3.11+)
 */

import { assert } from '../../../base/assert.ts'
import { gcAlloc, gcFree, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, TP_WEAKLISTOFFSET } from '../memory/layout.ts'
import { bringErrorBack, putErrorAside } from './error-aside.ts'
import { isProxyKind, Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, refcountOf, typeOf } from './refcount.ts'
import { newTuple, tupleItem, tupleSetItemSteal } from './tuple.ts'

export const WR_OBJECT = 16
export const WR_CALLBACK = 24
export const WR_HASH = 32
export const WR_PREV = 40
export const WR_NEXT = 48

function weakrefBytes(m: Machine): number {
  return m.dialect.version[1] >= 11 ? 64 : 56
}

/** Address of the field that leads to an object's list of weakrefs; 0 where its type has none. */
export function weaklistAt(m: Machine, o: Address): Address {
  const offset = m.i32[(typeOf(m, o) + TP_WEAKLISTOFFSET) >> 2] as number
  return offset === 0 ? 0 : o + offset
}

/** First weakref of an object, or 0; borrowed. */
export function firstWeakref(m: Machine, o: Address): Address {
  const at = weaklistAt(m, o)
  return at === 0 ? 0 : (m.i32[at >> 2] as number)
}

export function nextWeakref(m: Machine, weakref: Address): Address {
  return m.i32[(weakref + WR_NEXT) >> 2] as number
}

/** Borrowed; 0 where the referent is dead. */
export function weakrefTarget(m: Machine, o: Address): Address {
  const target = m.i32[(o + WR_OBJECT) >> 2] as number
  // A referent that is being deallocated counts as dead.
  return target === m.None || refcountOf(m, target) === 0 ? 0 : target
}

/** Borrowed; 0 where there is none. */
export function weakrefCallback(m: Machine, o: Address): Address {
  return m.i32[(o + WR_CALLBACK) >> 2] as number
}

/** A weakref to `target` (PyWeakref_NewRef); the shared one where `callback` is 0 and there is one. */
export function newWeakref(m: Machine, target: Address, callback: Address): Address {
  return newReference(m, Kind.weakref, target, callback)
}

/** A weakref or proxy of that kind (PyWeakref_NewRef, PyWeakref_NewProxy). */
export function newReference(m: Machine, kind: number, target: Address, callback: Address): Address {
  const listAt = weaklistAt(m, target)
  if (listAt === 0) return raise(m, 'TypeError', 'cannot create weak reference')
  const isProxy = isProxyKind(kind)
  if (callback === 0) {
    const shared = isProxy ? sharedProxy(m, listAt) : sharedWeakref(m, listAt)
    if (shared !== 0 && refcountOf(m, shared) > 0) return incref(m, shared)
  }
  const o = gcAlloc(m, m.typeByKind[kind] as number, weakrefBytes(m))
  if (o === 0) return 0
  initReference(m, o, target, callback)
  // The allocation may have collected, and a finalizer made the shared weakref meanwhile.
  const first = sharedWeakref(m, listAt)
  const proxy = sharedProxy(m, listAt)
  const known = isProxy ? proxy : first
  if (callback === 0 && known !== 0) {
    gcFree(m, o)
    return incref(m, known)
  }
  if (callback !== 0) insert(m, listAt, proxy === 0 ? first : proxy, o)
  else insert(m, listAt, isProxy ? first : 0, o)
  track(m, o)
  return o
}

/** Takes a tracked record of a subclass into the list of `target` (weakref___new__). A status. */
export function linkSubclass(m: Machine, o: Address, target: Address, callback: Address): number {
  const listAt = weaklistAt(m, target)
  if (listAt === 0) {
    raise(m, 'TypeError', 'cannot create weak reference')
    return -1
  }
  initReference(m, o, target, callback)
  const proxy = sharedProxy(m, listAt)
  insert(m, listAt, proxy === 0 ? sharedWeakref(m, listAt) : proxy, o)
  return 0
}

function initReference(m: Machine, o: Address, target: Address, callback: Address): void {
  fillWords(m.i32, 0, (o + WR_OBJECT) >> 2, (o + weakrefBytes(m)) >> 2)
  fillWords(m.i32, -1, (o + WR_HASH) >> 2, (o + WR_PREV) >> 2)
  m.i32[(o + WR_OBJECT) >> 2] = target
  if (callback !== 0) m.i32[(o + WR_CALLBACK) >> 2] = incref(m, callback)
}

/** The weakref without callback that is first in a list (get_basic_refs); 0 where there is none. */
function sharedWeakref(m: Machine, listAt: Address): Address {
  const first = m.i32[listAt >> 2] as number
  return first !== 0 && kindOf(m, first) === Kind.weakref && weakrefCallback(m, first) === 0 ? first : 0
}

/** The proxy without callback: first in a list, or second behind a weakref without. */
function sharedProxy(m: Machine, listAt: Address): Address {
  const first = sharedWeakref(m, listAt)
  const next = first === 0 ? (m.i32[listAt >> 2] as number) : nextWeakref(m, first)
  return next !== 0 && isProxyKind(kindOf(m, next)) && weakrefCallback(m, next) === 0 ? next : 0
}

/** A weakref or proxy that all share who ask for one without callback. */
function isShared(m: Machine, o: Address): boolean {
  return o !== 0 && weakrefCallback(m, o) === 0 && (m.dialect.version[1] <= 12 || kindOf(m, o) !== Kind.weakrefSubclass)
}

/** Behind `previous`, or first where that is 0. */
function insert(m: Machine, listAt: Address, previous: Address, o: Address): void {
  const { i32 } = m
  const nextField = previous === 0 ? listAt : previous + WR_NEXT
  const next = i32[nextField >> 2] as number
  i32[(o + WR_PREV) >> 2] = previous
  i32[(o + WR_NEXT) >> 2] = next
  if (next !== 0) i32[(next + WR_PREV) >> 2] = o
  i32[nextField >> 2] = o
}

/** Takes a weakref out of its referent's list: it is dead from then on. The callback stays (_PyWeakref_ClearRef). */
export function detachWeakref(m: Machine, o: Address): void {
  const { i32 } = m
  const target = i32[(o + WR_OBJECT) >> 2] as number
  if (target === m.None) return
  const previous = i32[(o + WR_PREV) >> 2] as number
  const next = i32[(o + WR_NEXT) >> 2] as number
  const listAt = weaklistAt(m, target)
  if (previous === 0) {
    assert(i32[listAt >> 2] === o, 'weakref-list-leads-to-its-weakrefs')
    i32[listAt >> 2] = next
  } else i32[(previous + WR_NEXT) >> 2] = next
  if (next !== 0) i32[(next + WR_PREV) >> 2] = previous
  i32[(o + WR_OBJECT) >> 2] = m.None
  i32[(o + WR_PREV) >> 2] = 0
  i32[(o + WR_NEXT) >> 2] = 0
}

/** Gives up the callback too (clear_weakref). */
export function clearWeakref(m: Machine, o: Address): void {
  detachWeakref(m, o)
  const callback = weakrefCallback(m, o)
  if (callback === 0) return
  m.i32[(o + WR_CALLBACK) >> 2] = 0
  decref(m, callback)
}

/** Calls a callback with its weakref; an error is unraisable (handle_callback). */
export function callCallback(m: Machine, weakref: Address, callback: Address): void {
  m.watcher?.calledBack(weakref)
  const result = m.services.call(m, callback, [weakref])
  if (result === 0) m.services.unraisable(m, callback)
  else decref(m, result)
}

export function countWeakrefs(m: Machine, o: Address): number {
  let count = 0
  for (let w = firstWeakref(m, o); w !== 0; w = nextWeakref(m, w)) count++
  return count
}

/** Service: all weakrefs of a dying object are cleared, then callbacks run, newest first (PyObject_ClearWeakRefs). */
export function clearWeakrefs(m: Machine, o: Address): void {
  let current = firstWeakref(m, o)
  for (let i = 0; i < 2 && isShared(m, current); i++) {
    detachWeakref(m, current)
    current = firstWeakref(m, o)
  }
  if (current === 0) return
  const aside = putErrorAside(m)
  const count = countWeakrefs(m, o)
  if (count === 1 && m.dialect.version[1] <= 12) callOnly(m, current)
  else callAll(m, o, count)
  assert(firstWeakref(m, o) === 0, 'no-weakref-to-a-dead-object')
  bringErrorBack(m, aside)
}

function callOnly(m: Machine, weakref: Address): void {
  const callback = weakrefCallback(m, weakref)
  m.i32[(weakref + WR_CALLBACK) >> 2] = 0
  detachWeakref(m, weakref)
  if (callback === 0) return
  if (refcountOf(m, weakref) > 0) callCallback(m, weakref, callback)
  decref(m, callback)
}

/**
 * Pairs of weakref and callback stand in a tuple meanwhile. Without memory for it no callback runs, and the error is
 * unraisable.
 */
function callAll(m: Machine, o: Address, count: number): void {
  const pairs = newTuple(m, count * 2)
  if (pairs === 0) {
    m.services.unraisable(m, 0)
    for (let w = firstWeakref(m, o); w !== 0; w = firstWeakref(m, o)) clearWeakref(m, w)
    return
  }
  for (let i = 0; i < count; i++) {
    const weakref = firstWeakref(m, o)
    const callback = weakrefCallback(m, weakref)
    m.i32[(weakref + WR_CALLBACK) >> 2] = 0
    detachWeakref(m, weakref)
    if (refcountOf(m, weakref) > 0) {
      tupleSetItemSteal(m, pairs, 2 * i, incref(m, weakref))
      tupleSetItemSteal(m, pairs, 2 * i + 1, callback)
    } else if (callback !== 0) decref(m, callback)
  }
  for (let i = 0; i < count; i++) {
    const callback = tupleItem(m, pairs, 2 * i + 1)
    if (callback !== 0) callCallback(m, tupleItem(m, pairs, 2 * i), callback)
  }
  decref(m, pairs)
}

/** Referents of a weakref are not its own: only the callback is. */
export function traverseWeakref(m: Machine, o: Address): number {
  const callback = weakrefCallback(m, o)
  if (callback === 0) return 0
  m.referents[0] = callback
  return 1
}
