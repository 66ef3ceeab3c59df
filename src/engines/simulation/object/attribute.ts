/**
 * Attributes of built-in types (PyObject_GenericGetAttr): methods of the type's row, bound to the object, and the few
 * attributes that every object has.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBuiltinOf, registerNative } from './builtin-function.ts'
import { raiseAttributeError, raiseStoreError } from './exception.ts'
import { raise } from './raise.ts'
import { incref, kindOf, typeOf } from './refcount.ts'
import { intern } from './str.ts'

/** Number of the native behind a method of a kind of objects; −1 where it has none of that (interned) name. */
export function findNative(m: Machine, kind: number, name: Address): number {
  return m.methodTables[kind]?.get(name) ?? -1
}

/** A method of a built-in type as an object. */
export function boundNative(m: Machine, o: Address, name: string): Address {
  return newBuiltinOf(m, findNative(m, kindOf(m, o), intern(m, name)), o)
}

/** Enters the methods of every row; their names stay interned as long as the machine. */
export function bootMethods(m: Machine): void {
  for (let kind = 0; kind < m.slots.length; kind++) {
    const methods = m.slots[kind]?.methods
    if (methods === undefined) continue
    const table = new Map<Address, number>()
    for (const name of Object.keys(methods)) {
      const native = methods[name]
      if (native !== undefined) table.set(intern(m, name), registerNative(m, name, native))
    }
    m.methodTables[kind] = table
  }
}

export function genericGetAttribute(m: Machine, o: Address, name: Address): Address {
  const native = findNative(m, kindOf(m, o), name)
  if (native >= 0) return newBuiltinOf(m, native, o)
  if (name === m.names['__class__']) return incref(m, typeOf(m, o))
  if (name === m.names['__doc__']) return incref(m, m.None)
  return raiseAttributeError(m, o, name)
}

export function genericSetAttribute(m: Machine, o: Address, name: Address, _value: Address): number {
  if (name === m.names['__class__']) raise(m, 'TypeError', '__class__ assignment only supported for mutable types')
  else raiseStoreError(m, o, name, false)
  return -1
}
