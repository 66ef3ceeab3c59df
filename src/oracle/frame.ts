/** One running call of a program function, or the module's code. Locals are owned references. */
import type { FunctionDefinition } from '../program/ast.ts'
import type { Scope } from './scope.ts'
import type { Value } from './thing.ts'

export interface Frame {
  readonly code: FunctionDefinition | null
  /** null at module level, where names are globals. */
  readonly scope: Scope | null
  /** Slot values, undefined where unbound, in the order of the scope's names. */
  readonly locals: (Value | undefined)[]
  /** Class bodies collect their names here instead. */
  readonly members: Map<string, Value> | null
}
