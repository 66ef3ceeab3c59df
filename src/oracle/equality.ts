/**
 * `==` and `!=` where they may run code: `__eq__` of the program's classes, deep inside containers, too, which may change
 * while they are compared. Follows `do_richcompare` and the `tp_richcompare` of each type; operands are borrowed.
 */
import { Undecided, Unknown } from './atom.ts'
import { lookUp } from './class-parts.ts'
import { locate } from './lookup.ts'
import { type Kind, Thing, type Value } from './thing.ts'
import { truthOf } from './truth.ts'
import { bytesOfLike, equal, isSet, isSetLike } from './values.ts'
import { demandLive } from './weak.ts'
import type { World } from './world.ts'

/** What a type says that does not know the other operand. */
const NOT_IMPLEMENTED = Symbol('NotImplemented')
type Answer = Value | typeof NOT_IMPLEMENTED

const DEPTH_MAX = 60
const ROUNDS_MAX = 10_000

/** `a == b` as an expression: the value that decides, owned. */
export function equality(world: World, a: Value, b: Value, isNegated: boolean): Value {
  if (!mayAsk(world, a, b)) return equal(a, b) !== isNegated
  return world.within(DEPTH_MAX, 'a comparison nested too deep', () => asked(world, a, b, isNegated))
}

/** Whether two values are one or equal (`PyObject_RichCompareBool`). */
export function isEqual(world: World, a: Value, b: Value): boolean {
  if (a === b) return true
  if (!mayAsk(world, a, b)) return equal(a, b)
  const answer = equality(world, a, b, false)
  const truth = truthOf(world, answer)
  world.decref(answer)
  return truth
}

function mayAsk(world: World, a: Value, b: Value): boolean {
  if (a instanceof Unknown || b instanceof Unknown) throw new Undecided('a comparison of an unknown value')
  return world.asksForEquality && (a instanceof Thing || b instanceof Thing)
}

/** A proxy stands for its object, also where it is asked about a proxy; both objects are held meanwhile. */
function throughProxies(world: World, a: Thing, b: Value, isNegated: boolean): Value {
  const base = world.stack.length
  const left = world.incref(world.proxied(a))
  world.push(left)
  demandLive(world, left, b)
  const right = b instanceof Thing && b.isProxy ? world.proxied(b) : b
  world.push(world.incref(right))
  return world.unwindKeeping(base, equality(world, left, right, isNegated))
}

function asked(world: World, a: Value, b: Value, isNegated: boolean): Value {
  const reflectedFirst = isOfSubclass(b, a)
  if (reflectedFirst) {
    const answer = answerOf(world, b, a, isNegated)
    if (answer !== NOT_IMPLEMENTED) return answer
  }
  const answer = answerOf(world, a, b, isNegated)
  if (answer !== NOT_IMPLEMENTED) return answer
  if (!reflectedFirst) {
    const reflected = answerOf(world, b, a, isNegated)
    if (reflected !== NOT_IMPLEMENTED) return reflected
  }
  return (a === b) !== isNegated
}

/** Whether the type of `value` is below that of `other`. */
function isOfSubclass(value: Value, other: Value): boolean {
  if (!(value instanceof Thing) || value.cls === null || !(other instanceof Thing)) return false
  if (other.cls !== null) return value.cls !== other.cls && value.cls.mro.includes(other.cls)
  return value.cls.builtinBase !== null && value.kind === other.kind
}

/** What compares only with its own kind, without asking anybody. */
const COMPARED_WHOLE: ReadonlySet<Kind> = new Set<Kind>(['range', 'method'])

