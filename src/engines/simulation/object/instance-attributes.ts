/**
 * Attributes of instances (Objects/object.c, _PyObject_GenericGetAttrWithDict, _PyObject_GenericSetAttrWithDict): data
 * descriptors of the class, then the instance's own, then what else the class has, functions as bound methods.
 */
import { present } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { newBoundMethod } from './bound-method.ts'
import { descriptorWhat, Getset, isDataDescriptor, memberGet, memberSet } from './descriptor.ts'
import { isDict } from './dict-record.ts'
import { raiseAttributeError, raiseStoreError } from './exception.ts'
import { ownFields } from './exception-layout.ts'
import { callSpecial } from './instance-slots.ts'
import {
  detachFromClass,
  instanceDict,
  ownAttribute,
  replaceDictSteal,
  setOwnAttribute,
  valuesOf,
} from './instance-values.ts'
import { Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, typeOf, xdecref } from './refcount.ts'
import { haveSameLayout } from './same-layout.ts'
import { tupleFrom } from './tuple.ts'
import { isSubtypeOf, lookupInType } from './type-lookup.ts'
import { firstWeakref } from './weakref.ts'

export function getInstanceAttribute(m: Machine, o: Address, name: Address): Address {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 && isDataDescriptor(m, found)) {
    const value = getData(m, found, o)
    return value === 0 && m.error === 0 ? missing(m, o, name) : value
  }
  const own = ownAttribute(m, o, name)
  if (own !== 0) return incref(m, own)
  if (found !== 0) return bind(m, found, o)
  if (name === m.names['__class__']) return incref(m, typeOf(m, o))
  return missing(m, o, name)
}

/** What stands in a class, as an instance shows it. */
export function bind(m: Machine, found: Address, o: Address): Address {
  if (kindOf(m, found) === Kind.function) return newBoundMethod(m, found, o)
  return incref(m, found)
}

/** 0 without an error where a slot is empty. */
export function getData(m: Machine, descriptor: Address, o: Address): Address {
  if (kindOf(m, descriptor) === Kind.memberDescriptor) return memberGet(m, descriptor, o)
  const what = descriptorWhat(m, descriptor)
  if (what >= Getset.property) return present(m.properties[what - Getset.property], 'a property is known').get(m, o)
  if (what === Getset.dict) {
    const dict = instanceDict(m, o)
    return dict === 0 ? 0 : incref(m, dict)
  }
  const first = firstWeakref(m, o)
  return incref(m, first === 0 ? m.None : first)
}

/** `__getattr__` of the class, or AttributeError. */
export function missing(m: Machine, o: Address, name: Address): Address {
  const fallback = lookupInType(m, typeOf(m, o), m.names['__getattr__'] as number)
  if (fallback === 0) return raiseAttributeError(m, o, name)
  const value = callFallback(m, fallback, o, name)
  if (value === 0) keepAsked(m, o, name)
  return value
}

/** Whoever calls it holds it (slot_tp_getattr_hook). */
function callFallback(m: Machine, fallback: Address, o: Address, name: Address): Address {
  if (!m.semantics.getattrIsBound || kindOf(m, fallback) !== Kind.function) return callSpecial(m, fallback, [o, name])
  const bound = newBoundMethod(m, incref(m, fallback), o)
  const value = bound === 0 ? 0 : m.services.call(m, bound, [name])
  xdecref(m, bound)
  decref(m, fallback)
  return value
}

/** An AttributeError that knows of no object and no name gets those that were asked for (set_attribute_error_context). */
function keepAsked(m: Machine, o: Address, name: Address): void {
  if (!m.semantics.attributeErrorHoldsObject) return
  if (!isSubtypeOf(m, typeOf(m, m.error), m.types['AttributeError'] as number)) return
  const at = ownFields(m, m.error) >> 2
  if (m.i32[at] !== 0 || m.i32[at + 2] !== 0) return
  m.i32[at] = incref(m, o)
  m.i32[at + 2] = incref(m, name)
}

type Setter = (m: Machine, o: Address, name: Address, value: Address) => number

/** Deletes where `value` is 0. */
export function setInstanceAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  return setBy(setPlainAttribute, m, o, name, value)
}

/** By `__setattr__` or `__delattr__` of the class, or as `plain` does, by what its type has for that. A status. */
export function setBy(plain: Setter, m: Machine, o: Address, name: Address, value: Address): number {
  const special = callSetter(m, o, name, value)
  if (special !== undefined) return special
  const other = m.names[value === 0 ? '__setattr__' : '__delattr__'] as number
  if (lookupInType(m, typeOf(m, o), other) === 0) return plain(m, o, name, value)
  return setByWrapper(plain, m, o, name, value)
}

/** A class that has one of the two calls `object`'s wrapper for the other (slot_tp_setattro): with tuples of arguments. */
function setByWrapper(plain: Setter, m: Machine, o: Address, name: Address, value: Address): number {
  const given = value === 0 ? [name] : [name, value]
  const call = tupleFrom(m, [o, ...given])
  if (call === 0) return -1
  const args = tupleFrom(m, given)
  const status = args === 0 ? -1 : plain(m, o, name, value)
  xdecref(m, args)
  decref(m, call)
  return status
}

/** `__setattr__` or `__delattr__` of the class: a status; undefined where there is none. */
function callSetter(m: Machine, o: Address, name: Address, value: Address): number | undefined {
  const special = lookupInType(m, typeOf(m, o), m.names[value === 0 ? '__delattr__' : '__setattr__'] as number)
  if (special === 0) return undefined
  const result = callSpecial(m, special, value === 0 ? [o, name] : [o, name, value])
  if (result === 0) return -1
  decref(m, result)
  return 0
}

/** object.__setattr__, object.__delattr__. The caller holds the object: nothing here adds to its count. */
export function setPlainAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 && isDataDescriptor(m, found)) return setData(m, found, o, name, value)
  if (name === m.names['__class__']) return setClass(m, o, value)
  const status = setOwnAttribute(m, o, name, value)
  if (status < 0 && m.error === 0) raiseStoreError(m, o, name, valuesOf(m, o) !== 0)
  return status
}

export function setData(m: Machine, descriptor: Address, o: Address, name: Address, value: Address): number {
  if (kindOf(m, descriptor) === Kind.memberDescriptor) {
    if (memberSet(m, descriptor, o, value)) return 0
    raiseStoreError(m, o, name, true)
    return -1
  }
  const what = descriptorWhat(m, descriptor)
  if (what >= Getset.property)
    return present(m.properties[what - Getset.property], 'a property is known').set(m, o, value)
  if (what === Getset.dict && (value === 0 || isDict(m, value))) {
    replaceDictSteal(m, o, value === 0 ? 0 : incref(m, value))
    return 0
  }
  raise(m, what === Getset.dict ? 'TypeError' : 'AttributeError', 'not writable')
  return -1
}

/** Another class of the same layout in place of an instance's (object_set_class); attributes move into a dict first. */
export function setClass(m: Machine, o: Address, value: Address): number {
  const old = typeOf(m, o)
  if (value === 0 || kindOf(m, value) !== Kind.type || !haveSameLayout(m, old, value)) {
    raise(m, 'TypeError', '__class__ assignment only supported for compatible layouts')
    return -1
  }
  if (m.dialect.version[1] >= 11) detachFromClass(m, o)
  m.i32[(o + OB_TYPE) >> 2] = incref(m, value)
  decref(m, old)
  return 0
}
