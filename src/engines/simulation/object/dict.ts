/**
 * Dicts: making, reading, writing, deleting (Objects/dictobject.c). Keeps true: an entry is stored before what it
 * replaces is released. Leaves out version tags and watchers. Whole-dict operations are in dict-copy.ts.
 */

import { gcAlloc, initObject, isTracked, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { removeEntry } from './dict-delete.ts'
import {
  addEntry,
  EMPTY_INDEX,
  KEYS_SIZE_MIN,
  KeysKind,
  keysDecref,
  keysKind,
  keysLookupInterned,
  keysSize,
  keysUsable,
  newKeys,
  setKeysKind,
  usableFraction,
} from './dict-keys.ts'
import {
  DICT_BYTES,
  dictKeys,
  dictLookup,
  dictSize,
  dictValueAt,
  dictValueOf,
  dictValues,
  LOOKUP_FAILED,
  MA_USED,
  setDictSize,
  setDictTable,
} from './dict-record.ts'
import { insertionResize, sizeFor } from './dict-resize.ts'
import { appendOrder, freeValues } from './dict-values.ts'
import { FreeListOf, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { hash } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { STR_HASH } from './str.ts'
import { mayBeTracked } from './tracking.ts'

export { dictSize }

/** An empty dict, as a display makes it: from the free list if it can. 0 with MemoryError set. */
export function newDict(m: Machine): Address {
  return newDictOf(m, m.emptyKeys, 0)
}

/** A dict over a table whose reference it takes over, and over the values that go with shared keys; 0: both are given up. */
export function newDictOf(m: Machine, keys: Address, values: Address): Address {
  let o = takeKept(m, FreeListOf.dict)
  if (o !== 0) initObject(m, o, m.typeByKind[Kind.dict] as number)
  else {
    o = gcAlloc(m, m.typeByKind[Kind.dict] as number, DICT_BYTES)
    if (o === 0) {
      if (keys !== m.emptyKeys) keysDecref(m, keys)
      if (values !== 0) freeValues(m, values)
      return 0
    }
  }
  return initDict(m, o, keys, values)
}

/** As a call of the type makes it: never from the free list. */
export function newCalledDict(m: Machine): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.dict] as number, DICT_BYTES)
  return o === 0 ? 0 : withCalledTable(m, initDict(m, o, m.emptyKeys, 0))
}

/** Takes over a dict without a table and gives it with the one that a call of its type makes; 0 with MemoryError set. */
export function withCalledTable(m: Machine, o: Address): Address {
  if (!m.dialect.dictCallMakesKeys) return o
  const keys = newKeys(m, KEYS_SIZE_MIN, KeysKind.unicode)
  if (keys !== 0) setDictTable(m, o, keys, 0)
  else decref(m, o)
  return keys === 0 ? 0 : o
}

export function initDict(m: Machine, o: Address, keys: Address, values: Address): Address {
  fillWords(m.i32, 0, (o + MA_USED) >> 2, (o + DICT_BYTES) >> 2)
  setDictTable(m, o, keys, values)
  if (m.semantics.dictTrackedAtBirth) track(m, o)
  return o
}

/** For a display of `count` entries; `isUnicode` where all keys are str (_PyDict_NewPresized, _PyDict_FromItems). */
export function newPresizedDict(m: Machine, count: number, isUnicode: boolean): Address {
  if (count <= usableFraction(KEYS_SIZE_MIN)) return newDict(m)
  const kind = isUnicode ? KeysKind.unicode : KeysKind.general
  const keys = newKeys(m, sizeFor(m, Math.floor((count * 3 + 1) / 2)), kind)
  return keys === 0 ? 0 : newDictOf(m, keys, 0)
}

function maintainTracking(m: Machine, d: Address, key: Address, value: Address): void {
  if (isTracked(m, d)) return
  if (mayBeTracked(m, key) || mayBeTracked(m, value)) track(m, d)
}

