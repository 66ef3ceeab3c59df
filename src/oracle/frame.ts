/** One running call of a program function, or the module's code. Locals are owned references. */
import type { FunctionCode, Value } from './thing.ts'

export interface Frame {
  /** null at module level and in class bodies. */
  readonly code: FunctionCode | null
  /** Slot values, undefined where unbound, in the order of the scope's names. */
  readonly locals: (Value | undefined)[]
  /** Class bodies collect their names here instead. */
  readonly members: Map<string, Value> | null
}
