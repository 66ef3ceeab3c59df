/**
 * Runs a program's statements on the abstract graph. Evaluation order and the life of temporaries are CPython's:
 * every evaluated value is an owned reference, and what waits for another value lies on the world's stack.
 *
 * The expressions are here together with calls and statements because each needs the others; what needs none of them
 * (operators, members, definitions, built-ins) stands in files of its own.
 */
import { assert } from '../../base/assert.ts'
import type { Assign, Call, Expression, For, Statement, Target, While } from '../../program/ast.ts'
import { BUILTIN_NAMES, MODULE_NAMES } from '../../program/ast.ts'
import { Builtin, Bytes, Float, Undecided, Unknown } from '../atom.ts'
import { builtinFunctions, builtinType } from '../builtins/functions.ts'
import { itemsOf, iteratorOver, nextItem } from '../builtins/iterate.ts'
import { listMethods, tupleMethods } from '../builtins/list.ts'
import { dictMethods } from '../builtins/dict.ts'
import { makeDict, makeList, makeSet, makeTuple, storeInDict } from '../builtins/make.ts'
import { moduleFunctions } from '../builtins/modules.ts'
import { frozensetMethods, setMethods } from '../builtins/set.ts'
import type { BuiltinMethod } from '../builtins/table.ts'
import type { Frame } from '../frame.ts'
import { PythonError } from '../python-error.ts'
import { scopeOf } from '../scope.ts'
import { Thing, type Value } from '../thing.ts'
import { releaseLocals } from '../unraisable.ts'
import { isTrue } from '../values.ts'
import type { World } from '../world.ts'
import { isConstant, makeClass, makeFunction, makeInstance } from './define.ts'
import { deleteAttribute, deleteItem, findAttribute, loadAttribute, loadItem, setAttribute, storeItem } from './members.ts'
import { arithmetic, compare } from './operators.ts'

type Completion = 'normal' | 'break' | 'continue' | 'return'

const CALL_DEPTH_MAX = 120
const LOOP_STEPS_MAX = 100_000

const BUILTINS = new Map<string, Builtin>([
  ...BUILTIN_NAMES.map((name): [string, Builtin] => [name, isFunction(name) ? new Builtin(name, 'function') : builtinType(name)]),
  ...MODULE_NAMES.map((name): [string, Builtin] => [name, new Builtin(name, 'module')]),
])

function isFunction(name: string): boolean {
  return ['len', 'id', 'print', 'isinstance', 'iter', 'next', 'sorted'].includes(name)
}

const FUNCTIONS = new Map([...Object.entries(builtinFunctions), ...Object.entries(moduleFunctions)])

const METHODS: Readonly<Partial<Record<Thing['kind'], Readonly<Record<string, BuiltinMethod>>>>> = {
  list: listMethods,
  tuple: tupleMethods,
  dict: dictMethods,
  set: setMethods,
  frozenset: frozensetMethods,
}

const MODULE_FRAME: Frame = { code: null, scope: null, locals: [], members: null }

export class Interpreter {
  private readonly world: World
  private frame: Frame = MODULE_FRAME
  private depth = 0
  private steps = 0
  private returned: Value = null

  /** The namespace starts with the modules in it. */
  constructor(world: World) {
    this.world = world
    for (const name of MODULE_NAMES) world.globals.set(name, BUILTINS.get(name) as Builtin)
  }

  /** Runs one top-level statement; the value of an expression statement is owned by the caller. */
  runTopLevel(statement: Statement): Value {
    if (statement.kind === 'expression') return this.evaluate(statement.value)
    this.execute(statement)
    return null
  }

  private execute(statement: Statement): Completion {
    const { world } = this
    switch (statement.kind) {
      case 'expression':
        world.decref(this.evaluate(statement.value))
        return 'normal'
      case 'assign':
        this.assign(statement)
        return 'normal'
      case 'delete':
        for (const target of statement.targets) this.deleteTarget(target)
        return 'normal'
      case 'def':
        this.storeName(statement.name, this.define(statement))
        return 'normal'
      case 'class':
        this.storeName(statement.name, this.defineClass(statement))
        return 'normal'
      case 'return':
        this.returned = statement.value === undefined ? null : this.evaluate(statement.value)
        return 'return'
      case 'if':
        return this.block(this.test(statement.test) ? statement.body : statement.orelse)
      case 'for':
        return this.loopFor(statement)
      case 'while':
        return this.loopWhile(statement)
      case 'break':
      case 'continue':
        return statement.kind
      case 'assert': {
        if (this.test(statement.test)) return 'normal'
        throw new PythonError('AssertionError', statement.message === undefined ? [] : [this.evaluate(statement.message)])
      }
      case 'import':
        for (const name of statement.modules) this.storeName(name, BUILTINS.get(name) as Builtin)
        return 'normal'
      default:
        return 'normal'
    }
  }

