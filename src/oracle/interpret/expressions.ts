/** Expressions, evaluated to owned values. What waits for another value lies on the world's stack. */
import { assert } from '../../base/assert.ts'
import type { Call, Compare, Expression } from '../../program/ast.ts'
import { Bytes, Float, Unknown } from '../atom.ts'
import { makeDict, makeList, makeSet, makeTuple, storeInDict } from '../builtins/make.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { isTrue } from '../values.ts'
import { isConstant } from './define.ts'
import { loadAttribute, loadItem } from './members.ts'
import { Names } from './names.ts'
import { arithmetic, compare } from './operators.ts'

export abstract class Expressions extends Names {
  protected abstract evaluateCall(call: Call): Value

  /** The value of an expression, owned. */
  protected evaluate(expression: Expression): Value {
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
        return this.binary(expression.object, expression.index, false, (object, index) =>
          loadItem(world, object, index),
        )
      case 'arithmetic':
        return this.binary(
          expression.left,
          expression.right,
          world.semantics.operatorReleasesRightFirst,
          (left, right) => arithmetic(world, expression.operator, left, right),
        )
      case 'compare':
        return this.binary(
          expression.left,
          expression.right,
          world.semantics.comparisonReleasesRightFirst,
          (left, right) => bothInterned(expression, left, right) ?? compare(world, expression.operator, left, right),
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
  protected handOver(value: Value, from: Value): Value {
    if (!(from instanceof Thing)) return value
    this.world.push(value)
    this.world.decref(from)
    return this.world.pop()
  }

  protected constantTuple(items: Value[]): Thing {
    const tuple = new Thing('tuple', 'tuple', 'constant', -1)
    tuple.constant = true
    tuple.refs = 1
    tuple.items = items
    return tuple
  }

  protected evaluateAll(expressions: readonly Expression[]): Value[] {
    const { world } = this
    for (const item of expressions) world.push(this.evaluate(item))
    return world.stack.splice(world.stack.length - expressions.length)
  }

  protected binary(a: Expression, b: Expression, rightFirst: boolean, operate: (a: Value, b: Value) => Value): Value {
    const { world } = this
    const left = this.evaluate(a)
    world.push(left)
    const right = this.evaluate(b)
    world.push(right)
    const result = this.operateOrRelease(left, right, operate)
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

  /** A failing operation has released its operands, the left one first (up to 3.13), before the stack is unwound. */
  private operateOrRelease(left: Value, right: Value, operate: (a: Value, b: Value) => Value): Value {
    const { world } = this
    try {
      return operate(left, right)
    } catch (error) {
      if (error instanceof PythonError && !world.semantics.comparisonReleasesRightFirst) {
        world.stack.splice(-2, 2, right, left)
      }
      throw error
    }
  }

  protected displayDict(entries: readonly { key: Expression; value: Expression }[]): Value {
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
}

/** `sys.intern(a) is sys.intern(b)`: equal strings that are interned are one object. */
function bothInterned(expression: Compare, left: Value, right: Value): boolean | undefined {
  const isIdentity = expression.operator === 'is' || expression.operator === 'is not'
  if (!isIdentity || left !== right || typeof left !== 'string') return undefined
  if (!isInterning(expression.left) || !isInterning(expression.right)) return undefined
  return expression.operator === 'is'
}

function isInterning(expression: Expression): boolean {
  return expression.kind === 'call' && expression.function.kind === 'attribute' && expression.function.name === 'intern'
}
