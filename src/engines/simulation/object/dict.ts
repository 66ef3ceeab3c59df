/**
 * Dicts: making, reading, writing, deleting (Objects/dictobject.c). Keeps true: an entry is stored before what it
 * replaces is released. Leaves out version tags and watchers. Whole-dict operations are in dict-copy.ts.
 */

import { gcAlloc, initObject, isTracked, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import {
  addEntry,
  DUMMY_INDEX,
  EMPTY_INDEX,
  entryKeyAt,
  findSlotOf,
  KEYS_SIZE_MIN,
  KeysKind,
  keysKind,
  keysLookupInterned,
  keysSize,
  keysUsable,
  newKeys,
  setKeysKind,
  tableSize,
  usableFraction,
  writeIndex,
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
import { insertionResize, resizeDict, makeKeysShared as shareKeys, sizeFor } from './dict-resize.ts'
import { appendOrder, getValue, newValues, orderOf, removeOrder } from './dict-values.ts'
import { FreeListOf, takeKept } from './free-lists.ts'
import { raiseKeyError } from './key-error.ts'
import { Kind } from './kinds.ts'
import { hash } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { STR_HASH } from './str.ts'
import { mayBeTracked } from './tracking.ts'

export { dictSize }

/** An empty dict, as a display makes it: from the free list if it can. */
export function newDict(m: Machine): Address {
  return newDictOf(m, m.emptyKeys, 0)
}

/** A dict over a table whose reference it takes over, and over the values that go with shared keys. */
export function newDictOf(m: Machine, keys: Address, values: Address): Address {
  let o = takeKept(m, FreeListOf.dict)
  if (o === 0) o = gcAlloc(m, m.typeByKind[Kind.dict] as number, DICT_BYTES)
  else initObject(m, o, m.typeByKind[Kind.dict] as number)
  return initDict(m, o, keys, values)
}

/** As a call of the type makes it: never from the free list. */
export function newCalledDict(m: Machine): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.dict] as number, DICT_BYTES)
  return initDict(m, o, m.dialect.dictCallMakesKeys ? newKeys(m, KEYS_SIZE_MIN, KeysKind.unicode) : m.emptyKeys, 0)
}

function initDict(m: Machine, o: Address, keys: Address, values: Address): Address {
  fillWords(m.i32, 0, (o + MA_USED) >> 2, (o + DICT_BYTES) >> 2)
  setDictTable(m, o, keys, values)
  if (m.semantics.dictTrackedAtBirth) track(m, o)
  return o
}

/** For a display of `count` entries; `isUnicode` where all keys are str (_PyDict_NewPresized, _PyDict_FromItems). */
export function newPresizedDict(m: Machine, count: number, isUnicode: boolean): Address {
  if (count <= usableFraction(KEYS_SIZE_MIN)) return newDict(m)
  const kind = isUnicode ? KeysKind.unicode : KeysKind.general
  return newDictOf(m, newKeys(m, sizeFor(m, Math.floor((count * 3 + 1) / 2)), kind), 0)
}

/** Up to 3.10: the dict of an instance, over its class's keys, to which it takes over a reference. */
export function newDictWithSharedKeys(m: Machine, keys: Address): Address {
  return newDictOf(m, keys, newValues(m, usableFraction(tableSize(m, keys))))
}

