/** Whole dicts: copy, update from another dict or from pairs (PyDict_Copy, dict_merge, PyDict_MergeFromSeq2). */

import { isTracked, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { boundNative } from './attribute.ts'
import { dictSet, insertEntry, newDict, newDictOf } from './dict.ts'
import {
  entryBytes,
  entryKeyAt,
  KEYS_SIZE_MIN,
  KeysKind,
  keysDecref,
  keysIncref,
  keysKind,
  keysSize,
  tableSize,
  usableFraction,
} from './dict-keys.ts'
import {
  dictKeys,
  dictSize,
  dictValueOf,
  dictValues,
  isDict,
  isExactDict,
  setDictSize,
  setDictTable,
} from './dict-record.ts'
import { cloneKeys, estimatedSize, resizeDict } from './dict-resize.ts'
import { appendOrder, freeValues, newValues, orderOf, orderSize, valueAt } from './dict-values.ts'
import { dictNext } from './dict-walk.ts'
import { Kind } from './kinds.ts'
import { isList, listItem, listSize, newList } from './list.ts'
import { listExtend } from './list-extend.ts'
import { getAttribute, getItem, iterate, nextItem } from './protocol.ts'
import { clearError, raise } from './raise.ts'
import { decref, incref, kindOf, slotsOf, typeOf } from './refcount.ts'
import { newDictOfValues } from './split-dict.ts'
import { intern, STR_HASH } from './str.ts'
import { isTuple, tupleItem, tupleSize } from './tuple.ts'
import { isSubtypeOf, lookupInType } from './type-lookup.ts'

export function copyDict(m: Machine, d: Address): Address {
  const used = dictSize(m, d)
  if (used === 0) return newDict(m)
  if (dictValues(m, d) !== 0) return copySplit(m, d)
  const keys = dictKeys(m, d)
  // Up to 3.9 a subclass is copied entry by entry.
  const mayClone = m.dialect.version[1] >= 10 || isExactDict(m, d)
  if (mayClone && used >= Math.floor((keysSize(m, keys) * 2) / 3)) {
    const clone = cloneKeys(m, keys)
    const copy = clone === 0 ? 0 : newDictOf(m, clone, 0)
    if (copy === 0) return 0
    setDictSize(m, copy, used)
    trackAs(m, copy, d)
    return copy
  }
  const copy = newDict(m)
  if (copy === 0 || mergeDict(m, copy, d) === 0) return copy
  decref(m, copy)
  return 0
}

function trackAs(m: Machine, copy: Address, d: Address): void {
  if (isTracked(m, d) && !isTracked(m, copy)) track(m, copy)
}

/** Shares the keys too. */
function copySplit(m: Machine, d: Address): Address {
  const keys = dictKeys(m, d)
  const from = dictValues(m, d)
  const capacity = sharedUsable(m, keys)
  const values = newValues(m, capacity)
  const copy = newDictOfValues(m, keysIncref(m, keys), values)
  if (copy === 0) return 0
  const count = Math.min(capacity, keysSize(m, keys))
  for (let i = 0; i < count; i++) {
    const value = dictValueOf(m, d, i)
    if (value !== 0) m.i32[valueAt(m, values, i) >> 2] = incref(m, value)
  }
  if (m.semantics.attributesInClassOrder) {
    for (let i = 0, size = orderSize(m, from); i < size; i++) appendOrder(m, values, orderOf(m, from, i))
  }
  setDictSize(m, copy, dictSize(m, d))
  trackAs(m, copy, d)
  return copy
}

/** How many values a block for these shared keys has. */
export function sharedUsable(m: Machine, keys: Address): number {
  if (!m.dialect.unicodeKeys) return usableFraction(tableSize(m, keys))
  return keysSize(m, keys) + (m.i32[(keys + 16) >> 2] as number)
}

/** Everything of a dict into another one. A status. */
export function mergeDict(m: Machine, d: Address, other: Address): number {
  if (d === other || dictSize(m, other) === 0) return 0
  const mayClone = m.dialect.version[1] >= 10 && (dictValues(m, d) === 0 || m.semantics.dictOwnsValues)
  if (dictSize(m, d) === 0 && mayClone && isClean(m, other)) return takeClone(m, d, other)
  if (usableFraction(tableSize(m, dictKeys(m, d))) < dictSize(m, other)) {
    const isUnicode = keysKind(m, dictKeys(m, other)) !== KeysKind.general
    if (resizeDict(m, d, estimatedSize(m, dictSize(m, d) + dictSize(m, other)), isUnicode) < 0) return -1
  }
  return insertAll(m, d, other)
}

/** The empty dict gets the table of the other one, in place of its own or of values in the order of a class. A status. */
function takeClone(m: Machine, d: Address, other: Address): number {
  const keys = dictKeys(m, d)
  const values = dictValues(m, d)
  const clone = cloneKeys(m, dictKeys(m, other))
  if (clone === 0) return -1
  setDictTable(m, d, clone, 0)
  setDictSize(m, d, dictSize(m, other))
  if (keys !== m.emptyKeys) keysDecref(m, keys)
  if (values !== 0) freeValues(m, values)
  trackAs(m, d, other)
  return 0
}

/** A table that a new one of the same entries would look like. */
function isClean(m: Machine, other: Address): boolean {
  const keys = dictKeys(m, other)
  const size = tableSize(m, keys)
  const used = dictSize(m, other)
  if (dictValues(m, other) !== 0 || used !== keysSize(m, keys)) return false
  return size === KEYS_SIZE_MIN || usableFraction(size / 2) < used
}

function insertAll(m: Machine, d: Address, other: Address): number {
  const size = keysSize(m, dictKeys(m, other))
  for (let p = dictNext(m, other, 0); p >= 0; p = dictNext(m, other, p)) {
    const key = incref(m, m.dictKey)
    const value = incref(m, m.dictValue)
    const keys = dictKeys(m, other)
    const hashAt = (hasHashes(m, other, keys) ? entryKeyAt(m, keys, p - 1) - 8 : key + STR_HASH) >> 2
    const status = insertEntry(m, d, key, m.i32[hashAt] as number, m.i32[hashAt + 1] as number, value)
    decref(m, value)
    decref(m, key)
    if (status < 0) return -1
    if (size === keysSize(m, dictKeys(m, other))) continue
    raise(m, 'RuntimeError', 'dict mutated during update')
    return -1
  }
  return 0
}

function hasHashes(m: Machine, d: Address, keys: Address): boolean {
  return dictValues(m, d) === 0 && entryBytes(m, keys) === 24
}

/** What `dict(x)` and `d.update(x)` take: a dict, what has a method `keys`, or an iterable of pairs. A status. */
export function updateDict(m: Machine, d: Address, from: Address): number {
  // Up to 3.8 it is the method `keys` that tells a mapping, dicts included.
  if (isExactDict(m, from)) {
    if (m.dialect.version[1] <= 8 && !asksFor(m, from, 'keys')) return -1
    return mergeDict(m, d, from)
  }
  const method = lookForKeys(m, from)
  if (method !== 0) {
    decref(m, method)
    return isDict(m, from) && !iteratesItself(m, from) ? mergeDict(m, d, from) : mergeMapping(m, d, from)
  }
  if (m.error !== 0) return -1
  const iterator = iterate(m, from)
  if (iterator === 0) return -1
  for (let pair = nextItem(m, iterator); pair !== 0; pair = nextItem(m, iterator)) {
    const status = insertPair(m, d, pair)
    decref(m, pair)
    if (status < 0) break
  }
  decref(m, iterator)
  return m.error === 0 ? 0 : -1
}

/** Makes the method and drops it. */
function asksFor(m: Machine, from: Address, name: string): boolean {
  const method = boundNative(m, from, name)
  if (method !== 0) decref(m, method)
  return method !== 0
}

/** The attribute `keys`: a new reference, or 0, with an error set where it could not be looked for. */
function lookForKeys(m: Machine, from: Address): Address {
  // No error is made to be dropped (_PyObject_LookupAttr).
  const { methods } = slotsOf(m, from)
  if (kindOf(m, from) !== Kind.instance && methods !== undefined && !('keys' in methods)) return 0
  const found = getAttribute(m, from, intern(m, 'keys'))
  if (found === 0 && isSubtypeOf(m, typeOf(m, m.error), m.types['AttributeError'] as number)) clearError(m)
  return found
}

/** A class of the program says how its instances are iterated over. */
function iteratesItself(m: Machine, from: Address): boolean {
  return lookupInType(m, typeOf(m, from), m.names['__iter__'] as number) !== 0
}

/** By a list of the keys, and each item by its key (dict_merge, PyMapping_Keys). */
function mergeMapping(m: Machine, d: Address, from: Address): number {
  const method = getAttribute(m, from, intern(m, 'keys'))
  if (method === 0) return -1
  const given = m.services.call(m, method, [])
  decref(m, method)
  if (given === 0) return -1
  const givenIterator = iterate(m, given)
  decref(m, given)
  if (givenIterator === 0) return -1
  const keys = listOfIterator(m, givenIterator)
  decref(m, givenIterator)
  if (keys === 0) return -1
  const iterator = iterate(m, keys)
  decref(m, keys)
  if (iterator === 0) return -1
  let status = 0
  for (let key = nextItem(m, iterator); key !== 0; key = nextItem(m, iterator)) {
    const value = getItem(m, from, key)
    status = value === 0 ? -1 : dictSet(m, d, key, value)
    if (value !== 0) decref(m, value)
    decref(m, key)
    if (status < 0) break
  }
  decref(m, iterator)
  return status
}

/** What an iterator gives (PySequence_Fast); 0 with an error set. */
function listOfIterator(m: Machine, iterator: Address): Address {
  const list = newList(m, 0)
  if (list === 0 || listExtend(m, list, iterator) === 0) return list
  decref(m, list)
  return 0
}

function insertPair(m: Machine, d: Address, pair: Address): number {
  const isFromList = isList(m, pair)
  if (!isFromList && !isTuple(m, pair)) return insertIteratedPair(m, d, pair)
  if ((isFromList ? listSize(m, pair) : tupleSize(m, pair)) !== 2) return wrongLength(m)
  const key = incref(m, isFromList ? listItem(m, pair, 0) : tupleItem(m, pair, 0))
  const value = incref(m, isFromList ? listItem(m, pair, 1) : tupleItem(m, pair, 1))
  const status = dictSet(m, d, key, value)
  decref(m, key)
  decref(m, value)
  return status
}

function wrongLength(m: Machine): number {
  raise(m, 'ValueError', 'dictionary update sequence element has the wrong length; 2 is required')
  return -1
}

/** Another kind of iterable of two, by way of a list. */
function insertIteratedPair(m: Machine, d: Address, pair: Address): number {
  const iterator = iterate(m, pair)
  if (iterator === 0) return -1
  const items = listOfIterator(m, iterator)
  decref(m, iterator)
  if (items === 0) return -1
  const status = insertPair(m, d, items)
  decref(m, items)
  return status
}