function answerOf(world: World, a: Value, b: Value, isNegated: boolean): Answer {
  if (bytesOfLike(a) !== undefined && bytesOfLike(b) !== undefined) return equal(a, b) !== isNegated
  if (!(a instanceof Thing)) return b instanceof Thing ? NOT_IMPLEMENTED : equal(a, b) !== isNegated
  if (a.isProxy) return throughProxies(world, a, b, isNegated)
  const method = a.cls === null ? undefined : lookUp(a.cls, '__eq__')
  const isPlain = a.kind === 'instance' || a.kind === 'exception'
  // Containers have a `__ne__` of their own, which comes before that of `object`.
  if (method !== undefined && (!isNegated || isPlain)) return answerOfMethod(world, method, a, b, isNegated)
  if (a === b && isPlain) return isNegated ? NOT_IMPLEMENTED : true
  if (!(b instanceof Thing)) return NOT_IMPLEMENTED
  if (a.kind === 'list' && b.kind === 'list') return sequences(world, a, b, true) !== isNegated
  if (a.kind === 'tuple' && b.kind === 'tuple') return sequences(world, a, b, false) !== isNegated
  if (a.kind === 'dict' && b.kind === 'dict') return dicts(world, a, b) !== isNegated
  if (isSet(a) && isSet(b)) return sets(world, a, b) !== isNegated
  if (a.kind === 'weakref' && b.kind === 'weakref') return weakrefs(world, a, b, isNegated)
  if (a.kind === 'view' && isSetLike(a) && isSetLike(b)) return equal(a, b) !== isNegated
  if (a.kind === b.kind && COMPARED_WHOLE.has(a.kind)) return equal(a, b) !== isNegated
  return NOT_IMPLEMENTED
}

function answerOfMethod(world: World, method: Value, a: Thing, b: Value, isNegated: boolean): Answer {
  const answer = world.actors.callSpecial(method, a, [b])
  if (answer instanceof Unknown && answer.reason === NOT_IMPLEMENTED_REASON) return NOT_IMPLEMENTED
  if (!isNegated) return answer
  const truth = truthOf(world, answer)
  world.decref(answer)
  return !truth
}

/** What code of the standard library gives that does not know the other operand. */
export const NOT_IMPLEMENTED_REASON = 'NotImplemented'

/** The first pair that differs decides, or the lengths, as they are then. */
function sequences(world: World, a: Thing, b: Thing, lengthsFirst: boolean): boolean {
  if (lengthsFirst && a.items.length !== b.items.length) return false
  for (let i = 0; i < a.items.length && i < b.items.length; i++) {
    if (i > ROUNDS_MAX) throw new Undecided('a comparison that does not end soon')
    const x = a.items[i] as Value
    const y = b.items[i] as Value
    if (x !== y && !pairIsEqual(world, x, y))
      return i >= a.items.length || i >= b.items.length ? sameLength(a, b) : false
  }
  return sameLength(a, b)
}

function sameLength(a: Thing, b: Thing): boolean {
  return a.items.length === b.items.length
}

/** Both are held while they are compared. */
export function pairIsEqual(world: World, a: Value, b: Value): boolean {
  world.push(world.incref(a))
  world.push(world.incref(b))
  const same = isEqual(world, a, b)
  const second = world.pop()
  world.decref(world.pop())
  world.decref(second)
  return same
}

function entriesOf(thing: Thing): NonNullable<Thing['entries']> {
  if (thing.entries === null) throw new Undecided(`a ${thing.kind} that the collector took apart`)
  return thing.entries
}

function dicts(world: World, a: Thing, b: Thing): boolean {
  if (entriesOf(a).size !== entriesOf(b).size) return false
  for (const [image, { key, value }] of entriesOf(a)) {
    const base = world.stack.length
    world.push(world.incref(value))
    world.push(world.incref(key))
    const other = locate(world, b, key, image)
    const found = other === undefined ? undefined : entriesOf(b).get(other)
    const fits = found !== undefined && pairIsEqualIn(world, found.value, value)
    world.unwind(base)
    if (!fits) return false
  }
  return true
}

function pairIsEqualIn(world: World, theirs: Value, ours: Value): boolean {
  world.push(world.incref(theirs))
  const same = isEqual(world, ours, theirs)
  world.decref(world.pop())
  return same
}

function sets(world: World, a: Thing, b: Thing): boolean {
  if (entriesOf(a).size !== entriesOf(b).size) return false
  if (entriesOf(a).size > 1 && (a.asksKeys || b.asksKeys)) world.guess ??= 'the order in which elements are compared'
  for (const [image, { key }] of entriesOf(a)) if (locate(world, b, key, image) === undefined) return false
  return true
}

function weakrefs(world: World, a: Thing, b: Thing, isNegated: boolean): Value {
  const x = a.target
  const y = b.target
  if (x === null || y === null || x.refs === 0 || y.refs === 0) return (a === b) !== isNegated
  const base = world.stack.length
  world.push(world.incref(x))
  world.push(world.incref(y))
  return world.unwindKeeping(base, equality(world, x, y, isNegated))
}
