/** Class statements (builtin___build_class__ in Python/bltinmodule.c). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { codeName } from '../object/code-object.ts'
import { newDict } from '../object/dict.ts'
import { functionCode } from '../object/function.ts'
import { Kind } from '../object/kinds.ts'
import { decref, kindOf, typeOf } from '../object/refcount.ts'
import { tupleFromBorrowed, tupleItem, tupleSize } from '../object/tuple.ts'
import { newClass } from '../object/type-object.ts'
import { bindFrame, F_NAMESPACE, FLAG_ENTRY } from './frame.ts'

/** Of the function that is the body, and `count` bases from address `argv` on; all borrowed. */
export function buildClass(m: Machine, body: Address, argv: Address, count: number): Address {
  const bases = tupleFromBorrowed(m, argv, count)
  const namespace = newDict(m)
  let made = 0
  const fp = bindFrame(m, body, 0, 0, 0, FLAG_ENTRY)
  if (fp !== 0) {
    m.i32[fp + F_NAMESPACE] = namespace
    const result = m.services.runFrame(m)
    if (result !== 0) {
      decref(m, result)
      made = callMetaclass(m, codeName(m, functionCode(m, body)), bases, namespace)
    }
  }
  decref(m, namespace)
  decref(m, bases)
  return made
}

/** The type of the first base: of one that is no class, whatever that is an instance of. */
function callMetaclass(m: Machine, name: Address, bases: Address, namespace: Address): Address {
  const first = tupleSize(m, bases) === 0 ? 0 : tupleItem(m, bases, 0)
  if (first === 0 || kindOf(m, first) === Kind.type) return newClass(m, name, namespace, bases)
  return m.services.call(m, typeOf(m, first), [name, bases, namespace])
}
