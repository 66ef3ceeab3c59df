/**
 * What the library's programs call that is no built-in of the language: `_remove_dead_weakref` of Modules/_weakref.c, and
 * what takes the place of keyword and star arguments, of `hasattr` and of abstract base classes.
 */
import type { Machine, NativeFunction } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { argument } from '../object/arguments.ts'
import { newBool } from '../object/bool.ts'
import { passAskedMethod } from '../object/builtin-function.ts'
import { newDict } from '../object/dict.ts'
import { removeEntry } from '../object/dict-delete.ts'
import { dictLookup, dictValueOf, isDict, LOOKUP_FAILED } from '../object/dict-record.ts'
import { ownAttribute } from '../object/instance.ts'
import { FIRST_SUBCLASS, isWeakrefKind, Kind } from '../object/kinds.ts'
import { listFrom } from '../object/list.ts'
import { newMap } from '../object/map.ts'
import { getAttribute, hash } from '../object/protocol.ts'
import { clearError } from '../object/raise.ts'
import { decref, incref, kindOf, typeOf, xdecref } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { intern } from '../object/str.ts'
import { tupleFrom, tupleItem, tupleSize } from '../object/tuple.ts'
import { isSubtypeOf, lookupInType } from '../object/type-lookup.ts'
import { weakrefTarget } from '../object/weakref.ts'

/** Removes a key whose value is a dead weakref; nothing where it is not there (_PyDict_DelItemIf). */
const removeDeadWeakref: NativeFunction = (m, _self, argv) => {
  const d = argument(m, argv, 0)
  const key = argument(m, argv, 1)
  if (hash(m, key) < 0) return 0
  const low = m.hashLow
  const high = m.hashHigh
  const index = dictLookup(m, d, key, low, high)
  if (index === LOOKUP_FAILED) return 0
  const value = index >= 0 ? dictValueOf(m, d, index) : 0
  if (value !== 0 && isWeakrefKind(kindOf(m, value)) && weakrefTarget(m, value) === 0)
    decref(m, removeEntry(m, d, index, key, low, high))
  return incref(m, m.None)
}

/** `hasattr(o, 'items')`: makes no error where nobody is asked. */
const hasItems: NativeFunction = (m, _self, argv) => {
  const o = argument(m, argv, 0)
  const name = intern(m, 'items')
  if (m.methodTables[kindOf(m, o)]?.has(name) === true) {
    passAskedMethod(m)
    return newBool(m, true)
  }
  if (kindOf(m, o) !== Kind.instance && kindOf(m, o) < FIRST_SUBCLASS) return newBool(m, false)
  const asks = lookupInType(m, typeOf(m, o), m.names['__getattr__'] as number) !== 0
  if (!asks) return newBool(m, lookupInType(m, typeOf(m, o), name) !== 0 || ownAttribute(m, o, name) !== 0)
  const found = getAttribute(m, o, name)
  if (found !== 0) decref(m, found)
  else if (!isSubtypeOf(m, typeOf(m, m.error), m.types['AttributeError'] as number)) return 0
  else clearError(m)
  return newBool(m, found !== 0)
}

/** A dict, or an instance of the class that the weak dictionaries derive from. */
const isMapping: NativeFunction = (m, _self, argv) => {
  const o = argument(m, argv, 0)
  return newBool(m, isDict(m, o) || isSubtypeOf(m, m.i32[(o + OB_TYPE) >> 2] as number, argument(m, argv, 1)))
}

/** `func(*args, **(kwargs or {}))` without keyword arguments: from 3.9 on the empty dict is merged into another. */
const callFinalized: NativeFunction = (m, _self, argv) => {
  const args = argument(m, argv, 1)
  const callee = argument(m, argv, 0)
  const keywords = granted(m, () => newDict(m))
  if (m.dialect.version[1] >= 9)
    decref(
      m,
      granted(m, () => newDict(m)),
    )
  // From 3.12 on a function runs in a frame that does without (_PyEvalFramePushAndInit_Ex).
  const isInlined = m.dialect.version[1] >= 12 && kindOf(m, callee) === Kind.function
  if (isInlined) decref(m, keywords)
  const result = m.services.call(m, callee, itemsOf(m, args))
  if (!isInlined) decref(m, keywords)
  return result
}

/** `func(*args, **kwargs)` with an empty dict, which the call gets as it is up to 3.8, and a copy of from 3.9 on. */
const callMerged: NativeFunction = (m, _self, argv) => {
  const merged = m.dialect.version[1] >= 9 ? granted(m, () => newDict(m)) : 0
  const result = m.services.call(m, argument(m, argv, 0), itemsOf(m, argument(m, argv, 1)))
  xdecref(m, merged)
  return result
}

/** `func(first, *args)`: what it is called with is a list first, from a tuple of the first up to 3.8. */
const callStarred: NativeFunction = (m, _self, argv) => {
  const first = argument(m, argv, 1)
  const rest = argument(m, argv, 2)
  const before = m.dialect.version[1] <= 8 ? granted(m, () => tupleFrom(m, [first])) : 0
  const items = [first, ...itemsOf(m, rest)]
  const list = granted(m, () => listFrom(m, items))
  const args = granted(m, () => tupleFrom(m, items))
  decref(m, list)
  xdecref(m, before)
  const result = m.services.call(m, argument(m, argv, 0), items)
  decref(m, args)
  return result
}

const mapOf: NativeFunction = (m, _self, argv) =>
  granted(m, () => newMap(m, argument(m, argv, 0), argument(m, argv, 1)))

function itemsOf(m: Machine, tuple: Address): Address[] {
  return Array.from({ length: tupleSize(m, tuple) }, (_, i) => tupleItem(m, tuple, i))
}

export const LIBRARY_FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  _remove_dead_weakref: removeDeadWeakref,
  has_items: hasItems,
  is_mapping: isMapping,
  call_finalized: callFinalized,
  call_merged: callMerged,
  call_starred: callStarred,
  map_of: mapOf,
}
