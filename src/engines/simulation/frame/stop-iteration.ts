/** What a generator ends with: the StopIteration that its value becomes, and the one that must not leave it. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { exceptionTraceback, setCauseSteal, setTracebackSteal } from '../object/exception.ts'
import { isExceptionKind } from '../object/kinds.ts'
import { clearError, raise, raiseWith, takeError } from '../object/raise.ts'
import { decref, incref, kindOf, typeOf } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { isTuple } from '../object/tuple.ts'
import { isSubtypeOf } from '../object/type-lookup.ts'
import { makeError } from '../object/unmade-error.ts'

/** Raises StopIteration with what a generator returned, borrowed (_PyGen_SetStopIterationValue). */
export function raiseReturned(m: Machine, value: Address): void {
  raiseWith(m, 'StopIteration', value === m.None ? [] : [value], isMadeAnyway(m, value))
}

/** Where the type and the value alone are raised, a tuple would be taken for arguments, and an exception for itself. */
function isMadeAnyway(m: Machine, value: Address): boolean {
  return isTuple(m, value) || isExceptionKind(kindOf(m, value))
}

/** Takes over what a generator returned to a loop, where nobody looks at it: up to 3.11 it may be raised even so. */
export function dropReturned(m: Machine, value: Address): void {
  const isRaised = !m.semantics.exceptionsMadeAtOnce && isMadeAnyway(m, value)
  if (isRaised) raiseReturned(m, value)
  decref(m, value)
  if (isRaised) clearError(m)
}

/** A StopIteration that leaves a generator becomes a RuntimeError (PEP 479; _PyErr_FormatFromCause). */
export function replaceStopIteration(m: Machine): void {
  if (!isSubtypeOf(m, typeOf(m, m.error), m.types['StopIteration'] as number)) return
  makeError(m)
  const error = takeError(m)
  raise(m, 'RuntimeError', 'generator raised StopIteration', true)
  setCauseSteal(m, m.error, incref(m, error), error)
}

/** The same as an instruction (3.12+): takes the exception over and gives what is to be raised instead. */
export function stopIterationError(m: Machine, exception: Address): Address {
  if (!isSubtypeOf(m, typeOf(m, exception), m.types['StopIteration'] as number)) return exception
  const error = granted(m, () => m.services.newError(m, 'RuntimeError', 'generator raised StopIteration'))
  const traceback = exceptionTraceback(m, exception)
  if (traceback !== 0) setTracebackSteal(m, error, incref(m, traceback))
  setCauseSteal(m, error, incref(m, exception), exception)
  return error
}
