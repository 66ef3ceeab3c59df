/** Class statements (builtin___build_class__ in Python/bltinmodule.c). */
import { Abort } from '../abort.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBuiltinOf } from '../object/builtin-function.ts'
import { codeName } from '../object/code-object.ts'
import { newDict } from '../object/dict.ts'
import { functionCode } from '../object/function.ts'
import { Kind } from '../object/kinds.ts'
import { getAttribute } from '../object/protocol.ts'
import { clearError, raise } from '../object/raise.ts'
import { decref, kindOf, typeOf } from '../object/refcount.ts'
import { isTuple, tupleFromBorrowed, tupleItem, tupleSize } from '../object/tuple.ts'
import { isSubtypeOf } from '../object/type-lookup.ts'
import { newClass } from '../object/type-object.ts'
import { bindFrame, F_NAMESPACE, FLAG_ENTRY } from './frame.ts'

/** Of the function that is the body, and `count` bases from address `argv` on; all borrowed. */
export function buildClass(m: Machine, body: Address, argv: Address, count: number): Address {
  const bases = tupleFromBorrowed(m, argv, count)
  if (bases === 0) return 0
  const metaclass = areBases(m, bases) ? metaclassOf(m, bases) : 0
  const namespace = metaclass === 0 ? 0 : prepared(m, metaclass)
  if (namespace === 0) {
    decref(m, bases)
    return 0
  }
  let made = 0
  const fp = bindFrame(m, body, 0, 0, 0, FLAG_ENTRY)
  if (fp !== 0) {
    m.i32[fp + F_NAMESPACE] = namespace
    const result = m.services.runFrame(m)
    if (result !== 0) {
      decref(m, result)
      const name = codeName(m, functionCode(m, body))
      made =
        metaclass === m.types['type']
          ? newClass(m, name, namespace, bases)
          : m.services.call(m, metaclass, [name, bases, namespace])
    }
  }
  decref(m, namespace)
  decref(m, bases)
  return made
}

/** By a method that is bound for it, `__prepare__`. */
function prepared(m: Machine, metaclass: Address): Address {
  const prepare = newBuiltinOf(m, 0, metaclass)
  if (prepare === 0) return 0
  const namespace = newDict(m)
  decref(m, prepare)
  return namespace
}

/**
 * What is no class may say by `__mro_entries__` which classes it stands for (update_bases): no class of the language does,
 * but `__getattr__` is asked, and what it gives would be called. False with an error set.
 */
function areBases(m: Machine, bases: Address): boolean {
  const name = m.names['__mro_entries__'] as number
  for (let i = 0; i < tupleSize(m, bases); i++) {
    const base = tupleItem(m, bases, i)
    if (kindOf(m, base) === Kind.type) continue
    const entries = getAttribute(m, base, name)
    if (entries === 0) {
      if (!isSubtypeOf(m, typeOf(m, m.error), m.types['AttributeError'] as number)) return false
      clearError(m)
      continue
    }
    const given = m.services.call(m, entries, [bases])
    decref(m, entries)
    if (given === 0) return false
    if (!isTuple(m, given)) raise(m, 'TypeError', '__mro_entries__ must return a tuple')
    decref(m, given)
    if (m.error === 0) throw new Abort('what is no class gives no classes by __mro_entries__')
    return false
  }
  return true
}

/**
 * The type of the bases that derives from those of all others (_PyType_CalculateMetaclass): of one that is no class, whatever
 * that is an instance of. Borrowed; 0 with TypeError set, before the body runs.
 */
function metaclassOf(m: Machine, bases: Address): Address {
  let winner = tupleSize(m, bases) === 0 ? (m.types['type'] as number) : typeOf(m, tupleItem(m, bases, 0))
  for (let i = 1; i < tupleSize(m, bases); i++) {
    const type = typeOf(m, tupleItem(m, bases, i))
    if (isSubtypeOf(m, winner, type)) continue
    if (!isSubtypeOf(m, type, winner)) return raise(m, 'TypeError', 'metaclass conflict')
    winner = type
  }
  return winner
}
