/**
 * Runs a program's statements on the abstract graph. Evaluation order and the life of temporaries are CPython's: every
 * evaluated value is an owned reference. Names, expressions and calls are the layers below, one file each.
 */
import type { Assign, Expression, For, Statement, Target, While } from '../../program/ast.ts'
import { Undecided } from '../atom.ts'
import { itemsOf, iteratorOver, nextItem } from '../builtins/iterate.ts'
import type { Frame } from '../frame.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { isTrue } from '../values.ts'
import { Calls } from './calls.ts'
import { makeClass, makeFunction } from './define.ts'
import { deleteAttribute, deleteItem, setAttribute, storeItem } from './members.ts'

type Completion = 'normal' | 'break' | 'continue' | 'return'

const LOOP_STEPS_MAX = 100_000

export class Interpreter extends Calls {
  private steps = 0
  private returned: Value = null

  /** Runs one top-level statement; the value of an expression statement is owned by the caller. */
  runTopLevel(statement: Statement): Value {
    if (statement.kind === 'expression') return this.evaluate(statement.value)
    this.execute(statement)
    return null
  }

  protected override runBody(body: readonly Statement[]): Value {
    const completion = this.block(body)
    const result = completion === 'return' ? this.returned : null
    this.returned = null
    return result
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
        throw new PythonError(
          'AssertionError',
          statement.message === undefined ? [] : [this.evaluate(statement.message)],
        )
      }
      case 'import':
        for (const name of statement.modules) this.storeName(name, this.module(name))
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
    if (
      statement.targets.length === 1 &&
      only?.kind === 'targets' &&
      expression.kind === 'tuple' &&
      expression.items.length === only.items.length
    ) {
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
        world.storeOwners.push(object)
        try {
          setAttribute(world, object, target.name, value)
        } catch (error) {
          if (error instanceof PythonError) world.storeOwners.pop()
          throw error
        }
        world.storeOwners.pop()
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
    if (value instanceof Thing && value.entries !== null && value.entries.size > 1)
      throw new Undecided('unpacking a set or dict')
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
}
