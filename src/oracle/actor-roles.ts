/** Those whom a world asks to run code and to let things die; `actors.ts` puts them together. */
import { assert } from '../base/assert.ts'
import type { PythonError } from './python-error.ts'
import type { ClassPart, Step, Thing, Value } from './thing.ts'

/** What the world asks of those that run code and let things die. */
export interface Actors {
  /** `thing` has lost its last reference. */
  lastReferenceGone(thing: Thing): void
  /** Calls a program function or class with owned arguments, which its frame holds alone; the result is owned. */
  call(callee: Value, args: Value[]): Value
  /** Calls what a class has under the name of a special method, for `self`, with borrowed arguments; the result is owned. */
  callSpecial(method: Value, self: Thing, args: readonly Value[]): Value
  /** Calls anything with borrowed arguments; the result is owned. */
  callWith(callee: Value, args: readonly Value[]): Value
  /** What `type(name, bases, members)` makes, owned. */
  makeClass(args: readonly Value[]): Thing
  /** A class or function of the standard library's weakref module. */
  libraryClass(name: string): ClassPart
  libraryFunction(name: string): Value
  /** Whether two values are one or equal, which may run code. */
  isEqual(a: Value, b: Value): boolean
  /** `a < b`; TypeError where that is not defined. */
  isLess(a: Value, b: Value): boolean
  /** Goes on with a generator: with an owned value, or by raising where it waits. */
  resume(generator: Thing, sent: Value, error: PythonError | null): Step
  /** Closes a suspended generator. */
  close(generator: Thing): Value
}

/** Before a judgement has put them in their places. */
export const NOBODY: Actors = {
  lastReferenceGone: () => assert(false, 'the world has actors'),
  call: () => null,
  callSpecial: () => null,
  callWith: () => null,
  libraryClass: () => assert(false, 'the world has actors') as never,
  libraryFunction: () => null,
  makeClass: () => assert(false, 'the world has actors') as never,
  isEqual: (a, b) => a === b,
  isLess: () => false,
  resume: () => ({ ended: true, value: null }),
  close: () => assert(false, 'the world has actors') as never,
}
