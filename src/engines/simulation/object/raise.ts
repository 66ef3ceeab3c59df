/**
 * Sets the exception that is on its way (PyErr_SetString, PyErr_SetObject, PyErr_Clear). Keeps true: at most one is on
 * its way, and `m.error` owns it. Exceptions are made through the services, so that any file may raise.
 */
import { countAllocation } from '../gc/allocation-count.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { handledException, setContext } from './exc-info.ts'
import { tracebackField } from './exception-layout.ts'
import { decref, incref, xdecref } from './refcount.ts'

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
 * was on its way is dropped. It is an object at once if `isMade`; else it may be unmade: see object/unmade-error.ts. Gives 0.
 */
export function raise(m: Machine, type: ExceptionName, message: string, isMade = isMadeAtOnce(m, type)): 0 {
  return raiseNew(m, isMade, true, () => m.services.newError(m, type, message))
}

/** The same with any arguments (borrowed). */
export function raiseWith(
  m: Machine,
  type: ExceptionName,
  args: readonly Address[],
  isMade = isMadeAtOnce(m, type),
): 0 {
  // C code makes the tuple of a KeyError itself.
  return raiseNew(m, isMade, type !== 'KeyError', () => m.services.newException(m, type, args))
}

function isMadeAtOnce(m: Machine, type: ExceptionName): boolean {
  return type === 'AssertionError' || (type === 'NameError' && m.semantics.attributeErrorHoldsObject)
}

/** A new exception has its context. Without one C code raises type and arguments alone up to 3.11. */
function raiseNew(m: Machine, isMade: boolean, argsWait: boolean, make: () => Address): 0 {
  clearError(m)
  const isUnmade = !isMade && !m.semantics.exceptionsMadeAtOnce && handledException(m) === 0
  m.gc.makesStandIn = isUnmade
  const error = make()
  m.gc.makesStandIn = false
  if (error === 0) return 0
  m.errorArgsAreNew = m.tupleIsNew
  if (isUnmade && !argsWait && m.tupleIsNew) countAllocation(m)
  m.error = error
  m.errorIsUnmade = isUnmade
  m.errorArgsAreUnmade = isUnmade && argsWait
  setContext(m, error)
  return 0
}

/** Raises that exception object; takes the reference over. Gives 0. */
export function raiseObject(m: Machine, exception: Address): 0 {
  const old = m.error
  m.errorIsUnmade = false
  setContext(m, exception)
  m.error = exception
  if (old !== 0) decref(m, old)
  return 0
}

/** Drops the exception that is on its way, if any (PyErr_Clear). */
export function clearError(m: Machine): void {
  if (m.error === 0) return
  if (m.errorIsUnmade) return m.services.dropUnmade(m)
  // Up to 3.11 type, object and traceback of an error are held each by itself, and let go in that order.
  const traceback = m.semantics.exceptionsMadeAtOnce ? 0 : (m.i32[(m.error + tracebackField(m)) >> 2] as number)
  if (traceback !== 0) incref(m, traceback)
  dropCaught(m)
  if (traceback !== 0) decref(m, traceback)
}

/** The same of one that code has caught: it alone holds its traceback. */
export function dropCaught(m: Machine): void {
  const old = m.error
  m.error = 0
  xdecref(m, old)
}

/** Takes the exception away: the caller owns it; 0 where there is none (PyErr_Fetch). */
export function takeError(m: Machine): Address {
  const error = m.error
  m.error = 0
  return error
}

/** Name of the type of the exception that is on its way; '' where there is none. */
export function errorTypeName(m: Machine): string {
  return m.error === 0 ? '' : (m.typeNames.get(m.i32[(m.error + OB_TYPE) >> 2] as number) ?? '')
}
