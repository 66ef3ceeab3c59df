/** Calls: of program functions, classes, methods and built-ins, with the life of arguments and frames of the version. */
import { assert } from '../../base/assert.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { builtinFunctions } from '../builtins/functions.ts'
import { moduleFunctions } from '../builtins/modules.ts'
import type { Frame } from '../frame.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { releaseLocals } from '../unraisable.ts'
import type { World } from '../world.ts'
import { makeInstance } from './define.ts'
import { CompiledFunction, type Machine, type Run } from './machine.ts'

const CALL_DEPTH_MAX = 120

const FUNCTIONS = new Map([...Object.entries(builtinFunctions), ...Object.entries(moduleFunctions)])

/** Calls what lies at `base` of the stack, maybe with a self argument above it. */
export function finishCall(machine: Machine, base: number, runs: readonly Run[]): Value {
  const { world } = machine
  const { stack } = world
  for (let i = 0; i < runs.length; i++) stack.push((runs[i] as Run)(machine))
  const callee = stack[base] as Value
  if (!(callee instanceof Thing) || callee.kind !== 'function') {
    return releaseCall(world, base, callOther(machine, callee, stack.slice(base + 1), true))
  }
  if (!world.semantics.callerKeepsArguments) {
    return releaseCall(world, base, callFunction(machine, callee, world.take(stack.length - base - 1)))
  }
  const args = stack.slice(base + 1)
  for (let i = 0; i < args.length; i++) world.incref(args[i] as Value)
  return releaseCall(world, base, callFunction(machine, callee, args))
}

/** After a call the caller lets go of the callee and of the arguments that are still its own. */
export function releaseCall(world: World, base: number, result: Value): Value {
  const { held, stack } = world
  const height = held.length
  held.push(result)
  if (stack.length - base > 1 && world.semantics.callReleasesForward) {
    while (stack.length > base) held.push(stack.pop() as Value)
    while (held.length > height + 1) world.decref(held.pop() as Value)
  } else {
    world.unwind(base)
  }
  return held.pop() as Value
}

/** Calls anything but a program function with borrowed arguments. */
function callOther(machine: Machine, callee: Value, args: readonly Value[], byProgram: boolean): Value {
  const { world } = machine
  if (callee instanceof Builtin) {
    const builtin = FUNCTIONS.get(callee.name)
    if (builtin === undefined) throw new Undecided(`a call of ${callee.name}`)
    const result = builtin(world, args)
    return byProgram && callee.name === 'sys.getrefcount' ? shownCount(machine, result) : result
  }
  if (callee instanceof Unknown) throw new Undecided(callee.reason)
  if (!(callee instanceof Thing)) throw new PythonError('TypeError')
  if (callee.classPart !== null) return instantiate(machine, callee, args)
  if (callee.kind === 'weakref') {
    if (args.length > 0) throw new PythonError('TypeError')
    return world.incref(callee.target)
  }
  throw new PythonError('TypeError')
}

/** Where loads of locals are borrowed (3.14) the count of one inside a function is not modelled. */
function shownCount(machine: Machine, count: Value): Value {
  if (machine.world.semantics.localRefcount === 2 || machine.frame.code === null) return count
  return new Unknown('a count inside a function, where references may be borrowed')
}

function instantiate(machine: Machine, cls: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const part = cls.classPart
  assert(part !== null, 'a class has a class part')
  const init = part.members.get('__init__')
  if (init === undefined && args.length > 0) throw new PythonError('TypeError')
  const instance = makeInstance(world, part)
  if (init === undefined) return instance
  if (!(init instanceof Thing) || init.kind !== 'function') throw new Undecided('an __init__ that is no function')
  world.push(instance)
  world.push(world.incref(instance))
  for (let i = 0; i < args.length; i++) world.push(world.incref(args[i] as Value))
  const result = callFunction(machine, init, world.take(args.length + 1))
  if (result !== null) {
    world.decref(result)
    throw new PythonError('TypeError')
  }
  return world.pop()
}

/** Calls whatever can be called, with owned arguments: what the world asks for finalizers and callbacks. */
export function callFromOutside(machine: Machine, callee: Value, args: readonly Value[]): Value {
  const { world } = machine
  if (callee instanceof Thing && callee.kind === 'function') {
    // A caller in C keeps its references until the call returns.
    const base = world.held.length
    const height = world.stack.length
    const owned: Value[] = []
    for (const value of args) {
      world.held.push(value)
      owned.push(world.incref(value))
    }
    let result: Value = null
    try {
      result = callFunction(machine, callee, owned)
    } finally {
      // Arguments that the function does not take are still there.
      world.unwind(height)
      world.push(result)
      while (world.held.length > base) world.decref(world.held.pop() as Value)
      world.pop()
    }
    return result
  }
  const base = world.stack.length
  for (const value of args) world.push(value)
  try {
    return callOther(machine, callee, args, false)
  } finally {
    world.unwind(base)
  }
}

/** Runs a program function with owned arguments, which become its locals. */
function callFunction(machine: Machine, callee: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const { code } = callee
  assert(code instanceof CompiledFunction, 'a function has code')
  const frame = enter(world, code, callee.defaults, args)
  const outer = machine.frame
  const base = world.stack.length
  machine.frame = frame
  world.frames.push(frame)
  if (++machine.depth > CALL_DEPTH_MAX) throw new Undecided('calls nested too deep')
  announce(world, callee, code, frame)
  try {
    const completion = code.body(machine)
    const result = completion === 'return' ? machine.returned : null
    machine.returned = null
    world.held.push(result)
    releaseLocals(world, frame)
    world.letGo(result)
    world.leave(frame)
    return result
  } catch (error) {
    if (error instanceof PythonError) {
      world.unwind(base)
      error.frames.push(frame)
    }
    throw error
  } finally {
    machine.depth--
    machine.frame = outer
  }
}

/** Binds arguments and defaults to slots. */
function enter(world: World, code: CompiledFunction, defaults: Thing | null, args: readonly Value[]): Frame {
  const { parameterCount } = code
  const required = defaults === null ? parameterCount : parameterCount - defaults.items.length
  if (args.length < required || args.length > parameterCount) {
    for (let i = args.length - 1; i >= 0; i--) world.push(args[i] as Value)
    throw new PythonError('TypeError')
  }
  const locals: (Value | undefined)[] = code.unbound.slice()
  for (let i = 0; i < args.length; i++) locals[i] = args[i]
  for (let i = args.length; i < parameterCount; i++) {
    assert(defaults !== null, 'what has no argument has a default')
    locals[i] = world.incref(defaults.items[i - required] as Value)
  }
  return { code, locals, members: null }
}

/** Tells the witness which function runs now. */
function announce(world: World, callee: Thing, code: CompiledFunction, frame: Frame): void {
  const asCallback = world.callingBack
  const { finalizing } = world
  world.callingBack = null
  world.finalizing = null
  if (callee.isMethod) {
    const self = frame.locals[0]
    if (!(self instanceof Thing) || code.parameterCount === 0) return
    if (code.name === '__init__') world.witness.initialized(self)
    if (code.name === '__del__') world.witness.finalized(self, finalizing?.occasion ?? 'refcount')
    return
  }
  if (code.parameterCount >= 1 && code.requiredCount <= 1) world.witness.entered(code.name, asCallback)
}
