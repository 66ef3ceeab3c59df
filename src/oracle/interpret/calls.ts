/** Calls: of program functions, classes, methods and built-ins, with the life of arguments and frames of the version. */
import { assert } from '../../base/assert.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { callBound } from '../builtins/bound.ts'
import { builtinFunctions } from '../builtins/functions.ts'
import { moduleFunctions } from '../builtins/modules.ts'
import { lookUp } from '../class-parts.ts'
import { endFrame } from '../end-frame.ts'
import { makeGenerator } from '../generators.ts'
import { libraryFunctions } from '../library/functions.ts'
import { PythonError, thenAlways } from '../python-error.ts'
import { trace } from '../raising.ts'
import { enterBuiltin, enterLevel, fromC } from '../recursion.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { announce, entryOf } from './announce.ts'
import { enterOrGuess } from './arguments.ts'
import { releasing } from './failed-operands.ts'
import { instantiate } from './instantiate.ts'
import { CompiledFunction, type Machine, type Run } from './machine.ts'
import { failsForward, hasLoudArgument, releaseCall } from './release-call.ts'
import { shownCount } from './shown-count.ts'
import { callUnbound } from './unbound.ts'

const FUNCTIONS = new Map([
  ...Object.entries(builtinFunctions),
  ...Object.entries(moduleFunctions),
  ...Object.entries(libraryFunctions),
])

/** Calls what lies at `base` of the stack, maybe with a self argument above it. */
export function finishCall(machine: Machine, base: number, runs: readonly Run[]): Value {
  const { world } = machine
  const { stack } = world
  for (let i = 0; i < runs.length; i++) stack.push((runs[i] as Run)(machine))
  const callee = stack[base] as Value
  if (!(callee instanceof Thing) || callee.kind !== 'function') {
    if (
      callee instanceof Thing &&
      callee.kind === 'method' &&
      callee.items[0] instanceof Thing &&
      !world.semantics.callerKeepsArguments
    ) {
      return finishCall(machine, unpackMethod(world, base, callee), [])
    }
    return releaseCall(world, base, callOrFail(machine, base, callee))
  }
  if (!world.semantics.callerKeepsArguments) {
    return releaseCall(world, base, callFunction(machine, callee, world.take(stack.length - base - 1)))
  }
  const args = stack.slice(base + 1)
  for (let i = 0; i < args.length; i++) world.incref(args[i] as Value)
  return releaseCall(world, base, callFunction(machine, callee, args))
}

/** A call that fails lets callee and arguments go in the order of one that succeeds, before the stack is unwound. */
function callOrFail(machine: Machine, base: number, callee: Value): Value {
  const { world } = machine
  return releasing(
    world,
    base,
    () => {
      if (isQuietBuiltin(callee) && isWarm(machine) && hasLoudArgument(world, base)) world.guess ??= OPEN_FAILURE
      return failsForward(world, base)
    },
    () => callOther(machine, callee, world.stack.slice(base + 1), true),
  )
}

/** Once they have specialised these leave their arguments to whoever handles the exception: the traceback is made before those go. */
function isQuietBuiltin(callee: Value): boolean {
  return callee instanceof Builtin && (callee.name === 'len' || callee.name === 'isinstance')
}

const OPEN_FAILURE = 'whether a failed call of a built-in has given up its arguments when its traceback is made'

/** The code may have run before, which specialises it (3.11+). */
function isWarm({ frame, rounds, world }: Machine): boolean {
  return !world.semantics.callerKeepsArguments && (frame.code !== null || rounds > 0)
}

/** Calls what lies on the stack below its `count` arguments, and takes all of that from there. */
export function callTop(machine: Machine, count: number): Value {
  return finishCall(machine, machine.world.stack.length - count - 1, [])
}

/** From 3.11 on the caller puts function and self in the place of a bound method, which it lets go before the call. */
function unpackMethod(world: World, base: number, method: Thing): number {
  const { stack } = world
  const [callee, self] = method.items as [Value, Value]
  stack.splice(base, 1, world.incref(callee), world.incref(self))
  world.decref(method)
  return base
}

/** Calls anything but a program function with borrowed arguments. */
export function callOther(machine: Machine, callee: Value, args: readonly Value[], byProgram: boolean): Value {
  const { world } = machine
  world.request()
  if (callee instanceof Builtin) {
    enterBuiltin(world)
    const builtin = FUNCTIONS.get(callee.name)
    if (builtin === undefined && callee.name.startsWith('weakref.')) {
      const { thing } = world.actors.libraryClass(callee.name.slice('weakref.'.length))
      return instantiate(machine, thing, args, callFunction)
    }
    if (builtin === undefined) return callUnbound(world, callee, args)
    const result = builtin(world, args)
    return byProgram && callee.name === 'sys.getrefcount' ? shownCount(machine, args[0] as Value, result) : result
  }
  if (callee instanceof Unknown) throw new Undecided(callee.reason)
  if (!(callee instanceof Thing)) throw new PythonError('TypeError')
  if (callee.classPart !== null) return instantiate(machine, callee, args, callFunction)
  if (callee.kind === 'method' && callee.items[0] instanceof Builtin) return callBound(world, callee, args)
  if (callee.kind === 'function' || callee.kind === 'method') return callWith(machine, callee, args)
  const special = callee.cls === null ? undefined : lookUp(callee.cls, '__call__')
  if (special !== undefined) return callSpecial(machine, special, callee, args)
  if (callee.typeName === 'weakcallableproxy') return callProxied(machine, callee, args)
  if (callee.kind === 'weakref' && !callee.isProxy) {
    if (args.length > 0) throw new PythonError('TypeError')
    return callee.target === null || callee.target.refs === 0 ? null : world.incref(callee.target)
  }
  throw new PythonError('TypeError')
}

