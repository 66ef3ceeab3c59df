/** Exceptions that nobody can catch: in `__del__` and in weakref callbacks. And what a frame lets go when it ends. */
import { Undecided } from './atom.ts'
import type { PythonError } from './python-error.ts'
import { dropBeforeTraceback, land, partsOf } from './raising.ts'
import type { Frame } from './thing.ts'
import type { World } from './world.ts'

/** Reports an exception of a finalizer or a callback; then it dies, and its traceback after it (`_PyErr_WriteUnraisableMsg`). */
export function reportUnraisable(world: World, error: PythonError): void {
  if (world.unraisableHook !== null) throw new Undecided('the program handles unraisable exceptions itself')
  world.witness.unraisable(error.type)
  const exception = land(world, error)
  if (partsOf(exception).traceback === null && exception.refs > 1)
    throw new Undecided('the traceback that an exception without one gets as it is reported')
  dropBeforeTraceback(world, exception)
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
