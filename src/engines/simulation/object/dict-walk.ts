/** Walking through the entries of a dict, in their order (PyDict_Next). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { entryBytes, entryKeyAt, keysSize } from './dict-keys.ts'
import { dictKeys, dictSize, dictValueOf, dictValues } from './dict-record.ts'
import { getValue, orderOf } from './dict-values.ts'
import { STR_HASH } from './str.ts'

/** The hash of the entry before `position`, as the dict keeps it, into m.hashLow and m.hashHigh. */
export function loadKeyHash(m: Machine, d: Address, position: number): void {
  const keys = dictKeys(m, d)
  const isGeneral = dictValues(m, d) === 0 && entryBytes(m, keys) === 24
  const at = (isGeneral ? entryKeyAt(m, keys, position - 1) - 8 : m.dictKey + STR_HASH) >> 2
  m.hashLow = m.i32[at] as number
  m.hashHigh = m.i32[at + 1] as number
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