/** Borrowed; 0 where it is absent or, with m.error set, where hash or comparison failed. */
export function dictGet(m: Machine, d: Address, key: Address): Address {
  if (hash(m, key) < 0) return 0
  const index = dictLookup(m, d, key, m.hashLow, m.hashHigh)
  return index >= 0 ? dictValueOf(m, d, index) : 0
}

/** The same with the hash that somebody keeps (_PyDict_GetItem_KnownHash). */
export function dictGetHashed(m: Machine, d: Address, key: Address, low: number, high: number): Address {
  const index = dictLookup(m, d, key, low, high)
  return index >= 0 ? dictValueOf(m, d, index) : 0
}

/** 1, 0 or −1. */
export function dictContains(m: Machine, d: Address, key: Address): number {
  if (hash(m, key) < 0) return -1
  return dictContainsHashed(m, d, key, m.hashLow, m.hashHigh)
}

export function dictContainsHashed(m: Machine, d: Address, key: Address, low: number, high: number): number {
  const index = dictLookup(m, d, key, low, high)
  if (index === LOOKUP_FAILED) return -1
  return index >= 0 && dictValueOf(m, d, index) !== 0 ? 1 : 0
}

export function dictSet(m: Machine, d: Address, key: Address, value: Address): number {
  if (kindOf(m, key) !== Kind.str && m.semantics.storeHoldsFirst) return dictSetHeld(m, d, key, value)
  if (hash(m, key) < 0) return -1
  return insertEntry(m, d, key, m.hashLow, m.hashHigh, value)
}

/** Key and value are held while the hash is asked for (_PyDict_SetItem_Take2, 3.11+). */
function dictSetHeld(m: Machine, d: Address, key: Address, value: Address): number {
  incref(m, key)
  incref(m, value)
  const status = hash(m, key) < 0 ? -1 : insertEntry(m, d, key, m.hashLow, m.hashHigh, value)
  decref(m, value)
  decref(m, key)
  return status
}

/** A status (insertdict). Takes new references. */
export function insertEntry(
  m: Machine,
  d: Address,
  key: Address,
  hashLow: number,
  hashHigh: number,
  value: Address,
): number {
  return insertOrKeep(m, d, key, hashLow, hashHigh, value, false)
}

/** What the dict has for the key, or `value` where it has nothing, which it has then (PyDict_SetDefault); 0 with an error. Borrowed. */
export function dictSetDefault(
  m: Machine,
  d: Address,
  key: Address,
  low: number,
  high: number,
  value: Address,
): Address {
  const status = insertOrKeep(m, d, key, low, high, value, true)
  return status < 0 ? 0 : status === 0 ? value : status
}

/** `keeps`: a value that is there stays, and is given. */
function insertOrKeep(
  m: Machine,
  d: Address,
  key: Address,
  hashLow: number,
  hashHigh: number,
  value: Address,
  keeps: boolean,
): number {
  const isString = kindOf(m, key) === Kind.str
  incref(m, key)
  incref(m, value)
  let index = EMPTY_INDEX
  if (dictKeys(m, d) === m.emptyKeys) {
    const keys = newKeys(m, KEYS_SIZE_MIN, isString ? KeysKind.unicode : KeysKind.general)
    if (keys === 0) return notInserted(m, key, value)
    maintainTracking(m, d, key, value)
    setDictTable(m, d, keys, 0)
  } else {
    if (!m.dialect.keysKindAskedLast && makeGeneral(m, d, isString) < 0) return notInserted(m, key, value)
    index = dictLookup(m, d, key, hashLow, hashHigh)
    if (index === LOOKUP_FAILED) return notInserted(m, key, value)
    const known = keeps && index >= 0 ? dictValueOf(m, d, index) : 0
    if (known !== 0) {
      notInserted(m, key, value)
      return known
    }
    maintainTracking(m, d, key, value)
    if (dictValues(m, d) !== 0 && !m.semantics.attributesInClassOrder && isOutOfOrder(m, d, index)) {
      if (insertionResize(m, d, true) < 0) return notInserted(m, key, value)
      index = index >= 0 ? dictLookup(m, d, key, hashLow, hashHigh) : index
    }
  }
  if (index === EMPTY_INDEX) {
    if (addNew(m, d, key, isString, hashLow, hashHigh, value) < 0) return notInserted(m, key, value)
    decref(m, key)
    return 0
  }
  const at = dictValueAt(m, d, index) >> 2
  const old = m.i32[at] as number
  m.i32[at] = value
  if (old === 0) {
    setDictSize(m, d, dictSize(m, d) + 1)
    if (m.semantics.attributesInClassOrder) appendOrder(m, dictValues(m, d), index)
  } else decref(m, old)
  decref(m, key)
  return 0
}

