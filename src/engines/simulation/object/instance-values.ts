/**
 * Where an instance keeps its attributes (Objects/dictobject.c: _PyObject_InitializeDict, _PyObjectDict_SetItem,
 * _PyObject_StoreInstanceAttribute, make_dict_from_instance_attributes, _PyObject_SetManagedDict). Keeps true: values
 * lie in the order of the class's shared keys; a dict object exists only where the version makes one. Long because the
 * four layouts differ in a line here and there, and are read side by side.
 *
 *   to 3.10:  pointer to a dict at tp_dictoffset
 *   3.11:     −32 values (0 once a dict took them)   −24 dict
 *   3.12:     −24 dict, or values − 1 (odd)
 *   3.13+:    −24 dict   basicsize: values, the truth while they are valid, also beneath a dict
 */
import { assert } from '../../../base/assert.ts'
import { isTracked, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_SIZE, OB_TYPE, TP_BASICSIZE, TP_DICTOFFSET, TP_ITEMSIZE } from '../memory/layout.ts'
import { dictDeleteInterned, dictGetInterned, dictSetInterned, newDict } from './dict.ts'
import {
  keysDecref,
  keysIncref,
  keysInsertShared,
  keysLookupInterned,
  keysRefcount,
  keysSize,
  keysUsable,
  setKeysUsable,
} from './dict-keys.ts'
import { dictKeys, dictSize, dictValues, setDictSize, setDictTable } from './dict-record.ts'
import {
  appendOrder,
  areValuesValid,
  clearOrder,
  freeValues,
  getValue,
  initInlineValues,
  inlineValuesBytes,
  newValues,
  orderOf,
  orderSize,
  removeOrder,
  valueAt,
} from './dict-values.ts'
import {
  Attributes,
  BEHIND_ITEMS,
  cachedKeys,
  HT_CACHED_KEYS,
  MANAGED_DICT,
  MANAGED_VALUES_311,
  TP_ATTRIBUTES,
} from './heap-type.ts'
import { decref, incref } from './refcount.ts'
import { granted } from './request-memory.ts'
import { makeKeysShared, newDictOfValues, newDictOverValues, newDictWithSharedKeys } from './split-dict.ts'
import { mayBeTracked } from './tracking.ts'

function attributesOf(m: Machine, type: Address): number {
  return m.i32[(type + TP_ATTRIBUTES) >> 2] as number
}

/** How many values there is room for: names that instances have, and names that they may still get. */
function capacityOf(m: Machine, keys: Address): number {
  return keysSize(m, keys) + keysUsable(m, keys)
}

/** Bytes behind the slots of a new instance, before it has used up a part of the budget. */
export function inlineBytes(m: Machine, type: Address): number {
  if (attributesOf(m, type) !== Attributes.inline) return 0
  return inlineValuesBytes(capacityOf(m, cachedKeys(m, type)))
}

/** Each new instance takes one name from the budget of its class. A status. */
export function initAttributes(m: Machine, o: Address, type: Address): number {
  const attributes = attributesOf(m, type)
  if (attributes !== Attributes.values && attributes !== Attributes.inline) return 0
  const keys = cachedKeys(m, type)
  const usable = keysUsable(m, keys)
  if (usable > 1) setKeysUsable(m, keys, usable - 1)
  const capacity = capacityOf(m, keys)
  if (attributes === Attributes.inline) initInlineValues(m, inlineValuesOf(m, o), capacity, true)
  else {
    const values = newValues(m, capacity)
    if (values === 0) return -1
    setValues(m, o, values)
  }
  return 0
}

function inlineValuesOf(m: Machine, o: Address): Address {
  return o + (m.i32[((m.i32[(o + OB_TYPE) >> 2] as number) + TP_BASICSIZE) >> 2] as number)
}

function setValues(m: Machine, o: Address, values: Address): void {
  if (m.dialect.version[1] === 11) m.i32[(o + MANAGED_VALUES_311) >> 2] = values
  else m.i32[(o + MANAGED_DICT) >> 2] = values === 0 ? 0 : values - 1
}

