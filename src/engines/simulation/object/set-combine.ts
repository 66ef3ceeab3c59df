/**
 * What two sets have in common, and what only one of them has (set_intersection, set_symmetric_difference and their
 * updates in Objects/setobject.c). An argument that is no set is gone through once; nothing is made of it but where
 * CPython makes a set, too, so that `__hash__` and `__eq__` are called in CPython's order.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { isExactDict } from './dict-record.ts'
import { dictNext, loadKeyHash } from './dict-walk.ts'
import { Kind } from './kinds.ts'
import { hash, iterate, nextItem } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import {
  clearSet,
  containsHashed,
  copySet,
  discardHashed,
  isAnySet,
  newSet,
  setNext,
  setSize,
  updateSet,
} from './set.ts'
import {
  addToSet,
  readSet,
  SET_FILL,
  SET_HASH,
  SET_SMALL_TABLE,
  SET_TABLE,
  SET_WEAKREFS,
  writeSet,
} from './set-table.ts'

export type SetName = 'set' | 'frozenset'

export function nameOf(m: Machine, s: Address): SetName {
  const kind = kindOf(m, s)
  return kind === Kind.frozenset || kind === Kind.frozensetSubclass ? 'frozenset' : 'set'
}

/** A new set of the type of `a`; of two sets the smaller one is gone through. 0 with the error set. */
export function intersection(m: Machine, a: Address, b: Address): Address {
  const name = nameOf(m, a)
  if (a === b) return copySet(m, a, name)
  const result = newSet(m, name)
  if (result === 0) return 0
  const status = isAnySet(m, b) ? addCommon(m, result, a, b) : addFound(m, result, a, b)
  if (status >= 0) return result
  decref(m, result)
  return 0
}

function addCommon(m: Machine, result: Address, a: Address, b: Address): number {
  const [walked, asked] = setSize(m, b) > setSize(m, a) ? [a, b] : [b, a]
  let status = 0
  for (let p = setNext(m, walked, 0); p >= 0 && status >= 0; p = setNext(m, walked, p)) {
    const item = incref(m, m.dictKey)
    status = addIfIn(m, result, asked, item, m.hashLow, m.hashHigh)
    decref(m, item)
  }
  return status
}

function addFound(m: Machine, result: Address, a: Address, iterable: Address): number {
  const iterator = iterate(m, iterable)
  if (iterator === 0) return -1
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    const status = hash(m, item) < 0 ? -1 : addIfIn(m, result, a, item, m.hashLow, m.hashHigh)
    decref(m, item)
    if (status < 0) break
    // Asked with each that was found, so that an empty set goes on.
    if (m.dialect.setsStopEarly && setSize(m, result) > 0 && setSize(m, result) >= setSize(m, a)) break
  }
  decref(m, iterator)
  return m.error === 0 ? 0 : -1
}

function addIfIn(m: Machine, result: Address, asked: Address, item: Address, low: number, high: number): number {
  const has = containsHashed(m, asked, item, low, high)
  return has === 1 ? addToSet(m, result, item, low, high) : has
}

/** 1 where no item of `a` is in `b`, 0, or −1. */
export function isDisjoint(m: Machine, a: Address, b: Address): number {
  if (a === b) return setSize(m, a) === 0 ? 1 : 0
  if (!isAnySet(m, b)) return whetherAll(m, a, b, 0)
  const [walked, asked] = setSize(m, b) > setSize(m, a) ? [a, b] : [b, a]
  for (let p = setNext(m, walked, 0); p >= 0; p = setNext(m, walked, p)) {
    const item = incref(m, m.dictKey)
    const has = containsHashed(m, asked, item, m.hashLow, m.hashHigh)
    decref(m, item)
    if (has !== 0) return has < 0 ? -1 : 0
  }
  return 1
}

/** 1 where everything that an iterable gives is in `s`, 0, or −1. */
export function hasEach(m: Machine, s: Address, iterable: Address): number {
  return whetherAll(m, s, iterable, 1)
}

/** 1 where each item is in `s` (`wanted` 1), or none is (0); 0 with the first for which it is otherwise; or −1. */
function whetherAll(m: Machine, s: Address, iterable: Address, wanted: 0 | 1): number {
  const iterator = iterate(m, iterable)
  if (iterator === 0) return -1
  let result = 1
  for (let item = nextItem(m, iterator); item !== 0 && result === 1; ) {
    const has = hash(m, item) < 0 ? -1 : containsHashed(m, s, item, m.hashLow, m.hashHigh)
    decref(m, item)
    if (has !== wanted) result = has < 0 ? -1 : 0
    if (result === 1) item = nextItem(m, iterator)
  }
  decref(m, iterator)
  return m.error === 0 ? result : -1
}

/** Takes the items of `other` that are there out, and puts the others in. A status. */
export function toggleAll(m: Machine, s: Address, other: Address): number {
  if (s === other) {
    clearSet(m, s)
    return 0
  }
  if (isExactDict(m, other)) return toggleKeys(m, s, other)
  const items = isAnySet(m, other) ? incref(m, other) : setOf(m, nameOf(m, s), other)
  if (items === 0) return -1
  let status = 0
  for (let p = setNext(m, items, 0); p >= 0 && status >= 0; p = setNext(m, items, p)) status = toggle(m, s)
  decref(m, items)
  return status
}

function toggleKeys(m: Machine, s: Address, dict: Address): number {
  let status = 0
  for (let p = dictNext(m, dict, 0); p >= 0 && status >= 0; p = dictNext(m, dict, p)) {
    loadKeyHash(m, dict, p)
    status = toggle(m, s)
  }
  return status
}

/** What was found last, with its hash. */
function toggle(m: Machine, s: Address): number {
  const item = incref(m, m.dictKey)
  const low = m.hashLow
  const high = m.hashHigh
  let status = discardHashed(m, s, item, low, high)
  if (status === 0) status = addToSet(m, s, item, low, high)
  decref(m, item)
  return status < 0 ? -1 : 0
}

/** A new set of what an iterable gives; 0 with the error set. */
export function setOf(m: Machine, name: SetName, iterable: Address): Address {
  const set = newSet(m, name)
  if (set === 0 || updateSet(m, set, iterable) === 0) return set
  decref(m, set)
  return 0
}

/** Two sets exchange what they hold (set_swap_bodies). */
export function swapBodies(m: Machine, a: Address, b: Address): void {
  assert(m.i32[(a + OB_TYPE) >> 2] !== 0 && a !== b, 'two sets are exchanged')
  const isSmall = [a, b].map((s) => readSet(m, s, SET_TABLE) === s + SET_SMALL_TABLE)
  swapWords(m, a + SET_FILL, b + SET_FILL, SET_HASH - SET_FILL)
  swapWords(m, a + SET_SMALL_TABLE, b + SET_SMALL_TABLE, SET_WEAKREFS - SET_SMALL_TABLE)
  if (isSmall[1] === true) writeSet(m, a, SET_TABLE, a + SET_SMALL_TABLE)
  if (isSmall[0] === true) writeSet(m, b, SET_TABLE, b + SET_SMALL_TABLE)
}

function swapWords(m: Machine, a: Address, b: Address, bytes: number): void {
  const { i32 } = m
  const held = i32.slice(a >> 2, (a + bytes) >> 2)
  i32.copyWithin(a >> 2, b >> 2, (b + bytes) >> 2)
  i32.set(held, b >> 2)
}
