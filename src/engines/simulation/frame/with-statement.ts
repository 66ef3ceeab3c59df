/** What `with` does (SETUP_WITH, BEFORE_WITH, WITH_EXCEPT_START in Python/ceval.c, Python/bytecodes.c). */
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE, TP_DICT } from '../memory/layout.ts'
import { newBoundMethod } from '../object/bound-method.ts'
import { dictGetInterned } from '../object/dict.ts'
import { exceptionTraceback } from '../object/exception.ts'
import { Kind } from '../object/kinds.ts'
import { raise } from '../object/raise.ts'
import { decref, incref, kindOf, typeOf } from '../object/refcount.ts'
import { isHeapType, lookupInType } from '../object/type-lookup.ts'
import { call } from './call.ts'

/** Borrowed, or 0 with an error. */
export function lookupSpecial(m: Machine, o: Address, name: Address): Address {
  const type = typeOf(m, o)
  const found = lookupInType(m, type, name)
  if (found !== 0) return found
  // From 3.14 on the message wants the full name, which one that a call of `type` made has in a module only.
  const isNameless = m.dialect.version[1] >= 14 && isHeapType(m, type) && !hasModule(m, type)
  return raise(m, m.dialect.version[1] <= 10 || isNameless ? 'AttributeError' : 'TypeError', 'not a context manager')
}

function hasModule(m: Machine, type: Address): boolean {
  return dictGetInterned(m, m.i32[(type + TP_DICT) >> 2] as number, m.names['__module__'] as number) !== 0
}

function boundSpecial(m: Machine, o: Address, name: string): Address {
  const found = lookupSpecial(m, o, m.names[name] as number)
  if (found === 0) return 0
  return kindOf(m, found) === Kind.function ? newBoundMethod(m, found, o) : incref(m, found)
}

/**
 * Up to 3.13: in place of the manager at word index `at` its bound `__exit__`, and above that what `__enter__` gives.
 * 0; −1 where it failed before the manager was replaced, −2 behind that.
 */
export function enterContext(m: Machine, at: number): number {
  const { i32 } = m
  const manager = i32[at] as number
  const enter = boundSpecial(m, manager, '__enter__')
  if (enter === 0) return -1
  const exit = boundSpecial(m, manager, '__exit__')
  if (exit === 0) {
    decref(m, enter)
    return -1
  }
  i32[at] = exit
  decref(m, manager)
  const result = call(m, enter, 0, 0)
  decref(m, enter)
  if (result === 0) return -2
  i32[at + 2] = result
  return 0
}

/** Calls `__exit__`, beneath the exception on a stack up to word index `sp`; what it says, or 0. */
export function exitWithException(m: Machine, sp: number): Address {
  const { i32, dialect } = m
  if (dialect.callMakesFrame) {
    const exit = i32[sp - 14] as number
    const traceback = i32[sp - 6] as number
    const args = [i32[sp - 2] as number, i32[sp - 4] as number, traceback === 0 ? m.None : traceback]
    const result = m.services.call(m, exit, args)
    if (dialect.version[1] > 8 || result === 0) return result
    // In 3.8 it is let go at once.
    i32[sp - 14] = 0
    decref(m, exit)
    return result
  }
  const exception = i32[sp - 2] as number
  const traceback = exceptionTraceback(m, exception)
  const args = [i32[(exception + OB_TYPE) >> 2] as number, exception, traceback === 0 ? m.None : traceback]
  if (dialect.version[1] <= 13) return m.services.call(m, i32[sp - 8] as number, args)
  const exit = i32[sp - 10] as number
  const self = (i32[sp - 8] as number) & ~1
  return exit === 0 ? m.services.call(m, self, args) : m.services.call(m, exit, [self, ...args])
}