/** The values where they, not a dict, are where attributes are looked for; 0 where there are none. */
export function valuesOf(m: Machine, o: Address): Address {
  switch (attributesOf(m, m.i32[(o + OB_TYPE) >> 2] as number)) {
    case Attributes.values: {
      if (m.dialect.version[1] === 11) return m.i32[(o + MANAGED_VALUES_311) >> 2] as number
      const word = m.i32[(o + MANAGED_DICT) >> 2] as number
      return (word & 1) !== 0 ? word + 1 : 0
    }
    case Attributes.inline: {
      const values = inlineValuesOf(m, o)
      return areValuesValid(m, values) ? values : 0
    }
  }
  return 0
}

/** The last word of a record with items (_PyObject_VAR_SIZE). */
function behindItems(m: Machine, o: Address, type: Address): number {
  const items = (m.i32[(o + OB_SIZE) >> 2] as number) * (m.i32[(type + TP_ITEMSIZE) >> 2] as number)
  return (m.i32[(type + TP_BASICSIZE) >> 2] as number) + items + BEHIND_ITEMS
}

/** Address of the pointer to the dict; 0 for instances that have none. */
function dictFieldOf(m: Machine, o: Address): Address {
  const type = m.i32[(o + OB_TYPE) >> 2] as number
  const offset = m.i32[(type + TP_DICTOFFSET) >> 2] as number
  if (offset === BEHIND_ITEMS) return o + behindItems(m, o, type)
  return offset === 0 ? 0 : o + offset
}

/** The dict object where there is one; borrowed, or 0. */
export function existingDict(m: Machine, o: Address): Address {
  const field = dictFieldOf(m, o)
  if (field === 0) return 0
  const word = m.i32[field >> 2] as number
  return (word & 1) !== 0 ? 0 : word
}

/** Borrowed, or 0. */
export function ownAttribute(m: Machine, o: Address, name: Address): Address {
  const values = valuesOf(m, o)
  if (values !== 0) {
    const index = keysLookupInterned(m, cachedKeys(m, m.i32[(o + OB_TYPE) >> 2] as number), name)
    return index < 0 ? 0 : getValue(m, values, index)
  }
  const dict = existingDict(m, o)
  return dict === 0 ? 0 : dictGetInterned(m, dict, name)
}

/** Deletes where `value` is 0. 0; −1, without an error set or with MemoryError, where it is not there to delete or cannot be there. */
export function setOwnAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const values = valuesOf(m, o)
  if (values !== 0) return storeValue(m, o, values, name, value)
  const field = dictFieldOf(m, o)
  if (field === 0) return -1
  let dict = m.i32[field >> 2] as number
  if (dict === 0) {
    dict = makeDict(m, o)
    if (dict === 0) return -1
    m.i32[field >> 2] = dict
  }
  return storeInDict(m, o, dict, name, value)
}

function storeValue(m: Machine, o: Address, values: Address, name: Address, value: Address): number {
  const keys = cachedKeys(m, m.i32[(o + OB_TYPE) >> 2] as number)
  // To delete a name that no instance has takes it into the keys, too.
  const index = keysInsertShared(m, keys, name)
  if (index < 0) {
    if (value === 0 && existingDict(m, o) === 0 && !m.semantics.failedDeletionMakesDict) return dropDict(m)
    const dict = instanceDict(m, o)
    return dict === 0 ? -1 : storeInDict(m, o, dict, name, value)
  }
  const at = valueAt(m, values, index) >> 2
  const old = m.i32[at] as number
  if (old === 0 && value === 0) return -1
  m.i32[at] = value === 0 ? 0 : incref(m, value)
  const dict = m.dialect.attributes === 'inline' ? existingDict(m, o) : 0
  if (old === 0) appendOrder(m, values, index)
  else if (value === 0) removeOrder(m, values, index)
  if (dict !== 0) noteInDict(m, dict, old, value)
  if (old !== 0) decref(m, old)
  return 0
}

/** What is to be deleted is not in a dict that is made for it; -1. */
function dropDict(m: Machine): number {
  const dict = newDict(m)
  if (dict !== 0) decref(m, dict)
  return -1
}

