/**
 * The record of a dict and the search in its keys (Objects/dictobject.c, lookdict, _Py_dict_lookup).
 *
 *   0 ob_refcnt   8 ob_type   16 ma_used   24 ma_version_tag   32 ma_keys   40 ma_values (split tables)
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import {
  DUMMY_INDEX,
  EMPTY_INDEX,
  entriesOf,
  entryBytes,
  entryKeyAt,
  KeysKind,
  keysKind,
  readIndex,
  setKeysKind,
  tableSize,
} from './dict-keys.ts'
import { getValue, valueAt } from './dict-values.ts'
import { Kind } from './kinds.ts'
import { equal } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { isSameText, STR_HASH } from './str.ts'

export const DICT_BYTES = 48
export const MA_USED = 16
export const MA_KEYS = 32
export const MA_VALUES = 40
/** What a search gives when a comparison failed; `m.error` is set. */
export const LOOKUP_FAILED = -3

export function isDict(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.dict || kind === Kind.dictSubclass
}

/** No subclass (PyDict_CheckExact). */
export function isExactDict(m: Machine, o: Address): boolean {
  return m.i32[(o + 8) >> 2] === m.typeByKind[Kind.dict]
}

export function dictSize(m: Machine, d: Address): number {
  return m.i32[(d + MA_USED) >> 2] as number
}

export function setDictSize(m: Machine, d: Address, size: number): void {
  m.i32[(d + MA_USED) >> 2] = size
}

/** The keys block; borrowed. */
export function dictKeys(m: Machine, d: Address): Address {
  return m.i32[(d + MA_KEYS) >> 2] as number
}

/** The values of a split table; 0 for a table of its own. */
export function dictValues(m: Machine, d: Address): Address {
  return m.i32[(d + MA_VALUES) >> 2] as number
}

export function setDictTable(m: Machine, d: Address, keys: Address, values: Address): void {
  m.i32[(d + MA_KEYS) >> 2] = keys
  m.i32[(d + MA_VALUES) >> 2] = values
}

/** Address of the value of entry `index`, wherever it lies. */
export function dictValueAt(m: Machine, d: Address, index: number): Address {
  const values = dictValues(m, d)
  return values === 0 ? entryKeyAt(m, dictKeys(m, d), index) + 8 : valueAt(m, values, index)
}

/** Borrowed; 0 where the entry has no value. */
export function dictValueOf(m: Machine, d: Address, index: number): Address {
  const values = dictValues(m, d)
  if (values !== 0) return getValue(m, values, index)
  return m.i32[(entryKeyAt(m, dictKeys(m, d), index) + 8) >> 2] as number
}

/**
 * Index of the entry with a key equal to `key`, EMPTY_INDEX or LOOKUP_FAILED. A comparison may run program code; where it
 * changed the dict, the search begins anew.
 */
export function dictLookup(m: Machine, d: Address, key: Address, hashLow: number, hashHigh: number): number {
  const isString = kindOf(m, key) === Kind.str
  const keys = dictKeys(m, d)
  if (!isString && !m.dialect.unicodeKeys && keys !== m.emptyKeys && keysKind(m, keys) === KeysKind.unicode) {
    // Up to 3.10 the first search for another type of key makes the table a general one.
    setKeysKind(m, keys, KeysKind.general)
  }
  for (;;) {
    const found = search(m, d, key, isString, hashLow, hashHigh)
    if (found !== DUMMY_INDEX) return found
  }
}

/** DUMMY_INDEX: the dict was changed meanwhile. */
function search(m: Machine, d: Address, key: Address, isString: boolean, hashLow: number, hashHigh: number): number {
  const { i32 } = m
  const keys = dictKeys(m, d)
  const size = tableSize(m, keys)
  const mask = size - 1
  const bytes = entryBytes(m, keys)
  const first = entriesOf(m, keys) + bytes - 16
  let low = hashLow
  let high = hashHigh
  let slot = low & mask
  for (;;) {
    const index = readIndex(m, keys, size, slot)
    if (index === EMPTY_INDEX) return EMPTY_INDEX
    if (index >= 0) {
      const at = (first + index * bytes) >> 2
      const other = i32[at] as number
      if (other === key) return index
      const hashAt = bytes === 24 ? at - 2 : (other + STR_HASH) >> 2
      if (i32[hashAt] === hashLow && i32[hashAt + 1] === hashHigh) {
        const isEqual =
          isString && kindOf(m, other) === Kind.str
            ? isSameText(m, other, key)
              ? 1
              : 0
            : compareKeys(m, d, keys, at, other, key)
        if (isEqual === 1) return index
        if (isEqual !== 0) return isEqual
      }
    }
    low = (low >>> 5) | (high << 27)
    high >>>= 5
    slot = (Math.imul(slot, 5) + low + 1) & mask
  }
}

/** 1, 0, LOOKUP_FAILED, or DUMMY_INDEX where the table is not what it was. */
function compareKeys(m: Machine, d: Address, keys: Address, at: number, other: Address, key: Address): number {
  incref(m, other)
  const isEqual = equal(m, other, key)
  decref(m, other)
  if (isEqual < 0) return LOOKUP_FAILED
  return dictKeys(m, d) === keys && m.i32[at] === other ? isEqual : DUMMY_INDEX
}
