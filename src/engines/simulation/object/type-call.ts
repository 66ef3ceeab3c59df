/** What a call of `type` gives: the type of an object, or a new class (type_new in Objects/typeobject.c). */
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument } from './arguments.ts'
import { isDict } from './dict-record.ts'
import { Kind } from './kinds.ts'
import { getAttribute } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, typeOf } from './refcount.ts'
import { granted } from './request-memory.ts'
import { isStr } from './str.ts'
import { isTuple, tupleFromBorrowed, tupleItem, tupleSize } from './tuple.ts'
import { isSubtypeOf } from './type-lookup.ts'
import { makeClass } from './type-object.ts'
import { TYPE } from './type-slots.ts'

/** False with an error, where something else is among the bases; it is asked for `__mro_entries__` before. */
function areClasses(m: Machine, bases: Address): boolean {
  for (let i = 0; i < tupleSize(m, bases); i++) {
    const base = tupleItem(m, bases, i)
    if (kindOf(m, base) === Kind.type) continue
    const entries = getAttribute(m, base, m.names['__mro_entries__'] as number)
    if (entries === 0 && !isSubtypeOf(m, typeOf(m, m.error), m.types['AttributeError'] as number)) return false
    if (entries !== 0) decref(m, entries)
    raise(m, 'TypeError', entries === 0 ? 'bases must be types' : "type() doesn't support MRO entry resolution")
    return false
  }
  return true
}

function classOf(m: Machine, name: Address, bases: Address, namespace: Address): Address {
  if (!isStr(m, name) || !isTuple(m, bases) || !isDict(m, namespace))
    return raise(m, 'TypeError', 'type.__new__() takes a str, a tuple and a dict')
  return areClasses(m, bases) ? granted(m, () => makeClass(m, name, namespace, bases)) : 0
}

export const CALLED_TYPE: TypeSlots = {
  ...TYPE,
  construct(m, _type, argv, argc) {
    if (argc === 1) return incref(m, typeOf(m, argument(m, argv, 0)))
    if (argc !== 3) return raise(m, 'TypeError', 'type() takes 1 or 3 arguments')
    const name = argument(m, argv, 0)
    const bases = argument(m, argv, 1)
    const namespace = argument(m, argv, 2)
    // Its arguments are in a tuple; up to 3.9 those of any call of it are.
    const args = m.tupledTypes[Kind.type] === 1 ? 0 : granted(m, () => tupleFromBorrowed(m, argv, argc))
    const made = classOf(m, name, bases, namespace)
    if (args !== 0) decref(m, args)
    return made
  },
}
