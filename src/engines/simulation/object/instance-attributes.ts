/**
 * Attributes of instances (Objects/object.c, _PyObject_GenericGetAttrWithDict, _PyObject_GenericSetAttrWithDict): data
 * descriptors of the class, then the instance's own, then what else the class has, functions as bound methods.
 */
import type { Machine } from '../machine.ts'
import {
  type Address,
  OB_SIZE,
  OB_TYPE,
  TP_BASE,
  TP_BASICSIZE,
  TP_DICTOFFSET,
  TP_WEAKLISTOFFSET,
} from '../memory/layout.ts'
import { newBoundMethod } from './bound-method.ts'
import { descriptorWhat, Getset, isDataDescriptor, memberGet, memberSet } from './descriptor.ts'
import { raiseAttributeError, raiseStoreError } from './exception.ts'
import { TP_ATTRIBUTES } from './heap-type.ts'
import { detachFromClass, instanceDict, ownAttribute, replaceDictSteal, setOwnAttribute } from './instance-values.ts'
import { Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, typeOf } from './refcount.ts'
import { isHeapType, lookupInType } from './type-lookup.ts'
import { firstWeakref } from './weakref.ts'

export function getInstanceAttribute(m: Machine, o: Address, name: Address): Address {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 && isDataDescriptor(m, found)) {
    const value = getData(m, found, o)
    return value === 0 ? missing(m, o, name) : value
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
function getData(m: Machine, descriptor: Address, o: Address): Address {
  if (kindOf(m, descriptor) === Kind.memberDescriptor) return memberGet(m, descriptor, o)
  if (descriptorWhat(m, descriptor) === Getset.dict) {
    const dict = instanceDict(m, o)
    return dict === 0 ? 0 : incref(m, dict)
  }
  const first = firstWeakref(m, o)
  return incref(m, first === 0 ? m.None : first)
}

/** `__getattr__` of the class, or AttributeError. */
function missing(m: Machine, o: Address, name: Address): Address {
  const fallback = lookupInType(m, typeOf(m, o), m.names['__getattr__'] as number)
  if (fallback === 0) return raiseAttributeError(m, o, name)
  return m.services.call(m, fallback, [o, name])
}

/** Deletes where `value` is 0. */
export function setInstanceAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const type = typeOf(m, o)
  const special = lookupInType(m, type, m.names[value === 0 ? '__delattr__' : '__setattr__'] as number)
  if (special !== 0) {
    const result = m.services.call(m, special, value === 0 ? [o, name] : [o, name, value])
    if (result === 0) return -1
    decref(m, result)
    return 0
  }
  return setPlainAttribute(m, o, name, value)
}

/** object.__setattr__, object.__delattr__. The caller holds the object: nothing here adds to its count. */
export function setPlainAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 && isDataDescriptor(m, found)) return setData(m, found, o, name, value)
  if (name === m.names['__class__']) return setClass(m, o, value)
  const status = setOwnAttribute(m, o, name, value)
  if (status < 0 && m.error === 0) raiseStoreError(m, o, name, m.i32[(typeOf(m, o) + TP_DICTOFFSET) >> 2] !== 0)
  return status
}

function setData(m: Machine, descriptor: Address, o: Address, name: Address, value: Address): number {
  if (kindOf(m, descriptor) === Kind.memberDescriptor) {
    if (memberSet(m, descriptor, o, value)) return 0
    raiseStoreError(m, o, name, true)
    return -1
  }
  if (descriptorWhat(m, descriptor) === Getset.dict && (value === 0 || kindOf(m, value) === Kind.dict)) {
    replaceDictSteal(m, o, value === 0 ? 0 : incref(m, value))
    return 0
  }
  raise(m, descriptorWhat(m, descriptor) === Getset.dict ? 'TypeError' : 'AttributeError', 'not writable')
  return -1
}

/** Another class of the same layout in place of an instance's (object_set_class); attributes move into a dict first. */
function setClass(m: Machine, o: Address, value: Address): number {
  const old = typeOf(m, o)
  if (value === 0 || kindOf(m, value) !== Kind.type || !isSameLayout(m, old, value)) {
    raise(m, 'TypeError', '__class__ assignment only supported for compatible layouts')
    return -1
  }
  if (m.dialect.version[1] >= 11) detachFromClass(m, o)
  m.i32[(o + OB_TYPE) >> 2] = incref(m, value)
  decref(m, old)
  return 0
}

const LAYOUT_FIELDS: readonly number[] = [
  TP_BASICSIZE,
  TP_DICTOFFSET,
  TP_WEAKLISTOFFSET,
  TP_ATTRIBUTES,
  OB_SIZE,
  TP_BASE,
]

function isSameLayout(m: Machine, a: Address, b: Address): boolean {
  if (!isHeapType(m, b)) return false
  for (const field of LAYOUT_FIELDS) if (m.i32[(a + field) >> 2] !== m.i32[(b + field) >> 2]) return false
  return true
}
