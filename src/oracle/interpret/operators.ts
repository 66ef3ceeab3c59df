/** Comparisons and arithmetic on borrowed operands; results are owned. No program code runs in them at level 1. */
import type { ArithmeticOperator, ComparisonOperator } from '../../program/ast.ts'
import type { Semantics } from '../../semantics/semantics.ts'
import { Builtin, Bytes, Float, integer, Undecided, Unknown } from '../atom.ts'
import { byteOf, joinedBytes, makeBytearray } from '../builtins/bytearray.ts'
import { holdsKey } from '../builtins/dict.ts'
import { iteratorOver, nextItem } from '../builtins/iterate.ts'
import { holdsItem } from '../builtins/list.ts'
import { makeList, makeSet, makeTuple } from '../builtins/make.ts'
import { isWithin, viewHolds } from '../builtins/set-algebra.ts'
import { viewed } from '../builtins/views.ts'
import { lookUp } from '../class-parts.ts'
import { equality, isEqual, pairIsEqual } from '../equality.ts'
import { imageInSet, locate } from '../lookup.ts'
import { PythonError } from '../python-error.ts'
import { AskedKey, Thing, type Value } from '../thing.ts'
import { isCollectable } from '../tracking.ts'
import { truthOf } from '../truth.ts'
import { bytesOfLike, equal, isSet, numeric } from '../values.ts'
import { demandLive } from '../weak.ts'
import type { World } from '../world.ts'
import { throughProxy } from './proxy.ts'

type Truth = boolean | Unknown

const not = (truth: Truth): Truth => (truth instanceof Unknown ? truth : !truth)

export function compare(world: World, operator: ComparisonOperator, left: Value, right: Value): Value {
  switch (operator) {
    case 'is':
      return identical(world.semantics, left, right)
    case 'is not':
      return not(identical(world.semantics, left, right))
    case '==':
      return left instanceof Unknown ? left : right instanceof Unknown ? right : equality(world, left, right, false)
    case '!=':
      return left instanceof Unknown ? left : right instanceof Unknown ? right : equality(world, left, right, true)
    case 'in':
      return contains(world, right, left)
    case 'not in':
      return not(contains(world, right, left))
    default:
      return ordered(world, operator, left, right)
  }
}

/** A smaller set lies within a larger one. */
function orderedSets(operator: Order, left: Thing, right: Thing): boolean {
  if (operator === '>' || operator === '>=') return orderedSets(operator === '>' ? '<' : '<=', right, left)
  const isProper = operator === '<'
  return isWithin(left, right) && !(isProper && isWithin(right, left))
}

type Order = '<' | '<=' | '>' | '>='

function isSequence({ kind }: Thing): boolean {
  return kind === 'list' || kind === 'tuple'
}

