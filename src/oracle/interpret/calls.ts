/** Calls: of program functions, classes, methods and built-ins, with the life of arguments and frames of the version. */
import { assert } from '../../base/assert.ts'
import type { Call, Statement } from '../../program/ast.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { dictMethods } from '../builtins/dict.ts'
import { builtinFunctions } from '../builtins/functions.ts'
import { listMethods, tupleMethods } from '../builtins/list.ts'
import { moduleFunctions } from '../builtins/modules.ts'
import { frozensetMethods, setMethods } from '../builtins/set.ts'
import type { BuiltinMethod } from '../builtins/table.ts'
import type { Frame } from '../frame.ts'
import { PythonError } from '../python-error.ts'
import { scopeOf } from '../scope.ts'
import { Thing, type Value } from '../thing.ts'
import { releaseLocals } from '../unraisable.ts'
import { makeInstance } from './define.ts'
import { Expressions } from './expressions.ts'
import { findAttribute, loadAttribute } from './members.ts'

const CALL_DEPTH_MAX = 120

const FUNCTIONS = new Map([...Object.entries(builtinFunctions), ...Object.entries(moduleFunctions)])

const METHODS: Readonly<Partial<Record<Thing['kind'], Readonly<Record<string, BuiltinMethod>>>>> = {
  list: listMethods,
  tuple: tupleMethods,
  dict: dictMethods,
  set: setMethods,
  frozenset: frozensetMethods,
}

export abstract class Calls extends Expressions {
  private depth = 0

  /** Runs a body; what it returns, owned, or None. */
  protected abstract runBody(body: readonly Statement[]): Value

  protected override evaluateCall(call: Call): Value {
    const { world } = this
    const base = world.stack.length
    if (call.function.kind === 'attribute') {
      const object = this.evaluate(call.function.object)
      world.push(object)
      if (object instanceof Thing) return this.callMember(object, call.function.name, call, base)
      if (object instanceof Builtin && object.kind === 'module') {
        world.stack[base] = loadAttribute(world, object, call.function.name)
        return this.finishCall(base, call)
      }
      world.stack[base] = loadAttribute(world, object, call.function.name)
      return this.finishCall(base, call)
    }
    world.push(this.evaluate(call.function))
    return this.finishCall(base, call)
  }

  protected callMember(object: Thing, name: string, call: Call, base: number): Value {
    const { world } = this
    const builtin = METHODS[object.kind]?.[name]
    if (builtin !== undefined) {
      for (const argument of call.arguments) world.push(this.evaluate(argument))
      const result = builtin(world, object, world.stack.slice(base + 1))
      return this.releaseCall(base, result)
    }
    const found = object.kind === 'instance' ? findAttribute(object, name) : undefined
    if (found?.fromClass && found.value instanceof Thing && found.value.kind === 'function') {
      // The method takes the place of the object, which becomes its first argument: no bound method is made.
      world.stack[base] = world.incref(found.value)
      world.push(object)
      return this.finishCall(base, call)
    }
    const value = loadAttribute(world, object, name)
    world.pop()
    world.push(this.handOver(value, object))
    return this.finishCall(base, call)
  }

  /** The callee lies at `base`, maybe with a self argument above it. */
  protected finishCall(base: number, call: Call): Value {
    const { world } = this
    for (const argument of call.arguments) world.push(this.evaluate(argument))
    const callee = world.stack[base] as Value
    if (callee instanceof Thing && callee.kind === 'function') {
      if (world.semantics.callerKeepsArguments) {
        const result = this.callFunction(
          callee,
          world.stack.slice(base + 1).map((value) => world.incref(value)),
        )
        return this.releaseCall(base, result)
      }
      const args = world.stack.splice(base + 1)
      return this.releaseCall(base, this.callFunction(callee, args))
    }
    const result = this.callOther(callee, world.stack.slice(base + 1), call)
    return this.releaseCall(base, result)
  }

  /** After a call the caller lets go of the callee and of the arguments that are still its own. */
  protected releaseCall(base: number, result: Value): Value {
    const { world } = this
    if (world.stack.length - base > 1 && world.semantics.callReleasesForward) {
      const values = world.stack.splice(base)
      const height = world.held.length
      world.held.push(result, ...values.toReversed())
      while (world.held.length > height + 1) world.decref(world.held.pop() as Value)
      return world.held.pop() as Value
    }
    world.held.push(result)
    world.unwind(base)
    return world.held.pop() as Value
  }