/** See dict-resize.ts. */
export function makeKeysShared(m: Machine, d: Address): Address {
  return shareKeys(m, d, (capacity) => newValues(m, capacity))
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

/** 1, 0 or −1. */
export function dictContains(m: Machine, d: Address, key: Address): number {
  if (hash(m, key) < 0) return -1
  const index = dictLookup(m, d, key, m.hashLow, m.hashHigh)
  if (index === LOOKUP_FAILED) return -1
  return index >= 0 && dictValueOf(m, d, index) !== 0 ? 1 : 0
}

export function dictSet(m: Machine, d: Address, key: Address, value: Address): number {
  if (hash(m, key) < 0) return -1
  return insertEntry(m, d, key, m.hashLow, m.hashHigh, value)
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
  const isString = kindOf(m, key) === Kind.str
  incref(m, key)
  incref(m, value)
  let index = EMPTY_INDEX
  if (dictKeys(m, d) === m.emptyKeys) {
    maintainTracking(m, d, key, value)
    setDictTable(m, d, newKeys(m, KEYS_SIZE_MIN, isString ? KeysKind.unicode : KeysKind.general), 0)
  } else {
    if (!isString && m.dialect.unicodeKeys && keysKind(m, dictKeys(m, d)) !== KeysKind.general) {
      insertionResize(m, d, false)
    }
    index = dictLookup(m, d, key, hashLow, hashHigh)
    if (index === LOOKUP_FAILED) {
      decref(m, value)
      decref(m, key)
      return -1
    }
    maintainTracking(m, d, key, value)
    if (dictValues(m, d) !== 0 && !m.semantics.attributesInClassOrder && isOutOfOrder(m, d, index)) {
      insertionResize(m, d, true)
      index = index >= 0 ? dictLookup(m, d, key, hashLow, hashHigh) : index
    }
  }
  if (index === EMPTY_INDEX) {
    addNew(m, d, key, isString, hashLow, hashHigh, value)
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

/** A split table up to 3.10 is filled in the order of its keys only. */
function isOutOfOrder(m: Machine, d: Address, index: number): boolean {
  if (index === EMPTY_INDEX) return dictSize(m, d) !== keysSize(m, dictKeys(m, d))
  return dictValueOf(m, d, index) === 0 && dictSize(m, d) !== index
}

/** Takes over the reference to the value, not that to the key. */
function addNew(
  m: Machine,
  d: Address,
  key: Address,
  isString: boolean,
  hashLow: number,
  hashHigh: number,
  value: Address,
): void {
  if (keysUsable(m, dictKeys(m, d)) <= 0) insertionResize(m, d, true)
  const keys = dictKeys(m, d)
  if (!isString && !m.dialect.unicodeKeys) setKeysKind(m, keys, KeysKind.general)
  const values = dictValues(m, d)
  const index = addEntry(m, keys, key, hashLow, hashHigh, values === 0 ? value : 0)
  if (values !== 0) {
    m.i32[dictValueAt(m, d, index) >> 2] = value
    if (m.semantics.attributesInClassOrder) appendOrder(m, values, index)
  }
  setDictSize(m, d, dictSize(m, d) + 1)
}

/** KeyError where the key is absent. */
export function dictDelete(m: Machine, d: Address, key: Address): number {
  if (hash(m, key) < 0) return -1
  const low = m.hashLow
  const high = m.hashHigh
  const index = dictLookup(m, d, key, low, high)
  if (index === LOOKUP_FAILED) return -1
  if (index === EMPTY_INDEX || dictValueOf(m, d, index) === 0) {
    raiseKeyError(m, key)
    return -1
  }
  decref(m, removeEntry(m, d, index, key, low, high))
  return 0
}

/** Takes an entry out, releases its key and gives its value. */
export function removeEntry(m: Machine, d: Address, index: number, key: Address, low: number, high: number): Address {
  if (dictValues(m, d) !== 0) {
    if (m.semantics.attributesInClassOrder) return removeSplit(m, d, index)
    resizeDict(m, d, tableSize(m, dictKeys(m, d)), true)
    index = dictLookup(m, d, key, low, high)
  }
  const keys = dictKeys(m, d)
  writeIndex(m, keys, tableSize(m, keys), findSlotOf(m, keys, low, high, index), DUMMY_INDEX)
  setDictSize(m, d, dictSize(m, d) - 1)
  const at = entryKeyAt(m, keys, index) >> 2
  const oldKey = m.i32[at] as number
  const value = m.i32[at + 2] as number
  m.i32[at] = 0
  m.i32[at + 2] = 0
  decref(m, oldKey)
  return value
}

/** Shared keys keep the name. */
function removeSplit(m: Machine, d: Address, index: number): Address {
  const at = dictValueAt(m, d, index) >> 2
  const value = m.i32[at] as number
  m.i32[at] = 0
  removeOrder(m, dictValues(m, d), index)
  setDictSize(m, d, dictSize(m, d) - 1)
  return value
}

/** Borrowed or 0; never fails. `name` is an interned string. */
export function dictGetInterned(m: Machine, d: Address, name: Address): Address {
  const index = keysLookupInterned(m, dictKeys(m, d), name)
  return index < 0 ? 0 : dictValueOf(m, d, index)
}

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

/** The position behind the next entry, whose key and value are then in m.dictKey and m.dictValue; −1 at the end. */
export function dictNext(m: Machine, d: Address, position: number): number {
  const keys = dictKeys(m, d)
  const values = dictValues(m, d)
  if (values !== 0 && m.semantics.attributesInClassOrder) {
    if (position >= dictSize(m, d)) return -1
    const index = orderOf(m, values, position)
    m.dictKey = m.i32[entryKeyAt(m, keys, index) >> 2] as number
    m.dictValue = getValue(m, values, index)
    return position + 1
  }
  const size = keysSize(m, keys)
  for (let i = position; i < size; i++) {
    const value = dictValueOf(m, d, i)
    if (value === 0) continue
    m.dictKey = m.i32[entryKeyAt(m, keys, i) >> 2] as number
    m.dictValue = value
    return i + 1
  }
  return -1
}
