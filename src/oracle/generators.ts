/**
 * Generators: one step at a time, closing them, and their finalizer, which closes what is suspended. While it is
 * suspended a generator's frame, its temporaries and the exceptions that it handles belong to it.
 */
import { assert } from '../base/assert.ts'
import { Undecided } from './atom.ts'
import { buryFrame, endFrame, isPutOff, putOffFrame, releaseAsFrame } from './end-frame.ts'
import { isError } from './exception-types.ts'
import type { Machine } from './interpret/machine.ts'
import { PythonError } from './python-error.ts'
import {
  chain,
  dropError,
  exceptionOf,
  land,
  makeException,
  partsOf,
  raiseException,
  TEXT,
  thingOf,
  thrownByClose,
  trace,
} from './raising.ts'
import { isAtLimit } from './recursion.ts'
import type { Frame, GeneratorState, Step, Thing, Value } from './thing.ts'
import { releaseLocals, reportUnraisable } from './unraisable.ts'
import type { World } from './world.ts'

export function stateOf(generator: Thing): GeneratorState {
  assert(generator.kind === 'generator' && generator.detail !== null, 'a generator has its state')
  return generator.detail as GeneratorState
}

/** A generator over a frame whose arguments are bound; an owned reference. `entry`: what an engine tells when it starts. */
export function makeGenerator(world: World, callee: Thing, frame: Frame, entry: string | null): Thing {
  const made = world.create('generator')
  made.refs = 1
  made.tracked = 'yes'
  const state: GeneratorState = {
    frame,
    entry,
    function: world.semantics.frameHoldsFunction ? world.incref(callee) : null,
    steps: null,
    started: false,
    running: false,
    guarded: false,
    stack: [],
    handled: [],
    handledTracebacks: [],
  }
  made.detail = state
  if (!world.semantics.frameHoldsFunction) {
    const thing = thingOf(world, frame)
    thing.tracked = 'yes'
    frame.suspended = state
  }
  return made
}

/** Goes on with an owned value, or by raising `error` where the generator waits. */
export function resume(machine: Machine, generator: Thing, sent: Value, error: PythonError | null): Step {
  const state = stateOf(generator)
  const { world } = machine
  if (state.running) {
    world.push(sent)
    throw new PythonError('ValueError')
  }
  const { frame } = state
  if (frame === null || state.steps === 'closed') {
    if (error !== null) throw error
    world.push(sent)
    world.decref(world.pop())
    return { ended: true, value: null }
  }
  if (!state.started && error === null && sent !== null) {
    world.push(sent)
    throw new PythonError('TypeError')
  }
  return step(machine, state, frame, sent, error)
}

function step(machine: Machine, state: GeneratorState, frame: Frame, sent: Value, error: PythonError | null): Step {
  const { world } = machine
  const wasQuiet = world.isQuiet
  world.isQuiet = frame.code?.isLibrary === true
  try {
    return advanceOnce(machine, state, frame, sent, error)
  } finally {
    world.isQuiet = wasQuiet
  }
}

function advanceOnce(
  machine: Machine,
  state: GeneratorState,
  frame: Frame,
  sent: Value,
  error: PythonError | null,
): Step {
  const { world } = machine
  if (isAtLimit(world)) throw new Undecided('a generator that is resumed at the recursion limit')
  const outer = machine.frame
  const base = world.stack.length
  const handledBase = world.handledStack.length
  state.running = true
  frame.base = base
  frame.suspended = null
  machine.frame = frame
  world.frames.push(frame)
  world.running.push(state)
  for (const value of state.stack.splice(0)) world.push(value)
  world.handledStack.push(...state.handled.splice(0))
  world.handledTracebacks.push(...state.handledTracebacks.splice(0))
  machine.enterCall()
  // What the generator itself is handling, not who goes on with it (`_PyErr_ChainStackItem`).
  const setsContext = world.semantics.throwingSetsContext && world.handledStack.length > handledBase
  if (error !== null && setsContext) chain(world, exceptionOf(world, error))
  try {
    const { done, value } = advance(machine, state, frame, sent, error)
    if (done !== true) {
      state.stack = world.stack.splice(base)
      state.handled = world.handledStack.splice(handledBase)
      state.handledTracebacks = world.handledTracebacks.splice(handledBase)
      state.running = false
      state.guarded = machine.waitsGuarded
      world.running.pop()
      if (!world.semantics.frameHoldsFunction) frame.suspended = state
      world.leave(frame)
      return { ended: false, value }
    }
    world.held.push(value)
    machine.frame = outer
    end(world, state, frame, outer)
    world.letGo(value)
    return { ended: true, value }
  } catch (thrown) {
    if (!(thrown instanceof PythonError)) throw thrown
    trace(world, thrown, frame)
    world.unwind(base)
    assert(world.handledStack.length === handledBase, 'handled-exceptions-are-balanced')
    machine.frame = outer
    end(world, state, frame, outer)
    throw isError(thrown, 'StopIteration') ? fromStopIteration(world, thrown) : thrown
  } finally {
    machine.leaveCall()
    machine.frame = outer
  }
}

