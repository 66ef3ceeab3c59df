/** The shape of built-in functions and methods: arguments are borrowed, the result is owned. */
import { PythonError } from '../python-error.ts'
import type { Thing, Value } from '../thing.ts'
import type { World } from '../world.ts'

export type BuiltinFunction = (world: World, args: readonly Value[]) => Value

export type BuiltinMethod = (world: World, self: Thing, args: readonly Value[]) => Value

/** TypeError unless the number of arguments fits. */
export function arity(args: readonly Value[], low: number, high: number = low): void {
  if (args.length < low || args.length > high) throw new PythonError('TypeError')
}

export function typeError(): PythonError {
  return new PythonError('TypeError')
}