/** A dict that shows these values counts them, and is tracked as for any value (not in 3.13.0–2). */
function noteInDict(m: Machine, dict: Address, old: Address, value: Address): void {
  setDictSize(m, dict, dictSize(m, dict) + (old === 0 ? 1 : 0) - (value === 0 ? 1 : 0))
  if (value === 0 || isTracked(m, dict) || !m.semantics.materializedDictVisited) return
  if (mayBeTracked(m, value)) track(m, dict)
}

/** The instance alone holds the dict: a finalizer that this calls sees its count as it is, and may take it away. */
function storeInDict(m: Machine, o: Address, dict: Address, name: Address, value: Address): number {
  const type = m.i32[(o + OB_TYPE) >> 2] as number
  const cached = cachedKeys(m, type)
  if (value === 0) {
    const status = dictDeleteInterned(m, dict, name) === 1 ? 0 : -1
    if (m.dialect.attributes === 'dict' && cached !== 0) dropCachedKeys(m, type, 0)
    return status
  }
  const wasShared = cached !== 0 && dictKeys(m, dict) === cached
  const status = dictSetInterned(m, dict, name, value)
  if (m.dialect.attributes === 'dict' && wasShared && existingDict(m, o) === dict && cachedKeys(m, type) === cached) {
    if (dictKeys(m, dict) !== cached)
      granted(m, () => dropCachedKeys(m, type, keysRefcount(m, cached) === 1 ? dict : 0))
  }
  return status
}

/** Up to 3.10: a class whose keys do not fit any more shares those of `dict`, or none. */
function dropCachedKeys(m: Machine, type: Address, dict: Address): void {
  const cached = cachedKeys(m, type)
  m.i32[(type + HT_CACHED_KEYS) >> 2] = dict === 0 ? 0 : makeKeysShared(m, dict)
  if (cached !== 0) keysDecref(m, cached)
}

/** A dict for an instance without one that has no values either. */
function makeDict(m: Machine, o: Address): Address {
  const keys = cachedKeys(m, m.i32[(o + OB_TYPE) >> 2] as number)
  if (keys === 0) return newDict(m)
  if (m.dialect.attributes === 'dict') return newDictWithSharedKeys(m, keysIncref(m, keys))
  // Values of 3.12 that were cleared leave no dict; the next one starts anew.
  return newDictOfValues(m, keysIncref(m, keys), newValues(m, capacityOf(m, keys)))
}

/** To 3.11 a managed dict that only somebody's `__dict__` makes is one of its own, not over the class's keys. */
function isAskedPlain(m: Machine, o: Address): boolean {
  return m.dialect.version[1] === 11 && attributesOf(m, m.i32[(o + OB_TYPE) >> 2] as number) === Attributes.values
}

/** The `__dict__` of an instance, made where it is not there yet; borrowed; 0 for instances that have none, or with MemoryError set. */
export function instanceDict(m: Machine, o: Address): Address {
  const known = existingDict(m, o)
  if (known !== 0) return known
  const field = dictFieldOf(m, o)
  if (field === 0) return 0
  const values = valuesOf(m, o)
  const dict = values !== 0 ? dictOfValues(m, o, values) : isAskedPlain(m, o) ? newDict(m) : makeDict(m, o)
  if (dict === 0) return 0
  if (values !== 0 && m.dialect.version[1] === 11) setValues(m, o, 0)
  m.i32[field >> 2] = dict
  return dict
}

/** A dict that takes the values over (3.11, 3.12) or shows them (3.13+). */
function dictOfValues(m: Machine, o: Address, values: Address): Address {
  const keys = cachedKeys(m, m.i32[(o + OB_TYPE) >> 2] as number)
  const dict = newDictOverValues(m, keys, values)
  if (dict === 0) return 0
  const size = orderSize(m, values)
  setDictSize(m, dict, size)
  for (let i = 0; i < size && !isTracked(m, dict); i++) {
    if (mayBeTracked(m, getValue(m, values, orderOf(m, values, i)))) track(m, dict)
  }
  return dict
}