/** The first pair that differs decides, or the lengths, as they are then. */
function orderedSequences(world: World, operator: Order, left: Thing, right: Thing): Truth {
  for (let i = 0; i < left.items.length && i < right.items.length; i++) {
    const a = left.items[i] as Value
    const b = right.items[i] as Value
    if (a === b || pairIsEqual(world, a, b)) continue
    const x = left.items[i]
    const y = right.items[i]
    if (x === undefined || y === undefined) break
    return ordered(world, operator, x, y)
  }
  return ordered(world, operator, left.items.length, right.items.length)
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

function contains(world: World, container: Value, item: Value): Truth {
  if (container instanceof Unknown) return container
  if (typeof container === 'string') {
    if (typeof item !== 'string') throw new PythonError('TypeError')
    return container.includes(item)
  }
  const bytes = bytesOfLike(container)
  if (bytes !== undefined) return containsBytes(bytes, item)
  if (!(container instanceof Thing)) throw new PythonError('TypeError')
  if (container.isProxy) return throughProxy(world, container, (target) => contains(world, target, item))
  if (container.kind === 'list' || container.kind === 'tuple') return holdsItem(world, container, item)
  if (container.kind === 'dict') return holdsKey(world, container, item)
  if (isSet(container)) return container.entries?.has(imageInSet(world, container, item)) === true
  if (WALKED.has(container.kind)) return containsByMethod(world, container, item)
  if (container.kind === 'range') return holdsNumber(container, item) ?? containsByMethod(world, container, item)
  if (container.kind === 'view')
    return viewHolds(world, container, viewed(container), item) ?? containsByMethod(world, container, item)
  throw new PythonError('TypeError')
}

const WALKED: ReadonlySet<string> = new Set(['instance', 'iterator', 'generator'])

/** Undefined where the item is no whole number, so that all must be compared. */
function holdsNumber(range: Thing, item: Value): boolean | undefined {
  const [start, stop, step] = range.range ?? [0, 0, 1]
  const number = item instanceof Float ? undefined : numeric(item)
  if (number === undefined) return undefined
  const at = Number(number)
  return (step > 0 ? at >= start && at < stop : at <= start && at > stop) && (at - start) % step === 0
}

/** By `__contains__` of a class of the standard library, or else by walking through. */
function containsByMethod(world: World, container: Thing, item: Value): Truth {
  const method = container.cls === null ? undefined : lookUp(container.cls, '__contains__')
  if (method !== undefined) {
    const answer = world.actors.callSpecial(method, container, [item])
    const truth = truthOf(world, answer)
    world.decref(answer)
    return truth
  }
  const iterator = iteratorOver(world, container)
  world.push(iterator)
  let found = false
  for (let next = nextItem(world, iterator); next !== undefined; next = nextItem(world, iterator)) {
    world.push(next)
    found = isEqual(world, next, item)
    world.decref(world.pop())
    if (found) break
  }
  world.decref(world.pop())
  return found
}

/** A run of bytes, or one as an int. */
function containsBytes(bytes: readonly number[], item: Value): boolean {
  const part = bytesOfLike(item)
  if (part !== undefined) return String.fromCharCode(...bytes).includes(String.fromCharCode(...part))
  return bytes.includes(byteOf(item))
}

/** What is compared as a whole: text, bytes (whose characters are in the order of their numbers), a number. */
function comparable(value: Value, other: Value): string | number | bigint | undefined {
  if (typeof value === 'string' && typeof other === 'string') return value
  const bytes = bytesOfLike(value)
  if (bytes !== undefined && bytesOfLike(other) !== undefined) return String.fromCharCode(...bytes)
  return numeric(value)
}

function ordered(world: World, operator: Order, left: Value, right: Value): Truth {
  if (left instanceof Unknown) return left
  if (right instanceof Unknown) return right
  const proxy = left instanceof Thing && left.isProxy ? left : undefined
  if (proxy !== undefined)
    return throughProxy(world, proxy, (target) => {
      demandLive(world, target, right)
      return ordered(world, operator, target, right)
    })
  if (right instanceof Thing && right.isProxy)
    return throughProxy(world, right, (target) => ordered(world, operator, left, target))
  const x = comparable(left, right)
  const y = comparable(right, left)
  if (x === undefined || y === undefined) {
    if (left instanceof Thing && right instanceof Thing && left.kind === right.kind && isSequence(left))
      return orderedSequences(world, operator, left, right)
    if (left instanceof Thing && right instanceof Thing && isSet(left) && isSet(right))
      return orderedSets(operator, left, right)
    if (
      left instanceof Thing &&
      right instanceof Thing &&
      left.kind === right.kind &&
      left.kind !== 'instance' &&
      left.kind !== 'exception'
    ) {
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
  if (left instanceof Thing && left.isProxy)
    return throughProxy(world, left, (target) => arithmetic(world, operator, target, right))
  demandLive(world, left, right)
  if (right instanceof Thing && right.isProxy)
    return throughProxy(world, right, (target) => arithmetic(world, operator, left, target))
  const x = numeric(left)
  const y = numeric(right)
  if (x !== undefined && y !== undefined) return numbers(operator, left, right, x, y)
  if (operator === '+') return joined(world, left, right)
  if (operator === '*')
    return typeof y === 'number'
      ? repeated(world, left, y)
      : repeated(world, right, typeof x === 'number' ? x : undefined)
  if (left instanceof Thing && right instanceof Thing && isSet(left) && isSet(right)) {
    return setDifference(world, left, right)
  }
  throw new PythonError('TypeError')
}

/** Hashes are known; keys of one hash may be compared, in the order of the left one's table. */
function setDifference(world: World, left: Thing, right: Thing): Thing {
  if (left.cls !== null) throw new Undecided('the difference of a set of a class of the program')
  const entries = [...(left.entries ?? [])]
  if (entries.length > 1 && (left.asksKeys || right.asksKeys))
    world.guess ??= 'the order in which elements are compared'
  const made = makeSet(world, left.kind === 'set' ? 'set' : 'frozenset', [])
  world.push(made)
  for (const [image, { key }] of entries) {
    if (locate(world, right, key, image) !== undefined) continue
    const own = image instanceof AskedKey ? new AskedKey(image.hash) : image
    made.entries?.set(own, { key: world.incref(key), value: null })
    if (image instanceof AskedKey) made.asksKeys = true
  }
  world.pop()
  if (made.kind === 'frozenset') {
    const atomsOnly =
      !world.semantics.atomFrozensetTracked &&
      ![...(made.entries?.values() ?? [])].some(({ key }) => isCollectable(key))
    made.tracked = atomsOnly ? 'no' : 'yes'
  }
  return made
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
  const bytes = joinedBytes(world, left, right)
  if (bytes !== undefined) return bytes
  if (left instanceof Thing && right instanceof Thing && left.kind === right.kind) {
    if (left.kind === 'list' || left.kind === 'tuple')
      return ofItems(world, left, [...left.items, ...right.items], right)
  }
  throw new PythonError('TypeError')
}

function ofItems(world: World, like: Thing, items: readonly Value[], other: Thing): Value {
  if (like.kind === 'tuple' && other.items.length === 0 && like.cls === null) return world.incref(like)
  if (like.kind === 'tuple' && like.items.length === 0 && other.cls === null) return world.incref(other)
  const owned = items.map((item) => world.incref(item))
  return like.kind === 'list' ? makeList(world, owned) : makeTuple(world, owned, 'operator')
}

function repeated(world: World, value: Value, times: number | undefined): Value {
  if (times === undefined) throw new PythonError('TypeError')
  const count = Math.max(0, times)
  if (count > 10_000) throw new Undecided('more memory than the engine may have')
  if (typeof value === 'string') return value.repeat(count)
  if (value instanceof Bytes) return new Bytes(value.value.repeat(count))
  if (value instanceof Thing && value.kind === 'bytearray')
    return makeBytearray(world, Array.from({ length: count }, () => value.items as number[]).flat())
  if (!(value instanceof Thing) || (value.kind !== 'list' && value.kind !== 'tuple')) throw new PythonError('TypeError')
  if (value.kind === 'tuple' && count === 1 && value.cls === null) return world.incref(value)
  const items: Value[] = []
  for (let i = 0; i < count; i++) for (const item of value.items) items.push(world.incref(item))
  return value.kind === 'list' ? makeList(world, items) : makeTuple(world, items, 'operator')
}