  /** Calls anything but a program function with borrowed arguments. */
  protected callOther(callee: Value, args: readonly Value[], call: Call | null): Value {
    const { world } = this
    if (callee instanceof Builtin) {
      const builtin = FUNCTIONS.get(callee.name)
      if (builtin === undefined) throw new Undecided(`a call of ${callee.name}`)
      const result = builtin(world, args)
      return callee.name === 'sys.getrefcount' ? this.shownCount(result, call) : result
    }
    if (callee instanceof Unknown) throw new Undecided(callee.reason)
    if (!(callee instanceof Thing)) throw new PythonError('TypeError')
    if (callee.classPart !== null) return this.instantiate(callee, args)
    if (callee.kind === 'weakref') {
      if (args.length > 0) throw new PythonError('TypeError')
      return world.incref(callee.target)
    }
    throw new PythonError('TypeError')
  }

  /** Where loads of locals are borrowed (3.14) the count of one inside a function is not modelled. */
  protected shownCount(count: Value, call: Call | null): Value {
    if (this.world.semantics.localRefcount === 2 || this.frame.scope === null) return count
    return call === null ? count : new Unknown('a count inside a function, where references may be borrowed')
  }

  protected instantiate(cls: Thing, args: readonly Value[]): Value {
    const { world } = this
    const part = cls.classPart
    assert(part !== null, 'a class has a class part')
    const init = part.members.get('__init__')
    if (init === undefined && args.length > 0) throw new PythonError('TypeError')
    const instance = makeInstance(world, part)
    if (init === undefined) return instance
    if (!(init instanceof Thing) || init.kind !== 'function') throw new Undecided('an __init__ that is no function')
    world.push(instance)
    const result = this.callFunction(init, [world.incref(instance), ...args.map((value) => world.incref(value))])
    if (result !== null) {
      world.decref(result)
      throw new PythonError('TypeError')
    }
    return world.pop()
  }

  /** Calls whatever can be called, with owned arguments: what the world asks for finalizers and callbacks. */
  call(callee: Value, args: Value[]): Value {
    const { world } = this
    if (callee instanceof Thing && callee.kind === 'function') {
      // A caller in C keeps its references until the call returns.
      const base = world.held.length
      world.held.push(...args)
      let result: Value = null
      try {
        result = this.callFunction(
          callee,
          args.map((value) => world.incref(value)),
        )
      } finally {
        world.push(result)
        while (world.held.length > base) world.decref(world.held.pop() as Value)
        world.pop()
      }
      return result
    }
    const base = world.stack.length
    for (const value of args) world.push(value)
    try {
      return this.callOther(callee, args, null)
    } finally {
      world.unwind(base)
    }
  }

  /** Runs a program function with owned arguments, which become its locals. */
  protected callFunction(callee: Thing, args: Value[]): Value {
    const { world } = this
    const code = callee.code
    assert(code !== null, 'a function has code')
    const frame = this.enter(callee, args)
    const outer = this.frame
    const base = world.stack.length
    this.frame = frame
    world.frames.push(frame)
    if (++this.depth > CALL_DEPTH_MAX) throw new Undecided('calls nested too deep')
    this.announce(callee, frame)
    try {
      const result = this.runBody(code.body)
      world.held.push(result)
      releaseLocals(world, frame)
      world.held.splice(world.held.lastIndexOf(result), 1)
      world.frames.splice(world.frames.lastIndexOf(frame), 1)
      return result
    } catch (error) {
      if (error instanceof PythonError) {
        world.unwind(base)
        error.frames.push(frame)
      }
      throw error
    } finally {
      this.depth--
      this.frame = outer
    }
  }

  /** Binds arguments and defaults to slots. */
  protected enter(callee: Thing, args: Value[]): Frame {
    const { world } = this
    const code = callee.code
    assert(code !== null, 'a function has code')
    const scope = scopeOf(code)
    const { parameters } = code
    const defaults = callee.defaults?.items ?? []
    const required = parameters.length - defaults.length
    if (args.length < required || args.length > parameters.length) {
      for (const value of args.toReversed()) world.push(value)
      throw new PythonError('TypeError')
    }
    const locals: (Value | undefined)[] = new Array(scope.names.length).fill(undefined)
    args.forEach((value, i) => {
      locals[i] = value
    })
    for (let i = args.length; i < parameters.length; i++) locals[i] = world.incref(defaults[i - required] as Value)
    return { code, scope, locals, members: null }
  }

  /** Tells the witness which function runs now. */
  protected announce(callee: Thing, frame: Frame): void {
    const { world } = this
    const code = callee.code
    assert(code !== null, 'a function has code')
    const asCallback = world.callingBack
    const { finalizing } = world
    world.callingBack = null
    world.finalizing = null
    const self = frame.locals[0]
    if (callee.isMethod) {
      if (!(self instanceof Thing) || code.parameters.length === 0) return
      if (code.name === '__init__') world.witness.initialized(self)
      if (code.name === '__del__') world.witness.finalized(self, finalizing?.occasion ?? 'refcount')
      return
    }
    const required = code.parameters.filter((parameter) => parameter.default === undefined).length
    if (code.parameters.length >= 1 && required <= 1) world.witness.entered(code.name, asCallback)
  }
}
