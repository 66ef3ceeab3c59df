/**
 * `try`, `raise`: who handles an exception, and when exactly it is let go. Written as steps, because a generator may
 * stop inside.
 */
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { isExceptionOf, isExceptionType } from '../exception-types.ts'
import { depthOf, enterHandler, heightAt, leaveHandler, restoreTraceback } from '../handling.ts'
import type { Act, Completion, Machine, Run, Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import { makeException, partsOf, raiseAgain, raiseException, trace } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import type { StepAct } from './steps.ts'

export interface Handler {
  readonly type: Run | null
  readonly name: { readonly store: Store; readonly remove: Act } | null
  readonly body: StepAct
}

export function tryExcept(body: StepAct, handlers: readonly Handler[], orelse: StepAct): StepAct {
  return function* guarded(machine) {
    const depth = depthOf(machine)
    let completion: Completion
    try {
      completion = yield* body(machine)
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      return yield* handle(machine, enterHandler(machine, error, heightAt(machine, depth)), handlers)
    }
    return completion === 'normal' ? yield* orelse(machine) : completion
  }
}

function* handle(
  machine: Machine,
  exception: Thing,
  handlers: readonly Handler[],
): Generator<Value, Completion, Value> {
  const { world } = machine
  const height = world.stack.length
  world.push(exception)
  for (const handler of handlers) {
    try {
      if (handler.type !== null && !matches(machine, exception, handler.type)) continue
    } catch (error) {
      failInHandler(machine, error, height)
    }
    return yield* runHandler(machine, handler)
  }
  throw passOn(machine)
}

function matches(machine: Machine, exception: Thing, type: Run): boolean {
  const { world } = machine
  const expected = type(machine)
  world.push(expected)
  const fits = isExceptionOf(exception, expected)
  world.decref(world.pop())
  return fits
}

/** The exception lies on the stack, its name gets it. */
function* runHandler(machine: Machine, handler: Handler): Generator<Value, Completion, Value> {
  const { world } = machine
  const depth = depthOf(machine) - 1
  const { name } = handler
  if (name === null) world.decref(world.pop())
  else name.store(machine, world.pop())
  let completion: Completion
  try {
    completion = yield* handler.body(machine)
  } catch (error) {
    const height = heightAt(machine, depth)
    if (error instanceof PythonError && name !== null) {
      // What failed is handled itself while the name goes (until 3.12 its exception lies on the stack meanwhile).
      const failed = enterHandler(machine, error, height)
      world.push(failed)
      forgetName(machine, name)
      throw failAgain(machine, height)
    }
    failInHandler(machine, error, height)
  }
  dropBelow(machine, completion, () => {
    if (name !== null && world.semantics.handlerNameGoesFirst) forgetName(machine, name)
    leaveHandler(world)
    if (name !== null && !world.semantics.handlerNameGoesFirst) forgetName(machine, name)
  })
  return completion
}

function forgetName(machine: Machine, name: NonNullable<Handler['name']>): void {
  name.store(machine, null)
  name.remove(machine)
}

/** An exception raised by a handler leaves it: the one that it handled is no longer handled. */
function failInHandler(machine: Machine, error: unknown, height: number): never {
  if (!(error instanceof PythonError)) throw error
  const { world } = machine
  trace(world, error, machine.frame)
  world.unwind(height)
  leaveHandler(world)
  throw error
}

/** Like {@link failInHandler} for an exception that lies on the stack, handled. */
function failAgain(machine: Machine, height: number): PythonError {
  const error = passOn(machine)
  machine.world.unwind(height)
  leaveHandler(machine.world)
  return error
}

/** Nobody here handled the exception on the stack: it goes on (`RERAISE`). */
function passOn({ world, frame }: Machine): PythonError {
  restoreTraceback(world)
  const error = raiseAgain(world, world.pop() as Thing, frame)
  leaveHandler(world)
  return error
}

/** A `finally` block is there twice: once for an exception, which stays handled meanwhile. */
export function tryFinally(body: StepAct, final: StepAct, finalAfterError = final): StepAct {
  return function* cleaned(machine) {
    const { world } = machine
    const depth = depthOf(machine)
    let completion: Completion
    try {
      completion = yield* body(machine)
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      pushHandled(world, enterHandler(machine, error, heightAt(machine, depth)))
      return yield* cleanAfterError(machine, finalAfterError, depth)
    }
    const isReturn = completion === 'return'
    if (isReturn) world.push(takeReturned(machine))
    const last = yield* final(machine)
    if (!isReturn) return last === 'normal' ? completion : last
    if (last === 'normal') machine.returned = world.pop()
    else dropBelow(machine, last, () => world.decref(world.pop()))
    return last === 'normal' ? completion : last
  }
}

/** The exception lies on the stack, handled, while `final` runs; whatever else than its end leaves it there lets it go. */
function* cleanAfterError(machine: Machine, final: StepAct, depth: number): Generator<Value, Completion, Value> {
  const { world } = machine
  let last: Completion
  try {
    last = yield* final(machine)
  } catch (error) {
    failInHandler(machine, error, heightAt(machine, depth))
  }
  const height = heightAt(machine, depth)
  if (last === 'normal') {
    const again = passOn(machine)
    world.unwind(height)
    throw again
  }
  dropBelow(machine, last, () => {
    world.unwind(height)
    leaveHandler(world)
  })
  return last
}

/** A `finally` block has the exception on its stack, and where its traceback is held besides, that too. */
function pushHandled(world: World, exception: Thing): void {
  if (world.semantics.handledKeepsTraceback) world.push(world.incref(partsOf(exception).traceback))
  world.push(exception)
}

/** Runs `drop` while what a `return` leaves with is safe. */
export function dropBelow(machine: Machine, completion: Completion, drop: () => void): void {
  if (completion !== 'return') return drop()
  const { world } = machine
  const value = takeReturned(machine)
  world.held.push(value)
  drop()
  machine.returned = world.held.pop() as Value
}

function takeReturned(machine: Machine): Value {
  const value = machine.returned
  machine.returned = null
  return value
}

/** `raise`, `raise exception`, `raise exception from cause`. */
export function raising(exception: Run | null, cause: Run | null): Act {
  return (machine) => {
    const { world } = machine
    if (exception === null) {
      const { handled } = world
      if (handled === null) throw new PythonError('RuntimeError')
      restoreTraceback(world)
      throw raiseAgain(world, world.incref(handled), machine.frame)
    }
    const raised = exception(machine)
    world.push(raised)
    if (cause !== null) world.push(cause(machine))
    const made = instanceOf(machine, raised)
    if (cause !== null) {
      world.push(made)
      setCause(machine, made)
      world.pop()
      world.pop()
    }
    world.decref(world.pop())
    throw raiseException(world, made)
  }
}

/** The exception itself, or one made of its class; owned. */
function instanceOf({ world }: Machine, value: Value): Thing {
  if (value instanceof Thing && value.kind === 'exception') return world.incref(value)
  if (value instanceof Builtin && isExceptionType(value)) return makeException(world, value.name, [])
  if (value instanceof Unknown) throw new Undecided(value.reason)
  if (!(value instanceof Thing) || value.classPart?.instanceKind !== 'exception') throw new PythonError('TypeError')
  const made = world.actors.call(value, [])
  if (made instanceof Thing && made.kind === 'exception') return made
  world.decref(made)
  throw new PythonError('TypeError')
}

/** The cause lies on the stack, below the exception, and goes into it; None says that there is none. */
function setCause(machine: Machine, exception: Thing): void {
  const { stack } = machine.world
  const at = stack.length - 2
  const value = stack[at] ?? null
  if (value === null) return
  const cause = instanceOf(machine, value)
  const parts = partsOf(exception)
  const old = parts.cause
  parts.cause = cause
  stack[at] = null
  machine.world.decref(value)
  machine.world.decref(old)
}