function advance(
  machine: Machine,
  state: GeneratorState,
  frame: Frame,
  sent: Value,
  error: PythonError | null,
): { readonly done?: boolean | undefined; readonly value: Value } {
  if (!state.started) {
    state.started = true
    if (error !== null) throw error
    state.steps = machine.startSteps(frame)
    if (state.entry !== null) machine.world.witness.entered(state.entry, null)
  }
  const { steps } = state
  assert(steps !== null && steps !== 'closed', 'a started generator has steps')
  return error === null ? steps.next(sent) : steps.throw(error)
}

/** The body has ended, whichever way. */
function end(world: World, state: GeneratorState, frame: Frame, outer: Frame): void {
  const runs = state.function
  // Its values go when it has ended already: their finalizers can ask it for nothing more.
  state.running = false
  state.steps = 'closed'
  endFrame(world, frame, runs, world.semantics.endedGeneratorKeepsCaller ? outer : null)
  state.frame = null
  state.function = null
  state.steps = null
  world.running.pop()
  world.decref(runs)
}

/** A StopIteration that leaves a generator becomes the cause of a RuntimeError (PEP 479). */
function fromStopIteration(world: World, error: PythonError): PythonError {
  const cause = land(world, error)
  const wrapped = raiseException(world, makeException(world, 'RuntimeError', [TEXT], [], false))
  const exception = wrapped.exception
  assert(exception !== null, 'what is raised has an exception object')
  const parts = partsOf(exception)
  const context = parts.context
  parts.context = world.incref(cause)
  world.decref(context)
  parts.cause = cause
  return wrapped
}

/** `generator.close()`: what it gives is the caller's. */
export function close(machine: Machine, generator: Thing): Value {
  const state = stateOf(generator)
  const { world } = machine
  if (state.running) throw new PythonError('ValueError')
  const { frame } = state
  if (frame === null || state.steps === 'closed') return null
  if (!state.started && world.semantics.closingUnstarted !== 'throws') {
    closeUnstarted(world, state)
    return null
  }
  if (state.started && !state.guarded && world.semantics.unguardedCloseClears !== 'nothing') {
    clearSuspended(world, state)
    return null
  }
  let result: Step
  try {
    result = resume(machine, generator, null, thrownByClose(world))
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    if (!isError(error, 'GeneratorExit') && !isError(error, 'StopIteration')) throw error
    dropError(world, error)
    return null
  }
  if (result.ended && world.semantics.closeGivesReturned) return result.value
  world.decref(result.value)
  if (!result.ended) throw new PythonError('RuntimeError')
  return null
}

function closeUnstarted(world: World, state: GeneratorState): void {
  state.started = true
  if (world.semantics.closingUnstarted === 'clears') clearSuspended(world, state)
  else state.steps = 'closed'
}

/** Without running anything; in 3.13 the frame itself stays with the generator. */
function clearSuspended(world: World, state: GeneratorState): void {
  const { frame } = state
  assert(frame !== null, 'what is suspended has a frame')
  state.steps = 'closed'
  if (world.semantics.unguardedCloseClears === 'values') releaseSuspended(world, state, frame)
  else releaseState(world, state, frame)
}

/** Locals and temporaries, whichever lie first. What is still there stays with the generator meanwhile. */
function releaseSuspended(world: World, state: GeneratorState, frame: Frame): void {
  const { stack } = state
  const forward = world.semantics.localsReleasedForward
  if (forward) releaseLocals(world, frame)
  while (stack.length > 0) world.decref((forward ? stack.shift() : stack.pop()) as Value)
  if (!forward) releaseLocals(world, frame)
}

/** What the deallocator and the collector do before a generator goes: it is closed where it is suspended. */
export function finalizeGenerator(world: World, generator: Thing): void {
  generator.finalized = true
  const state = stateOf(generator)
  if (state.frame === null || state.steps === 'closed') return
  try {
    world.decref(world.actors.close(generator))
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    reportUnraisable(world, error)
  }
}

/** Whether its finalizer would do anything. */
export function isSuspended(generator: Thing): boolean {
  const { frame, steps } = stateOf(generator)
  return frame !== null && steps !== 'closed'
}

/** A generator dies: with it what its frame still holds. */
export function releaseGenerator(world: World, generator: Thing): void {
  const state = stateOf(generator)
  const { frame } = state
  if (state.running) throw new Undecided('a running generator dies')
  if (frame !== null) releaseState(world, state, frame)
}

/** Its frame, which it loses, with what that holds; a traceback may hold the frame, too, which then has all of it. */
function releaseState(world: World, state: GeneratorState, frame: Frame): void {
  frame.suspended = null
  if (frame.thing !== null && frame.thing.refs > 1) {
    for (const { at, value } of frame.borrowed) state.stack[at] = world.incref(value)
    frame.locals.push(...state.stack.splice(0))
    endFrame(world, frame, state.function, null)
  } else if (isPutOff(world)) {
    frame.locals.push(...state.stack.splice(0))
    putOffFrame(world, frame, null)
  } else {
    buryFrame(world, frame)
    releaseAsFrame(world, () => releaseSuspended(world, state, frame))
  }
  while (state.handled.length > 0) world.decref(state.handled.pop() as Thing)
  while (state.handledTracebacks.length > 0) world.decref(state.handledTracebacks.pop() ?? null)
  const runs = state.function
  state.frame = null
  state.function = null
  world.decref(runs)
}
