/** What generation knows about a class, function, callback or block of the palette besides its statement. */
import type { Statement } from '../../program/ast.ts'

/** What a definition uses when it runs; the program gives it before the definition is used. */
export const Need = {
  kept: 1,
  plainClass: 2,
  weakVariable: 4,
  sharedList: 8,
  sharedInstance: 16,
  sharedGenerator: 32,
} as const

/** What `__init__` leaves in an attribute. */
export type Initial = 'unset' | 'none' | 'list' | 'dict' | 'tuple' | 'itself' | 'plain' | 'argument'

export interface ClassEntry {
  readonly statement: Statement
  readonly name: number
  /** Bits of `ATTRIBUTES` that an instance can hold. */
  readonly settable: number
  readonly initial: readonly Initial[]
  /** Whether the constructor takes an object after the number. */
  readonly takesObject: boolean
  readonly hasNumber: boolean
  readonly weakrefable: boolean
  readonly hasDict: boolean
  readonly hasFinalizer: boolean
  readonly hasSlots: boolean
  readonly resurrects: boolean
  /** Bits of `VARIABLES` that its finalizer may rebind. */
  readonly unsteady: number
  readonly needs: number
  /** Definitions of level 2 that its finalizer uses. */
  readonly uses: readonly string[]
  /** Which attribute `link(other)` sets; -1: no such method. */
  readonly links: number
  readonly hasMethod: boolean
  /** The class attribute `box`. */
  readonly box: 'none' | 'list' | 'dict'
}

/** What a call gives. */
export type Result = 'none' | 'atom' | 'list' | 'tuple' | 'dict' | 'plain' | 'first' | 'weakref' | 'box'

export interface FunctionEntry {
  readonly statement: Statement
  readonly name: number
  readonly result: Result
  /** Whether its arguments must be instances whose `x` and `y` can be set. */
  readonly wantsAttributes: boolean
  /** Bits of `ATTRIBUTES` that it sets on its first and on its second argument. */
  readonly sets: readonly [number, number]
  readonly wantsWeakrefable: boolean
  /** Whether it ties its arguments together, or to what it returns. */
  readonly ties: boolean
  /** How many objects it makes that may join the group of its arguments. */
  readonly makes: number
  readonly unsteady: number
  readonly needs: number
}

export interface CallbackEntry {
  readonly statement: Statement
  readonly name: number
  readonly unsteady: number
  readonly needs: number
  /** Definitions of level 2 that it uses. */
  readonly uses: readonly string[]
}
