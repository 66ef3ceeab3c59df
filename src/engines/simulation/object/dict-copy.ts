/** Whole dicts: copy, update from another dict or from pairs (PyDict_Copy, dict_merge, PyDict_MergeFromSeq2). */

import { isTracked, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { boundNative } from './attribute.ts'
import { dictNext, dictSet, insertEntry, newDict, newDictOf } from './dict.ts'
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
import { dictKeys, dictSize, dictValueOf, dictValues, isDict, setDictSize, setDictTable } from './dict-record.ts'
import { cloneKeys, estimatedSize, resizeDict } from './dict-resize.ts'
import { appendOrder, newValues, orderOf, orderSize, valueAt } from './dict-values.ts'
import { isList, listItem, listSize } from './list.ts'
import { iterate, nextItem } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref } from './refcount.ts'
import { STR_HASH } from './str.ts'
import { isTuple, tupleItem, tupleSize } from './tuple.ts'

export function copyDict(m: Machine, d: Address): Address {
  const used = dictSize(m, d)
  if (used === 0) return newDict(m)
  if (dictValues(m, d) !== 0) return copySplit(m, d)
  const keys = dictKeys(m, d)
  if (used >= Math.floor((keysSize(m, keys) * 2) / 3)) {
    const copy = newDictOf(m, cloneKeys(m, keys), 0)
    setDictSize(m, copy, used)
    trackAs(m, copy, d)
    return copy
  }
  const copy = newDict(m)
  mergeDict(m, copy, d)
  return copy
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
  const count = Math.min(capacity, keysSize(m, keys))
  for (let i = 0; i < count; i++) {
    const value = dictValueOf(m, d, i)
    if (value !== 0) m.i32[valueAt(m, values, i) >> 2] = incref(m, value)
  }
  if (m.semantics.attributesInClassOrder) {
    for (let i = 0, size = orderSize(m, from); i < size; i++) appendOrder(m, values, orderOf(m, from, i))
  }
  const copy = newDictOf(m, keysIncref(m, keys), values)
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
  if (dictSize(m, d) === 0 && m.dialect.version[1] >= 10 && isClean(m, other)) {
    const old = dictKeys(m, d)
    if (dictValues(m, d) === 0) {
      setDictTable(m, d, cloneKeys(m, dictKeys(m, other)), 0)
      setDictSize(m, d, dictSize(m, other))
      if (old !== m.emptyKeys) keysDecref(m, old)
      trackAs(m, d, other)
      return 0
    }
  }
  if (usableFraction(tableSize(m, dictKeys(m, d))) < dictSize(m, other)) {
    const isUnicode = keysKind(m, dictKeys(m, other)) !== KeysKind.general
    resizeDict(m, d, estimatedSize(m, dictSize(m, d) + dictSize(m, other)), isUnicode)
  }
  return insertAll(m, d, other)
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

/** What `dict(x)` and `d.update(x)` take: a dict, or an iterable of pairs. A status. */
export function updateDict(m: Machine, d: Address, from: Address): number {
  if (isDict(m, from)) {
    // Up to 3.8 it is the method `keys` that tells a mapping, dicts included.
    if (m.dialect.version[1] <= 8) decref(m, boundNative(m, from, 'keys'))
    return mergeDict(m, d, from)
  }
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

/** Another kind of iterable of two. */
function insertIteratedPair(m: Machine, d: Address, pair: Address): number {
  const iterator = iterate(m, pair)
  if (iterator === 0) return -1
  const items: Address[] = []
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) items.push(item)
  decref(m, iterator)
  let status = m.error === 0 ? 0 : -1
  if (status === 0) {
    status = items.length === 2 ? dictSet(m, d, items[0] as number, items[1] as number) : wrongLength(m)
  }
  for (const item of items) decref(m, item)
  return status
}
