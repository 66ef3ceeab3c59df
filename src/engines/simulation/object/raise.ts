/**
 * Sets the exception that is on its way (PyErr_SetString, PyErr_SetObject, PyErr_Clear). Keeps true: at most one is on
 * its way, and `m.error` owns it. Exceptions are made through the services, so that any file may raise.
 */
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { handledException, setContext } from './exc-info.ts'
import { tracebackField } from './exception-layout.ts'
import { decref, incref } from './refcount.ts'

export type ExceptionName =
  | 'Exception'
  | 'ValueError'
  | 'TypeError'
  | 'KeyError'
  | 'IndexError'
  | 'AttributeError'
  | 'NameError'
  | 'UnboundLocalError'
  | 'RuntimeError'
  | 'ReferenceError'
  | 'RecursionError'
  | 'AssertionError'
  | 'MemoryError'
  | 'OverflowError'
  | 'StopIteration'
  | 'SystemError'
  | 'GeneratorExit'

/**
 * Raises a new exception with one text as its argument, or MemoryError where there is no memory for it; an exception that
 * was on its way is dropped. Gives 0.
 */
export function raise(m: Machine, type: ExceptionName, message: string): 0 {
  clearError(m)
  const error = m.services.newError(m, type, message)
  m.errorArgsAreNew = m.tupleIsNew
  if (error === 0) return 0
  m.error = error
  note(m, type)
  return 0
}

/** The same with any arguments (borrowed). */
export function raiseWith(m: Machine, type: ExceptionName, args: readonly Address[]): 0 {
  clearError(m)
  const error = m.services.newException(m, type, args)
  m.errorArgsAreNew = m.tupleIsNew
  if (error === 0) return 0
  m.error = error
  note(m, type)
  return 0
}

/**
 * A new exception has its context. Without one C code raises type and arguments alone up to 3.11: see
 * `makePending` in frame/unwind.ts.
 */
function note(m: Machine, type: ExceptionName): void {
  const isEager = type === 'AssertionError' || (type === 'NameError' && m.semantics.attributeErrorHoldsObject)
  m.errorIsPending = handledException(m) === 0 && !isEager
  m.errorArgsArePending = type !== 'KeyError'
  setContext(m, m.error)
}

/** Raises that exception object; takes the reference over. Gives 0. */
export function raiseObject(m: Machine, exception: Address): 0 {
  const old = m.error
  m.errorIsPending = false
  setContext(m, exception)
  m.error = exception
  if (old !== 0) decref(m, old)
  return 0
}

/** Drops the exception that is on its way, if any (PyErr_Clear). */
export function clearError(m: Machine): void {
  // Up to 3.11 type, object and traceback of an error are held each by itself, and let go in that order.
  const isApart = m.error !== 0 && !m.semantics.exceptionsMadeAtOnce
  const traceback = isApart ? (m.i32[(m.error + tracebackField(m)) >> 2] as number) : 0
  if (traceback !== 0) incref(m, traceback)
  dropCaught(m)
  if (traceback !== 0) decref(m, traceback)
}

/** The same of one that code has caught: it alone holds its traceback. */
export function dropCaught(m: Machine): void {
  const old = m.error
  if (old === 0) return
  m.error = 0
  if (m.errorIsPending && !m.semantics.exceptionsMadeAtOnce) m.unmadeError = old
  decref(m, old)
  m.unmadeError = 0
}

/** Takes the exception away: the caller owns it; 0 where there is none (PyErr_Fetch). */
export function takeError(m: Machine): Address {
  const error = m.error
  m.error = 0
  return error
}

/** Puts back what was on its way before code ran in between, and whether it was an object yet (PyErr_Restore). */
export function restoreError(m: Machine, error: Address, isPending: boolean, argsArePending: boolean): void {
  m.error = error
  m.errorIsPending = isPending
  m.errorArgsArePending = argsArePending
}

/** Name of the type of the exception that is on its way; '' where there is none. */
export function errorTypeName(m: Machine): string {
  return m.error === 0 ? '' : (m.typeNames.get(m.i32[(m.error + OB_TYPE) >> 2] as number) ?? '')
}
