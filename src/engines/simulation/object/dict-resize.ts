/** Another table for a dict (Objects/dictobject.c, dictresize, insertion_resize, clone_combined_dict_keys). */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import {
  entriesOf,
  entryBytes,
  entryKeyAt,
  findEmptySlot,
  freeKeys,
  KEYS_SIZE_MIN,
  KeysKind,
  keysBlockBytes,
  keysDecref,
  keysKind,
  keysSize,
  keysUsable,
  newKeys,
  setKeysKind,
  setKeysSize,
  setKeysUsable,
  tableSize,
  writeEntry,
  writeIndex,
} from './dict-keys.ts'
import { dictKeys, dictSize, dictValueOf, dictValues, setDictTable } from './dict-record.ts'
import { freeValues, orderOf } from './dict-values.ts'
import { incref } from './refcount.ts'
import { requestBlock } from './request-memory.ts'
import { STR_HASH } from './str.ts'

/**
 * A table size that is no smaller than `least`: the smallest up to 3.9; from 3.10 on by bits (calculate_keysize), which
 * gives 16 for 1 to 7, and twice the size for powers of two from 16 on.
 */
export function sizeFor(m: Machine, least: number): number {
  const wanted = m.dialect.version[1] >= 10 ? least | KEYS_SIZE_MIN : least
  let size = KEYS_SIZE_MIN
  while (size < wanted) size *= 2
  return size
}

/** Table size for so many entries at once (ESTIMATE_SIZE). */
export function estimatedSize(m: Machine, count: number): number {
  return sizeFor(m, Math.floor((count * 3 + 1) / 2))
}

/** For one more entry: three times what is used. `keepsUnicode` false: a key that is no str comes. A status. */
export function insertionResize(m: Machine, d: Address, keepsUnicode: boolean): number {
  return resizeDict(m, d, sizeFor(m, dictSize(m, d) * 3), keepsUnicode)
}

/** A table of its own of `size` slots, without gaps; a split table is combined. A status: −1 leaves all as it is. */
export function resizeDict(m: Machine, d: Address, size: number, keepsUnicode: boolean): number {
  const old = dictKeys(m, d)
  const values = dictValues(m, d)
  const isUnicode = keepsUnicode && keysKind(m, old) !== KeysKind.general
  const keys = newKeys(m, size, isUnicode ? KeysKind.unicode : KeysKind.general)
  if (keys === 0) return -1
  const count = dictSize(m, d)
  assert(count <= keysUsable(m, keys), 'a new table has room for what there is')
  let next = 0
  if (values !== 0) {
    next = copySplit(m, d, keys, old, values)
    keysDecref(m, old)
    freeValues(m, values)
  } else {
    const oldSize = keysSize(m, old)
    for (let i = 0; i < oldSize; i++) {
      const from = entryKeyAt(m, old, i)
      const value = m.i32[(from + 8) >> 2] as number
      if (value !== 0) copyEntry(m, keys, next++, old, from, value)
    }
    if (old !== m.emptyKeys) {
      assert((m.i32[old >> 2] as number) === 1, 'a combined table has one owner')
      freeKeys(m, old)
    }
  }
  assert(next === count, 'used-is-the-number-of-values')
  setKeysSize(m, keys, count)
  setKeysUsable(m, keys, keysUsable(m, keys) - count)
  setDictTable(m, d, keys, 0)
  return 0
}

/** The keys are shared, so that the new table has references of its own. */
function copySplit(m: Machine, d: Address, keys: Address, old: Address, values: Address): number {
  const inOrder = m.semantics.attributesInClassOrder
  const count = inOrder ? dictSize(m, d) : keysSize(m, old)
  let next = 0
  for (let i = 0; i < count; i++) {
    const index = inOrder ? orderOf(m, values, i) : i
    const value = dictValueOf(m, d, index)
    if (value === 0) continue
    const from = entryKeyAt(m, old, index)
    incref(m, m.i32[from >> 2] as number)
    copyEntry(m, keys, next++, old, from, value)
  }
  return next
}

/** `from` is the address of the old entry's key field. */
function copyEntry(m: Machine, keys: Address, index: number, old: Address, from: Address, value: Address): void {
  const key = m.i32[from >> 2] as number
  const hashAt = (entryBytes(m, old) === 24 ? from - 8 : key + STR_HASH) >> 2
  const low = m.i32[hashAt] as number
  const high = m.i32[hashAt + 1] as number
  writeEntry(m, keys, index, key, low, high, value)
  writeIndex(m, keys, tableSize(m, keys), findEmptySlot(m, keys, low, high), index)
}

/** A copy of a combined table in a block of the same size, with references of its own; gaps are copied too. 0 with MemoryError set. */
export function cloneKeys(m: Machine, old: Address): Address {
  const bytes = keysBlockBytes(m, old)
  const keys = requestBlock(m, bytes)
  if (keys === 0) return 0
  m.i32.copyWithin(keys >> 2, old >> 2, (old + bytes) >> 2)
  m.i32[keys >> 2] = 1
  const step = entryBytes(m, keys) >> 2
  let at = (entriesOf(m, keys) >> 2) + step - 4
  for (let i = keysSize(m, keys); i > 0; i--, at += step) {
    if (m.i32[at + 2] === 0) continue
    incref(m, m.i32[at] as number)
    incref(m, m.i32[at + 2] as number)
  }
  return keys
}

/**
 * Up to 3.10: makes the table of an instance's dict, which had to be given one of its own, the shared one of the class
 * again; gives it with a new reference, or 0 where that cannot be (make_keys_shared), with MemoryError where for want of memory.
 */
export function makeKeysShared(m: Machine, d: Address, newValuesOf: (capacity: number) => Address): Address {
  const keys = dictKeys(m, d)
  if (dictValues(m, d) !== 0) {
    m.i32[keys >> 2] = (m.i32[keys >> 2] as number) + 1
    return keys
  }
  if (keysKind(m, keys) === KeysKind.general || keysSize(m, keys) !== dictSize(m, d)) return 0
  const count = keysSize(m, keys)
  const values = newValuesOf(Math.floor((tableSize(m, keys) * 2) / 3))
  if (values === 0) return 0
  for (let i = 0; i < count; i++) {
    const at = (entryKeyAt(m, keys, i) + 8) >> 2
    m.i32[(values + 8 * i) >> 2] = m.i32[at] as number
    m.i32[at] = 0
  }
  setKeysKind(m, keys, KeysKind.split)
  setDictTable(m, d, keys, values)
  m.i32[keys >> 2] = (m.i32[keys >> 2] as number) + 1
  return keys
}
