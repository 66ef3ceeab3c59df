/**
 * A Python exception on its way through the oracle's interpreter. A value of the program, not an error of ours. The
 * exception object is made where a frame first meets it (see `raising.ts`): built-ins only say what it will hold.
 */
import type { Frame, Thing, Value } from './thing.ts'

export class PythonError {
  /** Name of the exception type; that of another one where there is no memory for the exception. */
  type: string
  /** What the exception object will refer to: its arguments, or an AttributeError's object. Owned, until there is one. */
  readonly held: Value[]
  /** The exception object, owned. */
  exception: Thing | null = null
  /** What frames have added to an error that is no object yet: its traceback and, of a KeyError, its arguments; both owned. */
  unmade: { traceback: Thing; readonly args: Thing | null } | null = null
  /** It came up where nothing was being handled, and gets no context where it goes on. */
  withoutContext = false
  /** The frame whose traceback entry is the outermost one: it makes no second one. */
  tracedIn: Frame | null = null

  constructor(type: string, held: Value[] = []) {
    this.type = type
    this.held = held
  }
}

/**
 * Does `work`, and then what is due however that ends for the program, by a result or by an exception of its own. Where the
 * oracle gives up instead, nothing happens any more: finalizers that ran now would be taken for the program's.
 */
export function thenAlways<T>(work: () => T, due: (result: T | undefined) => void): T {
  let result: T
  try {
    result = work()
  } catch (error) {
    if (error instanceof PythonError) due(undefined)
    throw error
  }
  due(result)
  return result
}
