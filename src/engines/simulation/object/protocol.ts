/**
 * What can be done with any object, by way of its type's slots (Objects/abstract.c, PyObject_RichCompare,
 * PyObject_Hash). Conventions are those of machine.ts.
 */
import type { BinaryOp, ComparisonOp, Machine } from '../machine.ts'
import { type Address, TP_FLAGS, TP_MRO, TPFLAGS_HEAPTYPE } from '../memory/layout.ts'
import { isProxyKind } from './kinds.ts'
import { enterNested, leaveNested } from './nesting.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, slotsOf, typeOf } from './refcount.ts'
import { tupleItem, tupleSize } from './tuple.ts'

const SWAPPED: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** True, False (new references) or 0. Up to 3.11 a comparison is a level of the recursion limit. */
export function compare(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  if (m.dialect.version[1] > 11) return compareNow(m, a, b, op)
  if (!enterNested(m)) return 0
  const result = compareNow(m, a, b, op)
  leaveNested(m)
  return result
}

function compareNow(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  const asksRightFirst = isOfSubclass(m, b, a)
  if (asksRightFirst) {
    const asked = slotsOf(m, b).compare?.(m, b, a, SWAPPED[op]) ?? incref(m, m.NotImplemented)
    if (asked !== m.NotImplemented) return asked
    decref(m, asked)
  }
  const first = slotsOf(m, a).compare?.(m, a, b, op) ?? incref(m, m.NotImplemented)
  if (first !== m.NotImplemented) return first
  decref(m, first)
  if (!asksRightFirst) {
    const second = slotsOf(m, b).compare?.(m, b, a, SWAPPED[op]) ?? incref(m, m.NotImplemented)
    if (second !== m.NotImplemented) return second
    decref(m, second)
  }
  if (op === '==') return incref(m, a === b ? m.True : m.False)
  if (op === '!=') return incref(m, a === b ? m.False : m.True)
  return raise(m, 'TypeError', `'${op}' not supported`)
}