/** Another dict in place of the attributes; `dict` is taken over, 0 for none. */
export function replaceDictSteal(m: Machine, o: Address, dict: Address): void {
  const field = dictFieldOf(m, o)
  assert(field !== 0, 'an instance without a dict is not given one')
  const hasValues = attributesOf(m, m.i32[(o + OB_TYPE) >> 2] as number) === Attributes.values
  const old = hasValues ? granted(m, () => instanceDict(m, o)) : existingDict(m, o)
  const values = valuesOf(m, o)
  if (values !== 0 && old !== 0 && dictValues(m, old) === values) detach(m, o, old, values)
  m.i32[field >> 2] = dict
  if (values !== 0 && old === 0) releaseValues(m, o, values)
  if (old !== 0) decref(m, old)
}

/** The dict outlives the instance: it takes a copy of the inline values (_PyDict_DetachFromObject). */
function detach(m: Machine, o: Address, dict: Address, values: Address): void {
  const capacity = m.u8[values] as number
  const copy = granted(m, () => newValues(m, capacity))
  const bytes = inlineValuesBytes(capacity)
  m.u8.copyWithin(copy + 8, values + 8, values + bytes)
  m.u8[copy + 1] = m.u8[values + 1] as number
  setDictTable(m, dict, dictKeys(m, dict), copy)
  assert(valuesOf(m, o) === values, 'a-dict-shows-the-values-of-its-instance')
  freeValues(m, values)
}

/** Attributes that do not depend on the class's keys any more: in a dict of their own. */
export function detachFromClass(m: Machine, o: Address): void {
  if (valuesOf(m, o) === 0) return
  const dict = granted(m, () => instanceDict(m, o))
  const values = valuesOf(m, o)
  if (dict !== 0 && values !== 0) detach(m, o, dict, values)
}

/** Inline values: invalid from then on, and released in the order of the keys. */
function releaseValues(m: Machine, o: Address, values: Address): void {
  const isInline = m.dialect.attributes === 'inline'
  const keys = cachedKeys(m, m.i32[(o + OB_TYPE) >> 2] as number)
  const count = isInline ? (m.u8[values] as number) : keysSize(m, keys)
  if (isInline) freeValues(m, values)
  clearOrder(m, values)
  for (let i = 0, at = valueAt(m, values, 0) >> 2; i < count; i++, at += 2) {
    const value = m.i32[at] as number
    if (value === 0) continue
    m.i32[at] = 0
    decref(m, value)
  }
}

/** At the death of an instance: values or dict go. */
export function releaseAttributes(m: Machine, o: Address): void {
  const field = dictFieldOf(m, o)
  if (field === 0) return
  if (m.dialect.attributes !== 'values' || attributesOf(m, m.i32[(o + OB_TYPE) >> 2] as number) !== Attributes.values) {
    replaceDictSteal(m, o, 0)
    return
  }
  const values = valuesOf(m, o)
  if (values !== 0) {
    releaseValues(m, o, values)
    setValues(m, o, 0)
    freeValues(m, values)
    return
  }
  const dict = m.i32[field >> 2] as number
  m.i32[field >> 2] = 0
  if (dict !== 0) decref(m, dict)
}

/** By the collector (subtype_clear): in 3.11 the values' block stays, and so does a dict. */
export function clearAttributes(m: Machine, o: Address): void {
  if (m.dialect.version[1] !== 11 || attributesOf(m, m.i32[(o + OB_TYPE) >> 2] as number) !== Attributes.values) {
    releaseAttributes(m, o)
    return
  }
  const values = valuesOf(m, o)
  if (values !== 0) releaseValues(m, o, values)
}

/** Writes what attributes refer to into `m.referents` from `count` on; gives how many there are then. */
export function visitAttributes(m: Machine, o: Address, count: number): number {
  const values = valuesOf(m, o)
  const dict = existingDict(m, o)
  const { referents, i32 } = m
  if (values === 0 || (dict !== 0 && m.semantics.materializedDictVisited)) {
    if (dict === 0) return count
    referents[count] = dict
    return count + 1
  }
  const keys = cachedKeys(m, i32[(o + OB_TYPE) >> 2] as number)
  const size = keys === 0 ? 0 : keysSize(m, keys)
  for (let i = 0, at = valueAt(m, values, 0) >> 2; i < size; i++, at += 2) {
    const value = i32[at] as number
    if (value !== 0) referents[count++] = value
  }
  return count
}
