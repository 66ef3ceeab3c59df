/**
 * Exceptions as objects: made from what a built-in raised, chained to the one that is being handled, and followed by a
 * traceback that keeps each frame they pass.
 */
import { assert } from '../base/assert.ts'
import { Unknown } from './atom.ts'
import { PythonError } from './python-error.ts'
import type { ExceptionParts, Frame } from './thing.ts'
import { isThing, type Thing, type Value } from './thing.ts'
import { tupleAtBirth } from './tracking.ts'
import type { World } from './world.ts'

export function partsOf(exception: Thing): ExceptionParts {
  assert(exception.kind === 'exception' && exception.detail !== null, 'an exception has its parts')
  return exception.detail as ExceptionParts
}

/** An exception with owned arguments, and what its type keeps besides; an owned reference. */
export function makeException(world: World, type: string, args: Value[], own: Value[] = [], byProgram = true): Thing {
  const made = byProgram ? world.create('exception', type) : world.createUntold('exception', type)
  made.refs = 1
  made.tracked = 'yes'
  const parts: ExceptionParts = {
    args: argumentTuple(world, made, args),
    own,
    traceback: null,
    context: null,
    cause: null,
    dict: null,
  }
  made.detail = parts
  return made
}

/** The tuple of arguments belongs to the exception: no expression of the program made it. */
export function argumentTuple(world: World, exception: Thing, args: Value[]): Thing {
  const tuple = world.createPart('tuple', exception, 'args')
  tuple.refs = 1
  tuple.items = args
  if (args.length === 0) tuple.constant = true
  else tuple.tracked = tupleAtBirth(tuple, world.semantics, 'display')
  return tuple
}

/** What the interpreter says in its own words. */
export const TEXT = new Unknown('the text of an exception')
/** Raised without a text where nothing is said. */
const WORDLESS = new Set(['StopIteration', 'AssertionError', 'GeneratorExit', 'MemoryError'])

/** The exception object of `error`, made where there was none so far. Borrowed. */
export function exceptionOf(world: World, error: PythonError): Thing {
  if (error.exception !== null) return error.exception
  const { type, held } = error
  const keepsArguments = held.length > 0 && type !== 'AttributeError'
  const args = keepsArguments ? held.splice(0) : WORDLESS.has(type) ? [] : [TEXT]
  const own = type === 'StopIteration' ? args.map((arg) => world.incref(arg)) : held.splice(0)
  const exception = makeException(world, type, args, own, false)
  error.exception = exception
  world.flying.push(exception)
  chain(world, exception)
  return exception
}

/** Raises an exception object whose reference is handed over. */
export function raiseException(world: World, exception: Thing): PythonError {
  const error = new PythonError(exception.typeName)
  error.exception = exception
  world.flying.push(exception)
  chain(world, exception)
  return error
}

/** Raises again what was caught, whose reference is handed over: no new context, and no second entry for `frame`. */
export function raiseAgain(world: World, exception: Thing, frame: Frame | null): PythonError {
  const error = new PythonError(exception.typeName)
  error.exception = exception
  error.tracedIn = frame
  world.flying.push(exception)
  return error
}

/** What is being handled becomes the context of what is raised now; a circle of contexts is cut (`_PyErr_SetObject`). */
export function chain(world: World, exception: Thing): void {
  const handled = world.handled
  if (handled === null || handled === exception) return
  for (let one = handled; ; ) {
    const parts = partsOf(one)
    const { context } = parts
    if (context === null) break
    if (context === exception) {
      parts.context = null
      world.decref(context)
      break
    }
    one = context
  }
  const parts = partsOf(exception)
  const old = parts.context
  parts.context = world.incref(handled)
  if (isThing(old)) world.decref(old)
}

/** `frame` has been passed: an entry for it, once. */
export function trace(world: World, error: PythonError, frame: Frame): void {
  const exception = exceptionOf(world, error)
  if (error.tracedIn === frame) return
  error.tracedIn = frame
  const parts = partsOf(exception)
  const entry = world.createUntold('traceback')
  entry.refs = 1
  entry.tracked = 'yes'
  entry.items = [parts.traceback, world.incref(thingOf(world, frame))]
  parts.traceback = entry
}

/** The frame as an object; borrowed. */
export function thingOf(world: World, frame: Frame): Thing {
  if (frame.thing !== null) return frame.thing
  assert(!frame.ended, 'a frame that ended without an object is gone')
  const thing = world.createUntold('frame')
  thing.refs = 1
  thing.detail = frame
  frame.thing = thing
  return thing
}

/** Takes the exception object out of its flight: the reference is the caller's. */
export function land(world: World, error: PythonError): Thing {
  const exception = exceptionOf(world, error)
  world.flying.splice(world.flying.lastIndexOf(exception), 1)
  error.exception = null
  return exception
}
