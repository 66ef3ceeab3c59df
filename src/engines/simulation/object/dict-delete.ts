/** Entries that leave a dict (delitem_common, _PyDict_DelItem_KnownHash in Objects/dictobject.c). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { DUMMY_INDEX, EMPTY_INDEX, entryKeyAt, findSlotOf, tableSize, writeIndex } from './dict-keys.ts'
import {
  dictKeys,
  dictLookup,
  dictSize,
  dictValueAt,
  dictValueOf,
  dictValues,
  LOOKUP_FAILED,
  setDictSize,
} from './dict-record.ts'
import { resizeDict } from './dict-resize.ts'
import { removeOrder } from './dict-values.ts'
import { raiseKeyError } from './key-error.ts'
import { hash } from './protocol.ts'
import { decref } from './refcount.ts'
import { granted } from './request-memory.ts'

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
    granted(m, () => resizeDict(m, d, tableSize(m, dictKeys(m, d)), true))
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
