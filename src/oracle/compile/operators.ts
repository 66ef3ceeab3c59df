/** Expressions of two operands that are both evaluated, and of one: subscripts, arithmetic, comparisons, `not`. */
import type { ArithmeticOperator, Compare, Expression } from '../../program/ast.ts'
import { Unknown } from '../atom.ts'
import { withOperands } from '../interpret/failed-operands.ts'
import { loadItem } from '../interpret/items.ts'
import type { Run } from '../interpret/machine.ts'
import { arithmetic, compare } from '../interpret/operators.ts'
import { Thing, type Value } from '../thing.ts'
import { truthOf } from '../truth.ts'
import type { World } from '../world.ts'

/** The result of an operation on borrowed operands, owned. */
type Operate = (world: World, left: Value, right: Value) => Value

export function subscript(object: Run, index: Run): Run {
  return (machine) => {
    const { world } = machine
    world.push(object(machine))
    world.push(index(machine))
    return operateOnTop(world, loadItem, false)
  }
}

export function arithmeticOf(operator: ArithmeticOperator, left: Run, right: Run): Run {
  const operate: Operate = (world, a, b) => arithmetic(world, operator, a, b)
  return (machine) => {
    const { world } = machine
    world.push(left(machine))
    world.push(right(machine))
    return operateOnTop(world, operate, world.semantics.operatorReleasesRightFirst)
  }
}

export function comparison(expression: Compare, left: Run, right: Run): Run {
  const { operator } = expression
  const operate: Operate = bothIntern(expression)
    ? (world, a, b) => (a === b && typeof a === 'string' ? operator === 'is' : compare(world, operator, a, b))
    : (world, a, b) => compare(world, operator, a, b)
  return (machine) => {
    const { world } = machine
    world.push(left(machine))
    world.push(right(machine))
    return operateOnTop(world, operate, world.semantics.comparisonReleasesRightFirst)
  }
}

export function notOf(operand: Run): Run {
  return (machine) => {
    const value = operand(machine)
    if (value instanceof Unknown) return value
    const truth = truthOf(machine.world, value)
    machine.world.decref(value)
    return !truth
  }
}

/** `and` where the left operand decides by being false, `or` where by being true. */
export function eitherOf(decisive: boolean, left: Run, right: Run): Run {
  return (machine) => {
    const value = left(machine)
    if (truthOf(machine.world, value) === decisive) return value
    machine.world.decref(value)
    return right(machine)
  }
}

/** Takes both operands from the stack; while one is released the result and the other stay roots. */
function operateOnTop(world: World, operate: Operate, rightFirst: boolean): Value {
  const { stack } = world
  const left = stack[stack.length - 2] as Value
  const right = stack[stack.length - 1] as Value
  const result = withOperands(world, 2, () => operate(world, left, right))
  stack.pop()
  stack.pop()
  if (!(left instanceof Thing) && !(right instanceof Thing)) return result
  const first = rightFirst ? right : left
  const second = rightFirst ? left : right
  stack.push(result)
  world.held.push(second)
  world.decref(first)
  world.letGo(second)
  world.decref(second)
  return world.pop()
}

/** `sys.intern(a) is sys.intern(b)`: equal strings that are interned are one object. */
function bothIntern({ operator, left, right }: Compare): boolean {
  const isIdentity = operator === 'is' || operator === 'is not'
  return isIdentity && isInterning(left) && isInterning(right)
}

function isInterning(expression: Expression): boolean {
  return expression.kind === 'call' && expression.function.kind === 'attribute' && expression.function.name === 'intern'
}
