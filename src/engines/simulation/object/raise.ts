/**
 * Sets the exception that is on its way. (Provisional: exception objects with arguments and tracebacks follow; the
 * signatures stay.)
 */
import type { Machine } from '../machine.ts'

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

/** Raises a new exception with one text as its argument; an exception that was on its way is dropped. Gives 0. */
export function raise(m: Machine, type: ExceptionName, message: string): 0 {
  void type
  void message
  m.error = -1
  return 0
}
