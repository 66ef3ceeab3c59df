/**
 * `tp_new` and `tp_init` of built-in types for instances of classes that derive from them (list___init___impl, dict_new,
 * make_new_set, tuple_subtype_new, BaseException_new and their like). A class's own `__init__` takes the place of `tp_init`.
 */
import type { Machine } from '../machine.ts'
import { type Address, TP_DEALLOC } from '../memory/layout.ts'
import { isArity } from './arguments.ts'
import { withCalledTable } from './dict.ts'
import { updateDict } from './dict-copy.ts'
import { setDictTable } from './dict-record.ts'
import { ARGS, ownFields } from './exception-layout.ts'
import { isExceptionOf } from './exception-record.ts'
import { TP_SLOTS_AT } from './heap-type.ts'
import { Kind } from './kinds.ts'
import { listClear } from './list.ts'
import { listInit, tupleOf } from './list-extend.ts'
import { decref, incref, kindOf, setField } from './refcount.ts'
import { granted } from './request-memory.ts'
import { clearSet, initSet, setSize, updateSet } from './set.ts'
import { allocateSubclass } from './subclass-life.ts'
import { newTuple, tupleFrom, tupleItem, tupleSetItemSteal, tupleSize } from './tuple.ts'
import { linkSubclass, WR_OBJECT } from './weakref.ts'

/** A new instance; `args` is the tuple of the call's arguments (borrowed). 0 with an error set. */
export function newSubclassInstance(m: Machine, type: Address, args: Address): Address {
  switch (m.i32[(type + TP_DEALLOC) >> 2]) {
    case Kind.dictSubclass: {
      const o = allocateSubclass(m, type, 0)
      if (o === 0) return 0
      setDictTable(m, o, m.emptyKeys, 0)
      return withCalledTable(m, o)
    }
    case Kind.setSubclass: {
      const o = allocateSubclass(m, type, 0)
      if (o !== 0) initSet(m, o)
      return o
    }
    case Kind.frozensetSubclass:
      return newFrozenset(m, type, args)
    case Kind.tupleSubclass:
      return newSubclassTuple(m, type, args)
    case Kind.exceptionSubclass: {
      const o = allocateSubclass(m, type, 0)
      if (o !== 0) m.i32[(o + ARGS) >> 2] = incref(m, args)
      return o
    }
    case Kind.weakrefSubclass:
      return newSubclassWeakref(m, type, args)
    default:
      return allocateSubclass(m, type, 0)
  }
}

/** `KeyedRef` of the library takes a key besides, which it puts into its slot (KeyedRef.__new__). */
function newSubclassWeakref(m: Machine, type: Address, args: Address): Address {
  const count = tupleSize(m, args)
  const takesKey = type === m.keyedRefType
  if (!isArity(m, count, takesKey ? 3 : 1, takesKey ? 3 : 2)) return 0
  const callback = count === 1 ? 0 : tupleItem(m, args, 1)
  if (takesKey) granted(m, () => passArguments(m, type, tupleItem(m, args, 0), callback))
  const o = allocateSubclass(m, type, 0)
  if (o === 0) return 0
  m.i32[(o + WR_OBJECT) >> 2] = m.None
  if (linkSubclass(m, o, tupleItem(m, args, 0), callback === m.None ? 0 : callback) < 0) {
    decref(m, o)
    return 0
  }
  if (takesKey) m.i32[(o + (m.i32[(type + TP_SLOTS_AT) >> 2] as number)) >> 2] = incref(m, tupleItem(m, args, 2))
  return o
}

function newFrozenset(m: Machine, type: Address, args: Address): Address {
  const count = tupleSize(m, args)
  if (!isArity(m, count, 0, 1)) return 0
  const o = allocateSubclass(m, type, 0)
  if (o === 0) return 0
  initSet(m, o)
  if (count === 0 || updateSet(m, o, tupleItem(m, args, 0)) === 0) return o
  decref(m, o)
  return 0
}

/** By way of an exact tuple. */
function newSubclassTuple(m: Machine, type: Address, args: Address): Address {
  const count = tupleSize(m, args)
  if (!isArity(m, count, 0, 1)) return 0
  const from = count === 0 ? newTuple(m, 0) : tupleOf(m, tupleItem(m, args, 0))
  if (from === 0) return 0
  const size = tupleSize(m, from)
  const o = allocateSubclass(m, type, size)
  if (o === 0) {
    decref(m, from)
    return 0
  }
  if (m.dialect.tupleItemsAt > 24) m.i32.fill(-1, (o + 24) >> 2, (o + 32) >> 2)
  for (let i = 0; i < size; i++) tupleSetItemSteal(m, o, i, incref(m, tupleItem(m, from, i)))
  decref(m, from)
  return o
}

/** `ref.__new__(type, ob, callback)`: the tuples that its call leaves to the free lists. */
function passArguments(m: Machine, type: Address, target: Address, callback: Address): void {
  const call = tupleFrom(m, [type, target, callback])
  decref(m, tupleFrom(m, [target, callback]))
  decref(m, call)
}

/** A status. */
export function initializeSubclass(m: Machine, o: Address, args: Address): number {
  const count = tupleSize(m, args)
  switch (kindOf(m, o)) {
    case Kind.list:
    case Kind.listSubclass:
      if (!isArity(m, count, 0, 1)) return -1
      listClear(m, o)
      return count === 0 ? 0 : listInit(m, o, tupleItem(m, args, 0))
    case Kind.dict:
    case Kind.dictSubclass:
      if (!isArity(m, count, 0, 1)) return -1
      return count === 0 ? 0 : updateDict(m, o, tupleItem(m, args, 0))
    case Kind.set:
    case Kind.setSubclass:
      if (!isArity(m, count, 0, 1)) return -1
      if (setSize(m, o) > 0) clearSet(m, o)
      return count === 0 ? 0 : updateSet(m, o, tupleItem(m, args, 0))
    case Kind.exception:
    case Kind.exceptionSubclass:
      return initializeException(m, o, args)
    default:
      return 0
  }
}

function initializeException(m: Machine, o: Address, args: Address): number {
  setField(m, o + ARGS, incref(m, args))
  if (!isExceptionOf(m, o, 'StopIteration')) return 0
  setField(m, ownFields(m, o), incref(m, tupleSize(m, args) > 0 ? tupleItem(m, args, 0) : m.None))
  return 0
}
