/**
 * A Python exception on its way through the oracle's interpreter. A value of the program, not an error of ours. The
 * exception object is made where a frame first meets it (see `raising.ts`): built-ins only say what it will hold.
 */
import type { Frame, Thing, Value } from './thing.ts'

export class PythonError {
  /** Name of the exception type. */
  readonly type: string
  /** What the exception object will refer to: its arguments, or an AttributeError's object. Owned, until there is one. */
  readonly held: Value[]
  /** The exception object, owned. */
  exception: Thing | null = null
  /** The frame whose traceback entry is the outermost one: it makes no second one. */
  tracedIn: Frame | null = null

  constructor(type: string, held: Value[] = []) {
    this.type = type
    this.held = held
  }
}
