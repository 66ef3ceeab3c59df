/**
 * What `o.name(…)` calls, found without making a bound method (_PyObject_GetMethod in Objects/object.c): a function of
 * the object's class, or a native method of its built-in type.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { ownAttribute } from '../object/instance.ts'
import { FIRST_SUBCLASS, Kind } from '../object/kinds.ts'
import { kindOf, typeOf } from '../object/refcount.ts'
import { lookupInType } from '../object/type-lookup.ts'
import { NO_OBJECT } from './frame.ts'

/**
 * A function (borrowed); or the number of a native method, shifted by 4 with NO_OBJECT set; or 0 where the attribute has
 * to be asked for.
 */
export function findMethod(m: Machine, o: Address, name: Address): number {
  const kind = kindOf(m, o)
  if (kind === Kind.instance) {
    const found = lookupInType(m, typeOf(m, o), name)
    if (found === 0 || kindOf(m, found) !== Kind.function) return 0
    return ownAttribute(m, o, name) === 0 ? found : 0
  }
  const number = m.methodTables[kind]?.get(name)
  if (kind >= FIRST_SUBCLASS) return findInSubclass(m, o, name, number)
  return number === undefined ? 0 : (number << 4) | NO_OBJECT
}

/** What the program's classes define goes before the base's methods. */
function findInSubclass(m: Machine, o: Address, name: Address, number: number | undefined): number {
  const found = lookupInType(m, typeOf(m, o), name)
  if (found !== 0 ? kindOf(m, found) !== Kind.function : number === undefined) return 0
  if (ownAttribute(m, o, name) !== 0) return 0
  return found !== 0 ? found : ((number as number) << 4) | NO_OBJECT
}
