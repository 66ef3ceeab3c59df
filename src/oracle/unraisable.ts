/** Exceptions that nobody can catch: in `__del__` and in weakref callbacks. And letting go of what an exception holds. */
import { Undecided } from './atom.ts'
import type { Frame } from './frame.ts'
import type { PythonError } from './python-error.ts'
import type { World } from './world.ts'

/** Reports an exception of a finalizer or a callback; then it dies. */
export function reportUnraisable(world: World, error: PythonError): void {
  if (world.unraisableHook !== null) throw new Undecided('the program handles unraisable exceptions itself')
  world.witness.unraisable(error.type)
  releaseError(world, error)
}

/** An exception dies: first what it holds itself, then the frames of its traceback, the innermost first. */
export function releaseError(world: World, error: PythonError): void {
  for (const value of error.held.splice(0)) world.decref(value)
  for (const frame of error.frames.splice(0)) {
    const at = world.frames.indexOf(frame)
    if (at >= 0) world.frames.splice(at, 1)
    releaseLocals(world, frame)
  }
}

/** A frame lets its locals go, in the version's order. */
export function releaseLocals(world: World, frame: Frame): void {
  const { locals } = frame
  const forward = world.semantics.localsReleasedForward
  for (let i = 0; i < locals.length; i++) {
    const slot = forward ? i : locals.length - 1 - i
    const value = locals[slot]
    if (value === undefined) continue
    locals[slot] = undefined
    world.decref(value)
  }
}
