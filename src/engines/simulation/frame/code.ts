/**
 * Compiled code of a statement, a function or a class body (struct PyCodeObject). Its instructions lie in the code
 * segment; what stands here never changes after compilation.
 */

import type { StatementTraits } from '../../python/statement-traits.ts'
import type { Address } from '../memory/layout.ts'
import type { CodeHandler } from './handler.ts'

/** What the entry of a function reports to the log. */
export type Report = 'nothing' | 'initialized' | 'finalized' | 'entered'

export interface Code {
  readonly number: number
  readonly name: string
  /** Interned. */
  readonly nameObject: Address
  readonly kind: 'module' | 'function' | 'class'
  /** Word index of its first instruction. */
  readonly start: number
  readonly argumentCount: number
  readonly localCount: number
  /** Of arguments and local variables, then cells, then free variables. */
  readonly localNames: readonly string[]
  /** Index of the first free variable. */
  readonly freesAt: number
  readonly isGenerator: boolean
  readonly hasCells: boolean
  readonly handlers: readonly CodeHandler[]
  /** By instruction from `start` on the innermost handler, or −1; empty where there is none. */
  readonly handlerOf: Int16Array
  /** Greatest depth of the value stack. */
  readonly stackSize: number
  readonly report: Report
  /** Name that is reported: of the class, or of the function. */
  readonly reported: string
  /** The code object that functions refer to. Owned by the code. */
  readonly object: Address
  /** Size of a frame of it as an object, in slots of 8 bytes behind its fields. */
  readonly frameSlots: number
}

/** A top-level statement as code, and what there is to restore when a program that ran it is over. */
export interface CompiledStatement {
  /** Of the code that runs it and returns its value: None for all but expressions. */
  readonly number: number
  readonly traits: StatementTraits
  /** Objects that it refers to and whose counts move; see `m.constantCounts`. */
  readonly mortal: Int32Array
  /** Words that a program may change in records of its own, index and value in turn: of code objects and their frames. */
  readonly changeable: Int32Array
}
