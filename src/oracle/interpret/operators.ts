/** Comparisons and arithmetic on borrowed operands; results are owned. No program code runs in them at level 1. */
import type { ArithmeticOperator, ComparisonOperator } from '../../program/ast.ts'
import type { Semantics } from '../../semantics/semantics.ts'
import { Builtin, Bytes, Float, integer, Undecided, Unknown } from '../atom.ts'
import { holdsKey } from '../builtins/dict.ts'
import { holdsItem } from '../builtins/list.ts'
import { makeList, makeSet, makeTuple } from '../builtins/make.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { equal, isSet, keyImage, numeric } from '../values.ts'
import type { World } from '../world.ts'

type Truth = boolean | Unknown

const not = (truth: Truth): Truth => (truth instanceof Unknown ? truth : !truth)

export function compare(world: World, operator: ComparisonOperator, left: Value, right: Value): Truth {
  switch (operator) {
    case 'is':
      return identical(world.semantics, left, right)
    case 'is not':
      return not(identical(world.semantics, left, right))
    case '==':
      return left instanceof Unknown ? left : right instanceof Unknown ? right : equal(left, right)
    case '!=':
      return left instanceof Unknown ? left : right instanceof Unknown ? right : !equal(left, right)
    case 'in':
      return contains(right, left)
    case 'not in':
      return not(contains(right, left))
    default:
      return ordered(operator, left, right)
  }
}

/** `a is b`. Equal atoms are the same object only where the language or the version says so. */
function identical(semantics: Semantics, a: Value, b: Value): Truth {
  if (a instanceof Unknown) return a
  if (b instanceof Unknown) return b
  if (a instanceof Builtin && b instanceof Builtin) return a.name === b.name
  if (a instanceof Thing || b instanceof Thing) {
    if (a === b) return true
    const bothConstant = a instanceof Thing && b instanceof Thing && a.constant && b.constant && a.kind === b.kind
    if (bothConstant && a.items.length === 0 && b.items.length === 0) return true
    return bothConstant && equal(a, b) ? new Unknown('whether equal constants are one object') : false
  }
  if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return a === b
  if (typeof a === 'number' && typeof b === 'number') {
    if (a !== b) return false
    return a >= -5 && a <= semantics.smallIntMax ? true : new Unknown('whether equal ints are one object')
  }
  if (typeof a === 'string' && typeof b === 'string') {
    if (a !== b) return false
    return a === '' ? true : new Unknown('whether equal strings are one object')
  }
  if (a instanceof Bytes && b instanceof Bytes && a.value === '' && b.value === '') return true
  if (a instanceof Float && a === b) return true
  const same = typeof a === typeof b && equal(a, b)
  return same ? new Unknown('whether equal constants are one object') : false
}

function contains(container: Value, item: Value): Truth {
  if (container instanceof Unknown) return container
  if (typeof container === 'string') {
    if (typeof item !== 'string') throw new PythonError('TypeError')
    return container.includes(item)
  }
  if (container instanceof Bytes) return containsBytes(container, item)
  if (!(container instanceof Thing)) throw new PythonError('TypeError')
  if (container.kind === 'list' || container.kind === 'tuple') return holdsItem(container, item)
  if (container.kind === 'dict') return holdsKey(container, item)
  if (isSet(container)) return container.entries?.has(keyImage(item)) === true
  if (container.kind === 'range') throw new Undecided('membership in a range')
  throw new PythonError('TypeError')
}

/** A run of bytes, or one as an int. */
function containsBytes({ value }: Bytes, item: Value): boolean {
  if (item instanceof Bytes) return value.includes(item.value)
  const byte = item instanceof Float ? undefined : numeric(item)
  if (byte === undefined) throw new PythonError('TypeError')
  if (byte < 0 || byte > 255) throw new PythonError('ValueError')
  return value.includes(String.fromCharCode(Number(byte)))
}

/** What is compared as a whole: text, bytes (whose characters are in the order of their numbers), a number. */
function comparable(value: Value, other: Value): string | number | bigint | undefined {
  if (typeof value === 'string' && typeof other === 'string') return value
  if (value instanceof Bytes && other instanceof Bytes) return value.value
  return numeric(value)
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): Truth {
  if (left instanceof Unknown) return left
  if (right instanceof Unknown) return right
  const x = comparable(left, right)
  const y = comparable(right, left)
  if (x === undefined || y === undefined) {
    if (left instanceof Thing && right instanceof Thing && left.kind === right.kind && left.kind !== 'instance') {
      throw new Undecided(`the order of two ${left.kind} objects`)
    }
    throw new PythonError('TypeError')
  }
  if (operator === '<') return x < y
  if (operator === '<=') return x <= y
  return operator === '>' ? x > y : x >= y
}

export function arithmetic(world: World, operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (left instanceof Unknown) return left
  if (right instanceof Unknown) return right
  const x = numeric(left)
  const y = numeric(right)
  if (x !== undefined && y !== undefined) return numbers(operator, left, right, x, y)
  if (operator === '+') return joined(world, left, right)
  if (operator === '*')
    return typeof y === 'number'
      ? repeated(world, left, y)
      : repeated(world, right, typeof x === 'number' ? x : undefined)
  if (left instanceof Thing && right instanceof Thing && isSet(left) && isSet(right)) {
    const kept = [...(left.entries?.values() ?? [])]
      .map((entry) => entry.key)
      .filter((key) => !right.entries?.has(keyImage(key)))
    return makeSet(world, left.kind === 'set' ? 'set' : 'frozenset', kept)
  }
  throw new PythonError('TypeError')
}

function numbers(
  operator: ArithmeticOperator,
  left: Value,
  right: Value,
  x: number | bigint,
  y: number | bigint,
): Value {
  if (left instanceof Float || right instanceof Float) {
    const a = Number(x)
    const b = Number(y)
    return new Float(operator === '+' ? a + b : operator === '-' ? a - b : a * b)
  }
  const a = BigInt(x)
  const b = BigInt(y)
  return integer(operator === '+' ? a + b : operator === '-' ? a - b : a * b)
}

function joined(world: World, left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string') return left + right
  if (left instanceof Bytes && right instanceof Bytes) return new Bytes(left.value + right.value)
  if (left instanceof Thing && right instanceof Thing && left.kind === right.kind) {
    if (left.kind === 'list' || left.kind === 'tuple')
      return ofItems(world, left, [...left.items, ...right.items], right)
  }
  throw new PythonError('TypeError')
}

function ofItems(world: World, like: Thing, items: readonly Value[], other: Thing): Value {
  if (like.kind === 'tuple' && other.items.length === 0) return world.incref(like)
  if (like.kind === 'tuple' && like.items.length === 0) return world.incref(other)
  const owned = items.map((item) => world.incref(item))
  return like.kind === 'list' ? makeList(world, owned) : makeTuple(world, owned, 'operator')
}

function repeated(world: World, value: Value, times: number | undefined): Value {
  if (times === undefined) throw new PythonError('TypeError')
  const count = Math.max(0, times)
  if (count > 10_000) throw new Undecided('more memory than the engine may have')
  if (typeof value === 'string') return value.repeat(count)
  if (value instanceof Bytes) return new Bytes(value.value.repeat(count))
  if (!(value instanceof Thing) || (value.kind !== 'list' && value.kind !== 'tuple')) throw new PythonError('TypeError')
  if (value.kind === 'tuple' && count === 1) return world.incref(value)
  const items: Value[] = []
  for (let i = 0; i < count; i++) for (const item of value.items) items.push(world.incref(item))
  return value.kind === 'list' ? makeList(world, items) : makeTuple(world, items, 'operator')
}