/** Whether the class of `o` derives from that of `other`: only classes of programs do, and `bool`, which compares as `int`. */
function isOfSubclass(m: Machine, o: Address, other: Address): boolean {
  const type = typeOf(m, o)
  const base = typeOf(m, other)
  if (type === base || ((m.i32[(type + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) === 0) return false
  const mro = m.i32[(type + TP_MRO) >> 2] as number
  for (let i = 0, count = tupleSize(m, mro); i < count; i++) if (tupleItem(m, mro, i) === base) return true
  return false
}

/** As containers compare their elements: identity first. 1, 0 or −1. */
export function equal(m: Machine, a: Address, b: Address): number {
  if (a === b) return 1
  const result = compare(m, a, b, '==')
  if (result === 0) return -1
  const truth = isTrue(m, result)
  decref(m, result)
  return truth
}

/** 1, 0 or −1. */
export function isTrue(m: Machine, o: Address): number {
  if (o === m.True) return 1
  if (o === m.False || o === m.None) return 0
  const slots = slotsOf(m, o)
  if (slots.truth !== undefined) return slots.truth(m, o)
  if (slots.length === undefined) return 1
  const length = slots.length(m, o)
  return length > 0 ? 1 : length
}

/** Fills m.hashLow and m.hashHigh; 0 or −1. */
export function hash(m: Machine, o: Address): number {
  const slots = slotsOf(m, o)
  if (slots.hash === undefined) {
    raise(m, 'TypeError', `unhashable type: '${slots.name}'`)
    return -1
  }
  return slots.hash(m, o)
}

/** Default hash of an object: its address, rotated right by four bits (_Py_HashPointer). */
export function hashPointer(m: Machine, o: Address): number {
  m.hashLow = o >>> 4
  m.hashHigh = (o & 15) << 28
  return 0
}

export function lengthOf(m: Machine, o: Address): number {
  const slots = slotsOf(m, o)
  if (slots.length !== undefined) return slots.length(m, o)
  raise(m, 'TypeError', `object of type '${slots.name}' has no len()`)
  return -1
}

export function getItem(m: Machine, o: Address, key: Address): Address {
  const slots = slotsOf(m, o)
  if (slots.getItem !== undefined) return slots.getItem(m, o, key)
  return raise(m, 'TypeError', `'${slots.name}' object is not subscriptable`)
}

/** Deletes where `value` is 0. 0 or −1. */
export function setItem(m: Machine, o: Address, key: Address, value: Address): number {
  const slots = slotsOf(m, o)
  if (slots.setItem !== undefined) return slots.setItem(m, o, key, value)
  raise(m, 'TypeError', `'${slots.name}' object does not support item assignment or deletion`)
  return -1
}

/** 1, 0 or −1. */
export function contains(m: Machine, o: Address, item: Address): number {
  const slots = slotsOf(m, o)
  return slots.contains === undefined ? containsByIteration(m, o, item) : slots.contains(m, o, item)
}

/** The same, by walking through (_PySequence_IterSearch). */
export function containsByIteration(m: Machine, o: Address, item: Address): number {
  const iterator = iterate(m, o)
  if (iterator === 0) return -1
  let found = 0
  for (let next = nextItem(m, iterator); next !== 0 && found === 0; ) {
    found = m.dialect.version[1] <= 8 ? equal(m, item, next) : equal(m, next, item)
    decref(m, next)
    if (found === 0) next = nextItem(m, iterator)
  }
  if (m.error !== 0) found = -1
  decref(m, iterator)
  return found
}

export function iterate(m: Machine, o: Address): Address {
  const slots = slotsOf(m, o)
  if (slots.iterate !== undefined) return slots.iterate(m, o)
  return raise(m, 'TypeError', `'${slots.name}' object is not iterable`)
}

/** The next item of an iterator; 0 at the end, with `m.error` set where it failed. */
export function nextItem(m: Machine, iterator: Address): Address {
  const slots = slotsOf(m, iterator)
  if (slots.next !== undefined) return slots.next(m, iterator)
  return raise(m, 'TypeError', `'${slots.name}' object is not an iterator`)
}

export function binary(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  const left = slotsOf(m, a)
  const right = slotsOf(m, b)
  // A proxy has numeric slots, which go before the concatenation of sequences; numbers leave the answer to it.
  const asksLeft = !isProxyKind(kindOf(m, b)) || isProxyKind(kindOf(m, a))
  const first = (asksLeft ? left.binary?.(m, op, a, b) : undefined) ?? incref(m, m.NotImplemented)
  if (first !== m.NotImplemented) return first
  decref(m, first)
  if (right !== left) {
    const second = right.binary?.(m, op, a, b) ?? incref(m, m.NotImplemented)
    if (second !== m.NotImplemented) return second
    decref(m, second)
  }
  return raise(m, 'TypeError', `unsupported operand type(s) for ${op}`)
}

export function getAttribute(m: Machine, o: Address, name: Address): Address {
  const slots = slotsOf(m, o)
  if (slots.getAttribute !== undefined) return slots.getAttribute(m, o, name)
  return raise(m, 'AttributeError', slots.name)
}

/** Deletes where `value` is 0. 0 or −1. */
export function setAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const slots = slotsOf(m, o)
  if (slots.setAttribute !== undefined) return slots.setAttribute(m, o, name, value)
  const isClass = name === m.names['__class__']
  raise(m, isClass ? 'TypeError' : 'AttributeError', slots.name)
  return -1
}

/** Text of `repr(o)`, or undefined with `m.error` set. */
export function repr(m: Machine, o: Address): string | undefined {
  const slots = slotsOf(m, o)
  if (slots.repr !== undefined) return slots.repr(m, o)
  return `<${slots.name} object at 0x${o.toString(16)}>`
}
