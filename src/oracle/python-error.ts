/** A Python exception on its way through the oracle's interpreter. A value of the program, not an error of ours. */
import type { Frame } from './frame.ts'
import type { Value } from './thing.ts'

export class PythonError {
  /** Name of the exception type. */
  readonly type: string
  /** What the exception object refers to: its arguments, an AttributeError's object. Owned. */
  readonly held: Value[]
  /** Frames that its traceback keeps, outermost last. */
  readonly frames: Frame[] = []

  constructor(type: string, held: Value[] = []) {
    this.type = type
    this.held = held
  }
}
