/** Calls: of program functions, classes, methods and built-ins, with the life of arguments and frames of the version. */
import { assert } from '../../base/assert.ts'
import { SPECIAL_METHODS } from '../../program/surface.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { builtinFunctions } from '../builtins/functions.ts'
import { moduleFunctions } from '../builtins/modules.ts'
import { lookUp } from '../class-parts.ts'
import { endFrame } from '../end-frame.ts'
import { newFrame } from '../frame.ts'
import { makeGenerator } from '../generators.ts'
import { PythonError } from '../python-error.ts'
import { trace } from '../raising.ts'
import type { Frame } from '../thing.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { makeInstance } from './define.ts'
import { CompiledFunction, type Machine, type Run } from './machine.ts'

const FUNCTIONS = new Map([...Object.entries(builtinFunctions), ...Object.entries(moduleFunctions)])

/** Calls what lies at `base` of the stack, maybe with a self argument above it. */
export function finishCall(machine: Machine, base: number, runs: readonly Run[]): Value {
  const { world } = machine
  const { stack } = world
  for (let i = 0; i < runs.length; i++) stack.push((runs[i] as Run)(machine))
  const callee = stack[base] as Value
  if (!(callee instanceof Thing) || callee.kind !== 'function') {
    if (callee instanceof Thing && callee.kind === 'method' && !world.semantics.callerKeepsArguments) {
      return finishCall(machine, unpackMethod(world, base, callee), [])
    }
    return releaseCall(world, base, callOther(machine, callee, stack.slice(base + 1), true))
  }
  if (!world.semantics.callerKeepsArguments) {
    return releaseCall(world, base, callFunction(machine, callee, world.take(stack.length - base - 1)))
  }
  const args = stack.slice(base + 1)
  for (let i = 0; i < args.length; i++) world.incref(args[i] as Value)
  return releaseCall(world, base, callFunction(machine, callee, args))
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
  if (callee.kind === 'function' || callee.kind === 'method') return callWith(machine, callee, args)
  if (callee.kind === 'weakref') {
    if (args.length > 0) throw new PythonError('TypeError')
    return world.incref(callee.target)
  }
  throw new PythonError('TypeError')
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

/** Where loads of locals are borrowed (3.14) the count of one inside a function is not modelled. */
function shownCount(machine: Machine, count: Value): Value {
  if (machine.world.semantics.localRefcount === 2 || machine.frame.code === null) return count
  return new Unknown('a count inside a function, where references may be borrowed')
}

function instantiate(machine: Machine, cls: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const part = cls.classPart
  assert(part !== null, 'a class has a class part')
  const init = lookUp(part, '__init__')
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
  if (callee instanceof Thing && (callee.kind === 'function' || callee.kind === 'method')) {
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
      result = callee.kind === 'function' ? callFunction(machine, callee, owned) : callMethod(machine, callee, owned)
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

/** Calls a bound method with owned arguments. */
function callMethod(machine: Machine, method: Thing, args: Value[]): Value {
  const [callee, self] = method.items as [Value, Value]
  assert(callee instanceof Thing && callee.kind === 'function', 'a bound method is one of a function')
  return callFunction(machine, callee, [machine.world.incref(self), ...args])
}

/** Runs a program function with owned arguments, which become its locals. */
export function callFunction(machine: Machine, callee: Thing, args: readonly Value[]): Value {
  const { world } = machine
  const { code } = callee
  assert(code instanceof CompiledFunction, 'a function has code')
  const frame = enter(world, code, callee, args)
  if (code.isGenerator) return makeGenerator(world, callee, frame, entryOf(callee, code))
  const outer = machine.frame
  const base = world.stack.length
  machine.frame = frame
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

/** Binds arguments and defaults to slots, makes the cells, and copies those of the closure. */
function enter(world: World, code: CompiledFunction, callee: Thing, args: readonly Value[]): Frame {
  const { parameterCount } = code
  const { defaults } = callee
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
  if (code.cells !== null) makeCells(world, code.cells, locals)
  if (callee.closure !== null) {
    const { items } = callee.closure
    for (let i = 0; i < items.length; i++) locals[code.firstFree + i] = world.incref(items[i] as Value)
  }
  return newFrame(code, locals, null)
}

function makeCells(world: World, cells: CompiledFunction['cells'], locals: (Value | undefined)[]): void {
  for (const { slot, parameter } of cells ?? []) {
    const cell = world.create('cell')
    cell.refs = 1
    cell.tracked = 'yes'
    const argument = parameter === null ? undefined : locals[parameter]
    if (parameter !== null) locals[parameter] = undefined
    cell.items = argument === undefined ? [] : [argument]
    locals[slot] = cell
  }
}

/** Tells the witness which function runs now. */
function announce(world: World, callee: Thing, code: CompiledFunction, frame: Frame): void {
  const asCallback = world.callingBack
  const { finalizing } = world
  world.callingBack = null
  world.finalizing = null
  if (callee.isMethod && (code.name === '__init__' || code.name === '__del__')) {
    if (code.parameterCount === 0) return
    const self = code.argument(frame)
    if (!(self instanceof Thing) || self.kind !== 'instance') throw new Undecided(`${code.name} of no instance`)
    if (code.name === '__init__') world.witness.initialized(self)
    else world.witness.finalized(self, finalizing?.occasion ?? 'refcount')
    return
  }
  const entry = entryOf(callee, code)
  if (entry !== null) world.witness.entered(entry, asCallback)
}

/** The name under which an engine tells that the function is entered; null where it does not. */
function entryOf(callee: Thing, code: CompiledFunction): string | null {
  if (callee.isMethod) return SPECIAL_METHODS.has(code.name) ? code.name : null
  return code.isReported ? code.name : null
}
