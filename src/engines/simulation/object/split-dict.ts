/** Dicts of instances, whose keys a class shares and whose values lie in a block of their own (new_dict_with_shared_keys). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newDict, newDictOf } from './dict.ts'
import { keysDecref, keysIncref, tableSize, usableFraction } from './dict-keys.ts'
import { setDictTable } from './dict-record.ts'
import { makeKeysShared as shareKeys } from './dict-resize.ts'
import { newValues } from './dict-values.ts'

/** Up to 3.10: the dict of an instance, over its class's keys, to which it takes over a reference. */
export function newDictWithSharedKeys(m: Machine, keys: Address): Address {
  return newDictOfValues(m, keys, newValues(m, usableFraction(tableSize(m, keys))))
}

/** A dict over the values of an instance, which stay as they are where there is no memory for it. */
export function newDictOverValues(m: Machine, keys: Address, values: Address): Address {
  const dict = newDict(m)
  if (dict !== 0) setDictTable(m, dict, keysIncref(m, keys), values)
  return dict
}

/** A dict over shared keys, taken over, and new values, 0 where there was no memory for those. */
export function newDictOfValues(m: Machine, keys: Address, values: Address): Address {
  if (values !== 0) return newDictOf(m, keys, values)
  keysDecref(m, keys)
  return 0
}

/** See dict-resize.ts. */
export function makeKeysShared(m: Machine, d: Address): Address {
  return shareKeys(m, d, (capacity) => newValues(m, capacity))
}
