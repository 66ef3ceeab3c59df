/**
 * Attributes of instances whose class derives from a built-in type: those of the type are found behind everything that the
 * program's classes define, as the order of lookup has it. Leaves out classes in whose order a built-in type stands before
 * a class of the program that defines an exception's field (`args`, `__cause__` …) anew.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { findNative } from './attribute.ts'
import { newBuiltinOf } from './builtin-function.ts'
import { isDataDescriptor } from './descriptor.ts'
import { raiseStoreError } from './exception.ts'
import { getExceptionField, setExceptionField } from './exception-fields.ts'
import { bind, getData, missing, setBy, setClass, setData } from './instance-attributes.ts'
import { instanceDict, ownAttribute, replaceDictSteal, setOwnAttribute, valuesOf } from './instance-values.ts'
import { Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { incref, kindOf, typeOf } from './refcount.ts'
import { lookupInType } from './type-lookup.ts'

export function getSubclassAttribute(m: Machine, o: Address, name: Address): Address {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 && isDataDescriptor(m, found)) {
    const value = getData(m, found, o)
    return value === 0 && m.error === 0 ? missing(m, o, name) : value
  }
  if (found === 0) {
    const data = baseData(m, o, name)
    if (data !== 0 || m.error !== 0) return data
  }
  const own = ownAttribute(m, o, name)
  if (own !== 0) return incref(m, own)
  if (found !== 0) return bind(m, found, o)
  const native = findNative(m, kindOf(m, o), name)
  if (native >= 0) return newBuiltinOf(m, native, o)
  return missing(m, o, name)
}

/** What a data descriptor of the built-in type gives: a new reference, or 0. */
function baseData(m: Machine, o: Address, name: Address): Address {
  if (name === m.names['__class__']) return incref(m, typeOf(m, o))
  if (kindOf(m, o) !== Kind.exceptionSubclass) return 0
  if (name === m.names['__dict__']) {
    const dict = instanceDict(m, o)
    return dict === 0 ? 0 : incref(m, dict)
  }
  return getExceptionField(m, o, name)
}

export function setSubclassAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  return setBy(setPlainSubclassAttribute, m, o, name, value)
}

/** object.__setattr__, object.__delattr__. */
export function setPlainSubclassAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 && isDataDescriptor(m, found)) return setData(m, found, o, name, value)
  if (found === 0 && kindOf(m, o) === Kind.exceptionSubclass) {
    if (name === m.names['__dict__']) return replaceDict(m, o, value)
    const status = setExceptionField(m, o, name, value)
    if (status !== undefined) return status
  }
  if (name === m.names['__class__']) return setClass(m, o, value)
  const status = setOwnAttribute(m, o, name, value)
  if (status < 0 && m.error === 0) raiseStoreError(m, o, name, valuesOf(m, o) !== 0)
  return status
}

function replaceDict(m: Machine, o: Address, value: Address): number {
  if (value === 0 || (kindOf(m, value) !== Kind.dict && kindOf(m, value) !== Kind.dictSubclass)) {
    raise(m, 'TypeError', '__dict__ must be set to a dictionary')
    return -1
  }
  replaceDictSteal(m, o, incref(m, value))
  return 0
}
