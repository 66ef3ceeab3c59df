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
  made.detail = exceptionParts(world, made, args, own)
  return made
}

/** The parts of a new exception, with owned arguments. */
export function exceptionParts(world: World, exception: Thing, args: Value[], own: Value[]): ExceptionParts {
  return {
    args: argumentTuple(world, exception, args),
    own,
    traceback: null,
    context: null,
    cause: null,
    dict: null,
  }
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
  if (world.grants >= 0) replaceByMemoryError(world, error)
  const { type, held, unmade } = error
  if (unmade !== null) return makeOfUnmade(world, error, unmade)
  const keepsArguments = held.length > 0 && type !== 'AttributeError'
  const args = keepsArguments ? held.splice(0) : WORDLESS.has(type) ? [] : [TEXT]
  const own = type === 'StopIteration' ? args.map((arg) => world.incref(arg)) : held.splice(0)
  const exception = makeException(world, type, args, own, false)
  error.exception = exception
  world.flying.push(exception)
  if (!error.withoutContext) chain(world, exception)
  return exception
}

/** Its context was settled when it came up: it has none. */
function makeOfUnmade(
  world: World,
  error: PythonError,
  { traceback, args }: NonNullable<PythonError['unmade']>,
): Thing {
  const exception = makeException(
    world,
    error.type,
    args === null && !WORDLESS.has(error.type) ? [TEXT] : [],
    [],
    false,
  )
  const parts = partsOf(exception)
  if (args !== null) {
    parts.args = args
    takeOff(world, args)
  }
  parts.traceback = traceback
  takeOff(world, traceback)
  error.unmade = null
  error.exception = exception
  world.flying.push(exception)
  return exception
}

/** It no longer flies by itself. */
function takeOff(world: World, thing: Thing): void {
  world.flying.splice(world.flying.lastIndexOf(thing), 1)
}

/** There is no memory for the exception itself. */
function replaceByMemoryError(world: World, error: PythonError): void {
  try {
    world.request()
  } catch {
    for (const value of error.held.splice(0)) world.decref(value)
    error.type = 'MemoryError'
  }
}

/**
 * Called where an error has come up and something dies before a frame is told of it: from 3.12 on there is an exception object
 * by then (gh-101578), before only where it gets a context.
 */
export function madeAtOnce(world: World, error: PythonError): void {
  if (world.semantics.exceptionsMadeAtOnce || world.handled !== null) exceptionOf(world, error)
}

/** Raises an exception object whose reference is handed over. */
export function raiseException(world: World, exception: Thing): PythonError {
  const error = new PythonError(exception.typeName)
  error.exception = exception
  world.flying.push(exception)
  chain(world, exception)
  return error
}

/** What is thrown into a generator to close it: where there is no memory for that, MemoryError. */
export function thrownByClose(world: World): PythonError {
  try {
    world.request()
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    return raiseException(world, makeException(world, error.type, [], [], false))
  }
  const error = new PythonError('GeneratorExit')
  error.withoutContext = world.handled === null
  madeAtOnce(world, error)
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
  const staysUnmade = error.exception === null && (error.unmade !== null || isMadeLate(world, error))
  if (!staysUnmade) exceptionOf(world, error)
  if (error.tracedIn === frame) return
  error.tracedIn = frame
  if (staysUnmade) return traceUnmade(world, error, frame)
  const parts = partsOf(exceptionOf(world, error))
  parts.traceback = entryFor(world, frame, parts.traceback)
}

/** An entry of a traceback around the one handed over; owned. */
function entryFor(world: World, frame: Frame, inner: Thing | null): Thing {
  const entry = world.createUntold('traceback')
  entry.refs = 1
  entry.tracked = 'yes'
  entry.items = [inner, world.incref(thingOf(world, frame))]
  return entry
}

/**
 * Up to 3.11 what a built-in raises without a context is a type and a text until a handler asks for an object: what dies as the
 * stack is unwound comes before that, and a collection then makes the traceback older, but not the exception.
 */
function isMadeLate(world: World, { type, held, withoutContext }: PythonError): boolean {
  const { semantics } = world
  const getsContext = world.handled !== null && !withoutContext
  if (semantics.exceptionsMadeAtOnce || getsContext || world.grants >= 0) return false
  if (type === 'AssertionError' || type === 'MemoryError') return false
  if (type === 'NameError' && semantics.attributeErrorHoldsObject) return false
  return held.length === 0 || type === 'KeyError'
}

function traceUnmade(world: World, error: PythonError, frame: Frame): void {
  const { unmade } = error
  if (unmade === null) {
    const traceback = entryFor(world, frame, null)
    const args = error.held.length === 0 ? null : argumentTuple(world, traceback, error.held.splice(0))
    error.unmade = { traceback, args }
    if (args !== null) world.flying.push(args)
    world.flying.push(traceback)
    return
  }
  takeOff(world, unmade.traceback)
  unmade.traceback = entryFor(world, frame, unmade.traceback)
  world.flying.push(unmade.traceback)
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

/** Gives up an exception whose traceback is held besides, and then that. */
export function dropBeforeTraceback(world: World, exception: Thing): void {
  world.held.push(world.incref(partsOf(exception).traceback))
  world.decref(exception)
  world.decref(world.held.pop() as Value)
}

/** The error is over and nobody has looked at it: where there was no object yet none is made (`PyErr_Clear`). */
export function dropError(world: World, error: PythonError): void {
  const { unmade } = error
  if (unmade === null) {
    const exception = land(world, error)
    // Up to 3.11 type, object and traceback of an error under way are held each by itself.
    return world.semantics.exceptionsMadeAtOnce ? world.decref(exception) : dropBeforeTraceback(world, exception)
  }
  error.unmade = null
  if (unmade.args !== null) {
    takeOff(world, unmade.args)
    world.decref(unmade.args)
  }
  takeOff(world, unmade.traceback)
  world.decref(unmade.traceback)
}

/** Takes the exception object out of its flight: the reference is the caller's. */
export function land(world: World, error: PythonError): Thing {
  const exception = exceptionOf(world, error)
  takeOff(world, exception)
  error.exception = null
  return exception
}