  private block(body: readonly Statement[]): Completion {
    for (const statement of body) {
      const completion = this.execute(statement)
      if (completion !== 'normal') return completion
    }
    return 'normal'
  }

  private test(expression: Expression): boolean {
    const value = this.evaluate(expression)
    const truth = isTrue(value)
    this.world.decref(value)
    return truth
  }

  private countStep(): void {
    if (++this.steps > LOOP_STEPS_MAX) throw new Undecided('a loop that does not end soon')
  }

  private loopFor(statement: For): Completion {
    const { world } = this
    const iterable = this.evaluate(statement.iterable)
    world.push(iterable)
    const iterator = iteratorOver(world, iterable)
    world.decref(world.pop())
    world.push(iterator)
    for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
      this.countStep()
      this.storeTarget(statement.target, item)
      const completion = this.block(statement.body)
      if (completion === 'break') break
      if (completion === 'return') {
        this.holdReturnedWhile(() => world.decref(world.pop()))
        return completion
      }
    }
    world.decref(world.pop())
    return 'normal'
  }

  private holdReturnedWhile(action: () => void): void {
    const returned = this.returned
    this.world.held.push(returned)
    action()
    this.world.held.pop()
    this.returned = returned
  }

  private loopWhile(statement: While): Completion {
    while (this.test(statement.test)) {
      this.countStep()
      const completion = this.block(statement.body)
      if (completion === 'break') break
      if (completion === 'return') return completion
    }
    return 'normal'
  }

  private assign(statement: Assign): void {
    const { world } = this
    const only = statement.targets[0]
    const expression = statement.value
    if (statement.targets.length === 1 && only?.kind === 'targets' && expression.kind === 'tuple' && expression.items.length === only.items.length) {
      // A display that is unpacked at once makes no tuple.
      for (const item of expression.items) world.push(this.evaluate(item))
      const values = world.stack.splice(world.stack.length - expression.items.length)
      this.storeAll(only.items, values)
      return
    }
    const value = this.evaluate(expression)
    const last = statement.targets.length - 1
    if (last === 0) return this.storeTarget(only as Target, value)
    world.push(value)
    statement.targets.forEach((target, i) => {
      this.storeTarget(target, i < last ? world.incref(value) : world.pop())
    })
  }

  /** Stores owned values from left to right. */
  private storeAll(targets: readonly Target[], values: Value[]): void {
    const { world } = this
    for (const value of values.toReversed()) world.push(value)
    for (const target of targets) this.storeTarget(target, world.pop())
  }

  /** Stores an owned value. */
  private storeTarget(target: Target, value: Value): void {
    const { world } = this
    switch (target.kind) {
      case 'name':
        return this.storeName(target.name, value)
      case 'attribute': {
        world.push(value)
        const object = this.evaluate(target.object)
        world.push(object)
        setAttribute(world, object, target.name, value)
        world.stack.length -= 2
        world.decref(value)
        return world.decref(object)
      }
      case 'subscript': {
        world.push(value)
        const container = this.evaluate(target.object)
        world.push(container)
        const index = this.evaluate(target.index)
        world.push(index)
        storeItem(world, container, index, value)
        world.stack.length -= 3
        world.decref(value)
        world.decref(container)
        return world.decref(index)
      }
      default:
        return this.unpack(target.items, value)
    }
  }

  private unpack(targets: readonly Target[], value: Value): void {
    const { world } = this
    world.push(value)
    if (value instanceof Thing && value.entries !== null && value.entries.size > 1) throw new Undecided('unpacking a set or dict')
    const items = itemsOf(world, value)
    if (items.length !== targets.length) {
      for (const item of items) world.push(item)
      throw new PythonError('ValueError')
    }
    world.pop()
    for (const item of items.toReversed()) world.push(item)
    world.decref(value)
    for (const target of targets) this.storeTarget(target, world.pop())
  }

  private storeName(name: string, value: Value): void {
    const { frame, world } = this
    if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
    const slot = frame.scope?.slots.get(name)
    if (slot !== undefined) {
      const old = frame.locals[slot]
      frame.locals[slot] = value
      if (old !== undefined) world.decref(old)
      return
    }
    // The value stack keeps the new value until the old one is gone.
    const names = frame.members ?? world.globals
    const old = names.get(name)
    names.set(name, value)
    if (!(old instanceof Thing)) return
    world.push(world.incref(value))
    world.decref(old)
    world.decref(world.pop())
  }

  private deleteTarget(target: Target): void {
    const { world } = this
    switch (target.kind) {
      case 'name':
        return this.deleteName(target.name)
      case 'attribute': {
        const object = this.evaluate(target.object)
        world.push(object)
        deleteAttribute(world, object, target.name)
        return world.decref(world.pop())
      }
      case 'subscript': {
        const container = this.evaluate(target.object)
        world.push(container)
        const index = this.evaluate(target.index)
        world.push(index)
        deleteItem(world, container, index)
        world.stack.length -= 2
        world.decref(container)
        return world.decref(index)
      }
      default:
        for (const item of target.items) this.deleteTarget(item)
    }
  }

  private deleteName(name: string): void {
    const { frame, world } = this
    const slot = frame.scope?.slots.get(name)
    if (slot !== undefined) {
      const old = frame.locals[slot]
      if (old === undefined) throw new PythonError('UnboundLocalError')
      frame.locals[slot] = undefined
      return world.decref(old)
    }
    const names = frame.members ?? world.globals
    const old = names.get(name)
    if (old === undefined) throw new PythonError('NameError')
    names.delete(name)
    world.decref(old)
  }

  private loadName(name: string): Value {
    const { frame, world } = this
    const slot = frame.scope?.slots.get(name)
    if (slot !== undefined) {
      const local = frame.locals[slot]
      if (local === undefined) throw new PythonError('UnboundLocalError')
      return world.incref(local)
    }
    const value = frame.members?.get(name) ?? world.globals.get(name)
    if (value !== undefined) return world.incref(value)
    if (frame.members?.has(name) || world.globals.has(name)) return null
    const builtin = BUILTINS.get(name)
    if (builtin === undefined) throw new PythonError('NameError')
    return builtin
  }

  private define(statement: Extract<Statement, { kind: 'def' }>): Value {
    const { world } = this
    let count = 0
    for (const parameter of statement.parameters) {
      if (parameter.default === undefined) continue
      world.push(this.evaluate(parameter.default))
      count++
    }
    const defaults = world.stack.splice(world.stack.length - count)
    return makeFunction(world, statement, defaults, this.frame.members !== null)
  }

  private defineClass(statement: Extract<Statement, { kind: 'class' }>): Value {
    const { world } = this
    const outer = this.frame
    const members = new Map<string, Value>()
    const frame: Frame = { code: null, scope: null, locals: [], members }
    this.frame = frame
    world.frames.push(frame)
    try {
      this.block(statement.body)
      return makeClass(world, statement, members)
    } catch (error) {
      if (error instanceof PythonError) error.held.push(...members.values())
      throw error
    } finally {
      world.frames.splice(world.frames.lastIndexOf(frame), 1)
      this.frame = outer
    }
  }

  /** The value of an expression, owned. */
  private evaluate(expression: Expression): Value {
    const { world } = this
    switch (expression.kind) {
      case 'name':
        return this.loadName(expression.name)
      case 'none':
        return null
      case 'bool':
      case 'int':
      case 'str':
        return expression.value
      case 'float':
        return new Float(expression.value)
      case 'bytes':
        return new Bytes(expression.value)
      case 'attribute': {
        const object = this.evaluate(expression.object)
        world.push(object)
        const value = loadAttribute(world, object, expression.name)
        world.pop()
        return this.handOver(value, object)
      }
      case 'subscript':
        return this.binary(expression.object, expression.index, false, (object, index) => loadItem(world, object, index))
      case 'arithmetic':
        return this.binary(expression.left, expression.right, world.semantics.operatorReleasesRightFirst, (left, right) =>
          arithmetic(world, expression.operator, left, right),
        )
      case 'compare':
        return this.binary(expression.left, expression.right, world.semantics.comparisonReleasesRightFirst, (left, right) =>
          compare(world, expression.operator, left, right),
        )
      case 'not': {
        const value = this.evaluate(expression.operand)
        if (value instanceof Unknown) return value
        const truth = isTrue(value)
        world.decref(value)
        return !truth
      }
      case 'and':
      case 'or': {
        const left = this.evaluate(expression.left)
        if (isTrue(left) === (expression.kind === 'or')) return left
        world.decref(left)
        return this.evaluate(expression.right)
      }
      case 'list':
        return makeList(world, this.evaluateAll(expression.items))
      case 'tuple': {
        const items = this.evaluateAll(expression.items)
        if (!isConstant(expression)) return makeTuple(world, items, 'display')
        return this.constantTuple(items)
      }
      case 'set': {
        const items = this.evaluateAll(expression.items)
        const base = world.stack.length
        for (const item of items) world.push(item)
        const set = makeSet(world, 'set', items)
        world.push(set)
        world.stack.length -= 1
        world.unwind(base)
        return set
      }
      case 'dict':
        return this.displayDict(expression.entries)
      case 'call':
        return this.evaluateCall(expression)
      default:
        return assert(false, 'every expression kind is evaluated') as never
    }
  }

  /** Gives up `from` while `value`, taken out of it, is safe. */
  private handOver(value: Value, from: Value): Value {
    if (!(from instanceof Thing)) return value
    this.world.push(value)
    this.world.decref(from)
    return this.world.pop()
  }

  private constantTuple(items: Value[]): Thing {
    const tuple = new Thing('tuple', 'tuple', 'constant', -1)
    tuple.constant = true
    tuple.refs = 1
    tuple.items = items
    return tuple
  }

  private evaluateAll(expressions: readonly Expression[]): Value[] {
    const { world } = this
    for (const item of expressions) world.push(this.evaluate(item))
    return world.stack.splice(world.stack.length - expressions.length)
  }

  private binary(a: Expression, b: Expression, rightFirst: boolean, operate: (a: Value, b: Value) => Value): Value {
    const { world } = this
    const left = this.evaluate(a)
    world.push(left)
    const right = this.evaluate(b)
    world.push(right)
    const result = operate(left, right)
    world.stack.length -= 2
    if (!(left instanceof Thing) && !(right instanceof Thing)) return result
    world.push(result)
    world.held.push(left, right)
    const order = rightFirst ? [right, left] : [left, right]
    for (const operand of order) {
      world.held.splice(world.held.lastIndexOf(operand), 1)
      world.decref(operand)
    }
    return world.pop()
  }

  private displayDict(entries: readonly { key: Expression; value: Expression }[]): Value {
    const { world } = this
    const height = world.stack.length
    for (const { key, value } of entries) {
      world.push(this.evaluate(key))
      world.push(this.evaluate(value))
    }
    const dict = makeDict(world)
    const parts = world.stack.slice(height)
    world.push(dict)
    for (let i = 0; i < parts.length; i += 2) storeInDict(world, dict, parts[i] as Value, parts[i + 1] as Value)
    world.pop()
    world.held.push(dict)
    world.unwind(height)
    world.held.splice(world.held.lastIndexOf(dict), 1)
    return dict
  }

  private evaluateCall(call: Call): Value {
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

  private callMember(object: Thing, name: string, call: Call, base: number): Value {
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
  private finishCall(base: number, call: Call): Value {
    const { world } = this
    for (const argument of call.arguments) world.push(this.evaluate(argument))
    const callee = world.stack[base] as Value
    if (callee instanceof Thing && callee.kind === 'function') {
      if (world.semantics.callerKeepsArguments) {
        const result = this.callFunction(callee, world.stack.slice(base + 1).map((value) => world.incref(value)))
        return this.releaseCall(base, result)
      }
      const args = world.stack.splice(base + 1)
      return this.releaseCall(base, this.callFunction(callee, args))
    }
    const result = this.callOther(callee, world.stack.slice(base + 1), call)
    return this.releaseCall(base, result)
  }

  /** After a call the caller lets go of the callee and of the arguments that are still its own. */
  private releaseCall(base: number, result: Value): Value {
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
  private callOther(callee: Value, args: readonly Value[], call: Call | null): Value {
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
  private shownCount(count: Value, call: Call | null): Value {
    if (this.world.semantics.localRefcount === 2 || this.frame.scope === null) return count
    return call === null ? count : new Unknown('a count inside a function, where references may be borrowed')
  }

  private instantiate(cls: Thing, args: readonly Value[]): Value {
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
      try {
        return this.callFunction(callee, args.map((value) => world.incref(value)))
      } finally {
        const result = this.returned
        while (world.held.length > base) world.decref(world.held.pop() as Value)
        this.returned = result
      }
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
  private callFunction(callee: Thing, args: Value[]): Value {
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
      const completion = this.block(code.body)
      const result = completion === 'return' ? this.returned : null
      this.returned = null
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
  private enter(callee: Thing, args: Value[]): Frame {
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
  private announce(callee: Thing, frame: Frame): void {
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
