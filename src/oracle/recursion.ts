/**
 * The recursion limit. How many of its levels an engine's harness takes is nothing that a program means: the judge tries a few
 * numbers. Calls of a program's functions take a level each; how many those take that come by way of C code differs by
 * version, and by how warm the code is, so that with such calls the depth is a guess. Leaves out what C code nests by itself.
 */
import { Undecided } from './atom.ts'
import { PythonError } from './python-error.ts'
import type { Value } from './thing.ts'
import type { World } from './world.ts'

/** All that are taken now. */
export function levelsNow({ frames, levels }: World): number {
  return frames.length - 1 + levels.taken
}

export function isAtLimit(world: World): boolean {
  return levelsNow(world) >= world.levels.limit
}

/** RecursionError where there is no room for one more call; `owned` was taken over for it. */
export function enterLevel(world: World, owned: readonly Value[] = []): void {
  if (!isAtLimit(world)) return
  if (world.levels.callsFromC > 0) world.guess ??= 'how many levels of the recursion limit calls by C code take'
  for (const value of owned) world.decref(value)
  throw new PythonError('RecursionError')
}

/** Up to 3.11 a call of a built-in is a level, too. */
export function enterBuiltin(world: World): void {
  if (!world.semantics.exceptionsMadeAtOnce) enterLevel(world)
}

export function fromC<T>({ levels }: World, call: () => T): T {
  levels.callsFromC++
  try {
    return call()
  } finally {
    levels.callsFromC--
  }
}

/** What takes so many calls may as well take for ever. */
export const NESTED_TOO_DEEP = 'calls nested too deep'

/** Finalizers and callbacks that make what has finalizers and callbacks, until calls nest too deep, and then once more. */
export const CALLS_WITHOUT_END = 'calls that do not end soon'

/** Why the oracle gave up. It nests calls of its own for those of a program: a stack without more room tells nothing of that. */
export function reasonToLeaveOpen(error: unknown): string | undefined {
  if (error instanceof Undecided) return error.message
  return error instanceof RangeError && error.message.includes('call stack') ? NESTED_TOO_DEEP : undefined
}
