/**
 * Weak references and the list of them that a referent holds (Objects/weakrefobject.c). Keeps true:
 * `callback-less-weakref-is-shared-and-first`, the others stand behind it, newest first; no list leads to a dead weakref.
 *
 *   16 wr_object (None when dead)   24 wr_callback   32 hash   40 wr_prev   48 wr_next   56 vectorcall (3.11+)
 */

import { assert } from '../../../base/assert.ts'
import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, TP_WEAKLISTOFFSET } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { Kind } from './kinds.ts'
import { compare, hash } from './protocol.ts'
import { raise, takeError } from './raise.ts'
import { decref, incref, kindOf, refcountOf, typeOf } from './refcount.ts'
import { newTuple, tupleFromBorrowed, tupleItem, tupleSetItemSteal } from './tuple.ts'

export const WR_OBJECT = 16
export const WR_CALLBACK = 24
const WR_HASH = 32
export const WR_PREV = 40
export const WR_NEXT = 48

function weakrefBytes(m: Machine): number {
  return m.dialect.version[1] >= 11 ? 64 : 56
}

/** Address of the field that leads to an object's list of weakrefs; 0 where its type has none. */
export function weaklistAt(m: Machine, o: Address): Address {
  const offset = m.i32[(typeOf(m, o) + TP_WEAKLISTOFFSET) >> 2] as number
  if (offset === 0) return 0
  // Static types have no list of their own.
  if (kindOf(m, o) === Kind.type && !isTrackable(m, o)) return 0
  return o + offset
}

function isTrackable(m: Machine, type: Address): boolean {
  return ((m.i32[(type + 168) >> 2] as number) & (1 << 9)) !== 0
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
  const listAt = weaklistAt(m, target)
  if (listAt === 0) return raise(m, 'TypeError', 'cannot create weak reference')
  if (callback === 0) {
    const shared = sharedWeakref(m, listAt)
    if (shared !== 0) return incref(m, shared)
  }
  const bytes = weakrefBytes(m)
  const o = gcAlloc(m, m.typeByKind[Kind.weakref] as number, bytes)
  fillWords(m.i32, 0, (o + WR_OBJECT) >> 2, (o + bytes) >> 2)
  fillWords(m.i32, -1, (o + WR_HASH) >> 2, (o + WR_PREV) >> 2)
  m.i32[(o + WR_OBJECT) >> 2] = target
  if (callback !== 0) m.i32[(o + WR_CALLBACK) >> 2] = incref(m, callback)
  // The allocation may have collected, and a finalizer made the shared weakref meanwhile.
  const first = sharedWeakref(m, listAt)
  if (callback === 0 && first !== 0) {
    gcFree(m, o)
    return incref(m, first)
  }
  insert(m, listAt, callback === 0 ? 0 : first, o)
  track(m, o)
  return o
}

function sharedWeakref(m: Machine, listAt: Address): Address {
  const first = m.i32[listAt >> 2] as number
  return first !== 0 && weakrefCallback(m, first) === 0 && refcountOf(m, first) > 0 ? first : 0
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
function clearWeakref(m: Machine, o: Address): void {
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
  if (current !== 0 && weakrefCallback(m, current) === 0) {
    detachWeakref(m, current)
    current = firstWeakref(m, o)
  }
  if (current === 0) return
  const error = takeError(m)
  const count = countWeakrefs(m, o)
  if (count === 1 && m.dialect.version[1] <= 12) callOnly(m, current)
  else callAll(m, o, count)
  assert(firstWeakref(m, o) === 0, 'no-weakref-to-a-dead-object')
  m.error = error
}

function callOnly(m: Machine, weakref: Address): void {
  const callback = weakrefCallback(m, weakref)
  m.i32[(weakref + WR_CALLBACK) >> 2] = 0
  detachWeakref(m, weakref)
  if (callback === 0) return
  if (refcountOf(m, weakref) > 0) callCallback(m, weakref, callback)
  decref(m, callback)
}

/** Pairs of weakref and callback stand in a tuple meanwhile. */
function callAll(m: Machine, o: Address, count: number): void {
  const pairs = newTuple(m, count * 2)
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
export const WEAKREF: TypeSlots = {
  name: 'weakref',
  gc: true,
  basicSize: 56,
  dealloc(m, o) {
    untrack(m, o)
    clearWeakref(m, o)
    gcFree(m, o)
  },
  traverse(m, o) {
    const callback = weakrefCallback(m, o)
    if (callback === 0) return 0
    m.referents[0] = callback
    return 1
  },
  clear: clearWeakref,
  hash(m, o) {
    const at = (o + WR_HASH) >> 2
    m.hashLow = m.i32[at] as number
    m.hashHigh = m.i32[at + 1] as number
    if (m.hashLow !== -1 || m.hashHigh !== -1) return 0
    const target = weakrefTarget(m, o)
    if (target === 0) {
      raise(m, 'TypeError', 'weak object has gone away')
      return -1
    }
    incref(m, target)
    const status = hash(m, target)
    m.i32[at] = m.hashLow
    m.i32[at + 1] = m.hashHigh
    const low = m.hashLow
    const high = m.hashHigh
    decref(m, target)
    m.hashLow = low
    m.hashHigh = high
    return status
  },
  compare(m, a, b, op) {
    if ((op !== '==' && op !== '!=') || kindOf(m, b) !== Kind.weakref) return incref(m, m.NotImplemented)
    const first = weakrefTarget(m, a)
    const second = weakrefTarget(m, b)
    if (first === 0 || second === 0) return incref(m, (a === b) === (op === '==') ? m.True : m.False)
    incref(m, first)
    incref(m, second)
    const result = compare(m, first, second, op)
    decref(m, first)
    decref(m, second)
    return result
  },
  call(m, o, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    const target = weakrefTarget(m, o)
    return incref(m, target === 0 ? m.None : target)
  },
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 1, 2)) return 0
    const callback = argc === 2 ? argument(m, argv, 1) : 0
    // The type is called with its arguments in a tuple.
    const args = tupleFromBorrowed(m, argv, argc)
    const o = newWeakref(m, argument(m, argv, 0), callback === m.None ? 0 : callback)
    decref(m, args)
    return o
  },
  getAttribute(m, o, name) {
    if (name === m.names['__class__']) return incref(m, typeOf(m, o))
    if (name !== m.names['__callback__']) return raise(m, 'AttributeError', 'weakref')
    const callback = weakrefCallback(m, o)
    return incref(m, callback === 0 ? m.None : callback)
  },
  repr(m, o) {
    const target = weakrefTarget(m, o)
    const at = `<weakref at 0x${o.toString(16)};`
    if (target === 0) return `${at} dead>`
    return `${at} to '${m.typeNames.get(typeOf(m, target)) ?? '?'}' at 0x${target.toString(16)}>`
  },
}