/** Calls what a proxy stands for, which it holds meanwhile. */
function callProxied(machine: Machine, proxy: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const target = world.incref(world.proxied(proxy))
  world.push(target)
  const result = callOther(machine, target, args, false)
  world.push(result)
  world.stack.splice(-2, 1)
  world.decref(target)
  return world.pop()
}

/** Calls a function or a bound method with borrowed arguments, which are kept until it returns. */
function callWith(machine: Machine, callee: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const owned: Value[] = []
  let called: Value = callee
  while (called instanceof Thing && called.kind === 'method') {
    owned.unshift(world.incref(called.items[1] as Value))
    called = called.items[0] as Value
  }
  if (!(called instanceof Thing) || called.kind !== 'function') throw new Undecided('a bound method of no function')
  for (const arg of args) owned.push(world.incref(arg))
  return callFunction(machine, called, owned)
}

/** Calls whatever can be called, with owned arguments: what the world asks for finalizers and callbacks. */
export function callFromOutside(machine: Machine, callee: Value, args: readonly Value[]): Value {
  const { world } = machine
  if (callee instanceof Thing && (callee.kind === 'function' || callee.kind === 'method'))
    return callHolding(world, world.held.length, () =>
      callee.kind === 'function' ? callFunction(machine, callee, args) : callMethod(machine, callee, args),
    )
  const base = world.stack.length
  for (const value of args) world.push(value)
  return thenAlways(
    () => callOther(machine, callee, args, false),
    () => world.unwind(base),
  )
}

/** Calls a special method of a class, which its slot holds meanwhile, for `self`; both borrowed like the arguments. */
export function callSpecial(machine: Machine, method: Value, self: Thing, args: readonly Value[]): Value {
  const { world } = machine
  if (method === null) throw new PythonError('TypeError')
  if (!(method instanceof Thing) || method.kind !== 'function')
    throw new Undecided('a special method that is no function')
  const base = world.held.length
  world.held.push(world.incref(method))
  // The frame has a reference of its own.
  if (world.semantics.frameHoldsFunction) world.held.push(world.incref(method))
  const owned: Value[] = [world.incref(self)]
  for (const arg of args) owned.push(world.incref(arg))
  return callHolding(world, base, () => callFunction(machine, method, owned))
}

/** What a caller in C holds, from `base` on, goes when the call has ended. */
function callHolding(world: World, base: number, call: () => Value): Value {
  const height = world.stack.length
  return thenAlways(
    () => fromC(world, call),
    (result = null) => {
      // Arguments that the function does not take are still there.
      world.unwind(height)
      world.push(result)
      while (world.held.length > base) world.decref(world.held.pop() as Value)
      world.pop()
    },
  )
}

/** Calls a bound method with owned arguments. */
function callMethod(machine: Machine, method: Thing, args: readonly Value[]): Value {
  const [callee, self] = method.items as [Value, Value]
  assert(callee instanceof Thing && callee.kind === 'function', 'a bound method is one of a function')
  return callFunction(machine, callee, [machine.world.incref(self), ...args])
}

/** Runs a program function with owned arguments, which become its locals. */
export function callFunction(machine: Machine, callee: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const { code } = callee
  assert(code instanceof CompiledFunction, 'a function has code')
  const wasQuiet = world.isQuiet
  world.isQuiet = code.isLibrary
  try {
    return run(machine, callee, code, args)
  } finally {
    world.isQuiet = wasQuiet
  }
}

function run(machine: Machine, callee: Thing, code: CompiledFunction, args: readonly Value[]): Value {
  const { world } = machine
  if (world.grants >= 0) world.request(args)
  enterLevel(world, args)
  const frame = enterOrGuess(world, code, callee, args)
  if (code.isGenerator) return makeGenerator(world, callee, frame, entryOf(callee, code))
  const outer = machine.frame
  const base = world.stack.length
  machine.frame = frame
  frame.base = base
  world.frames.push(frame)
  machine.enterCall()
  announce(world, callee, code, frame)
  try {
    const completion = code.body(machine)
    const result = completion === 'return' ? machine.returned : null
    machine.returned = null
    world.held.push(result)
    // What dies with the locals is finalized in the caller's frame.
    machine.frame = outer
    endFrame(world, frame, callee, outer)
    world.letGo(result)
    return result
  } catch (error) {
    if (error instanceof PythonError) {
      trace(world, error, frame)
      world.unwind(base)
      machine.frame = outer
      endFrame(world, frame, callee, outer)
    }
    throw error
  } finally {
    machine.leaveCall()
    machine.frame = outer
  }
}
