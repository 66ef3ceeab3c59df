/** What `raise` and `except` do (do_raise, PyErr_GivenExceptionMatches, check_except_type_valid in Python). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { handledException, handledTraceback } from '../object/exc-info.ts'
import { setCauseSteal, setTracebackSteal } from '../object/exception.ts'
import { Kind } from '../object/kinds.ts'
import { raise, raiseObject } from '../object/raise.ts'
import { decref, incref, kindOf, typeOf } from '../object/refcount.ts'
import { isTuple, tupleItem, tupleSize } from '../object/tuple.ts'
import { isSubtypeOf } from '../object/type-lookup.ts'
import { NO_OBJECT } from './frame.ts'

/** `raise` alone: true where the handled exception goes on as it is. */
export function reraiseHandled(m: Machine): boolean {
  const handled = handledException(m)
  if (handled === 0) {
    raise(m, 'RuntimeError', 'No active exception to reraise')
    return false
  }
  m.error = incref(m, handled)
  m.errorIsUnmade = false
  if (m.dialect.callMakesFrame) restoreTraceback(m, handled, incref(m, handledTraceback(m)))
  return true
}

/** Up to 3.10 what goes on has the traceback with which it was caught (taken over), whatever the program has made of that. */
export function restoreTraceback(m: Machine, exception: Address, traceback: Address): void {
  setTracebackSteal(m, exception, traceback & ~NO_OBJECT)
}

/** Sets `m.error`. Both are borrowed; `cause` may be 0. */
export function raiseStatement(m: Machine, exception: Address, cause: Address): void {
  const value = instantiate(m, exception, 'exceptions must derive from BaseException')
  if (value === 0) return
  if (cause !== 0) {
    const fixed = cause === m.None ? 0 : instantiate(m, cause, 'exception causes must derive from BaseException')
    if (fixed === 0 && cause !== m.None) {
      decref(m, value)
      return
    }
    setCauseSteal(m, value, fixed, 0)
  }
  raiseObject(m, value)
}

/** A new reference to an exception: the object itself, or what its class makes. */
function instantiate(m: Machine, o: Address, message: string): Address {
  if (isExceptionClass(m, o)) {
    const value = m.services.call(m, o, [])
    if (value === 0 || isException(m, value)) return value
    decref(m, value)
    return raise(m, 'TypeError', 'calling an exception class should have returned an exception')
  }
  return isException(m, o) ? incref(m, o) : raise(m, 'TypeError', message)
}

export function isException(m: Machine, o: Address): boolean {
  return isSubtypeOf(m, typeOf(m, o), m.types['BaseException'] as number)
}

function isExceptionClass(m: Machine, o: Address): boolean {
  return kindOf(m, o) === Kind.type && isSubtypeOf(m, o, m.types['BaseException'] as number)
}

/** Whether a handler for `wanted` takes exceptions of that type: 1, 0, or −1. */
export function matches(m: Machine, type: Address, wanted: Address): number {
  if (!isTuple(m, wanted)) {
    if (isExceptionClass(m, wanted)) return isSubtypeOf(m, type, wanted) ? 1 : 0
    return refuse(m)
  }
  for (let i = 0; i < tupleSize(m, wanted); i++) if (!isExceptionClass(m, tupleItem(m, wanted, i))) return refuse(m)
  for (let i = 0; i < tupleSize(m, wanted); i++) if (isSubtypeOf(m, type, tupleItem(m, wanted, i))) return 1
  return 0
}

function refuse(m: Machine): -1 {
  raise(m, 'TypeError', 'catching classes that do not inherit from BaseException is not allowed')
  return -1
}