/** A table for strings becomes one for any key where the key is no string: a new one from 3.11 on, or if shared. A status. */
function makeGeneral(m: Machine, d: Address, isString: boolean): number {
  const keys = dictKeys(m, d)
  if (isString || keysKind(m, keys) === KeysKind.general) return 0
  if (m.dialect.unicodeKeys || dictValues(m, d) !== 0) return insertionResize(m, d, false)
  setKeysKind(m, keys, KeysKind.general)
  return 0
}

function notInserted(m: Machine, key: Address, value: Address): -1 {
  decref(m, value)
  decref(m, key)
  return -1
}

/** A split table up to 3.10 is filled in the order of its keys only. */
function isOutOfOrder(m: Machine, d: Address, index: number): boolean {
  if (index === EMPTY_INDEX) return dictSize(m, d) !== keysSize(m, dictKeys(m, d))
  return dictValueOf(m, d, index) === 0 && dictSize(m, d) !== index
}

/** Takes over the reference to the value, not that to the key. A status: −1 takes nothing. */
function addNew(
  m: Machine,
  d: Address,
  key: Address,
  isString: boolean,
  hashLow: number,
  hashHigh: number,
  value: Address,
): number {
  if (m.dialect.keysKindAskedLast && makeGeneral(m, d, isString) < 0) return -1
  if (keysUsable(m, dictKeys(m, d)) <= 0 && insertionResize(m, d, true) < 0) return -1
  const keys = dictKeys(m, d)
  const values = dictValues(m, d)
  const index = addEntry(m, keys, key, hashLow, hashHigh, values === 0 ? value : 0)
  if (values !== 0) {
    m.i32[dictValueAt(m, d, index) >> 2] = value
    if (m.semantics.attributesInClassOrder) appendOrder(m, values, index)
  }
  setDictSize(m, d, dictSize(m, d) + 1)
  return 0
}

/** Borrowed or 0; never fails. `name` is an interned string. */
export function dictGetInterned(m: Machine, d: Address, name: Address): Address {
  const index = keysLookupInterned(m, dictKeys(m, d), name)
  return index < 0 ? 0 : dictValueOf(m, d, index)
}

/** A status. */
export function dictSetInterned(m: Machine, d: Address, name: Address, value: Address): number {
  const index = dictValues(m, d) === 0 ? keysLookupInterned(m, dictKeys(m, d), name) : EMPTY_INDEX
  if (index >= 0) {
    maintainTracking(m, d, name, value)
    const at = dictValueAt(m, d, index) >> 2
    const old = m.i32[at] as number
    m.i32[at] = incref(m, value)
    decref(m, old)
    return 0
  }
  const at = (name + STR_HASH) >> 2
  return insertEntry(m, d, name, m.i32[at] as number, m.i32[at + 1] as number, value)
}

/** 1 deleted, 0 absent. */
export function dictDeleteInterned(m: Machine, d: Address, name: Address): number {
  const index = keysLookupInterned(m, dictKeys(m, d), name)
  if (index < 0 || dictValueOf(m, d, index) === 0) return 0
  const at = (name + STR_HASH) >> 2
  decref(m, removeEntry(m, d, index, name, m.i32[at] as number, m.i32[at + 1] as number))
  return 1
}
