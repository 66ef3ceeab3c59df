/**
 * What an operation took from the stack and then failed: the instruction itself gives it up, before the frame is told of the
 * error. Up to 3.13 the lowest goes first; from 3.14 on the topmost, as when a stack is unwound.
 */
import { PythonError } from '../python-error.ts'
import { madeAtOnce } from '../raising.ts'
import type { World } from '../world.ts'

/** Runs an operation on the `count` topmost values. */
export function withOperands<T>(world: World, count: number, operate: () => T): T {
  return releasing(world, world.stack.length - count, () => !world.semantics.comparisonReleasesRightFirst, operate)
}

/** Where the operation fails, everything from `base` on goes; `lowestFirst` is asked then. */
export function releasing<T>(world: World, base: number, lowestFirst: () => boolean, operate: () => T): T {
  const top = world.stack.length
  try {
    return operate()
  } catch (error) {
    if (error instanceof PythonError) {
      world.unwind(top)
      madeAtOnce(world, error)
      if (lowestFirst()) world.stack.push(...world.stack.splice(base).reverse())
      world.unwind(base)
    }
    throw error
  }
}
