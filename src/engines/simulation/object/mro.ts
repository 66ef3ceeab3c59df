/**
 * Bases of a class (Objects/typeobject.c: best_base, solid_base, mro_implementation, pmerge): whose layout its instances
 * have, and in which order attributes are looked for (C3 linearisation).
 */
import { Abort } from '../abort.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_SIZE, TP_BASE, TP_BASICSIZE, TP_DEALLOC, TP_MRO } from '../memory/layout.ts'
import { Kind, kindOfSubclass } from './kinds.ts'
import { newList } from './list.ts'
import { raise } from './raise.ts'
import { decref, kindOf } from './refcount.ts'
import { tupleFrom, tupleItem, tupleSize } from './tuple.ts'
import { isHeapType, typeName } from './type-lookup.ts'

/** The base whose layout the class extends; borrowed, or 0 with TypeError. */
export function bestBase(m: Machine, bases: Address): Address {
  let best = 0
  let winner = 0
  for (let i = 0; i < tupleSize(m, bases); i++) {
    const base = tupleItem(m, bases, i)
    if (kindOf(m, base) !== Kind.type) return raise(m, 'TypeError', 'bases must be types')
    if (!mayBeBase(m, base)) return 0
    const candidate = solidBase(m, base)
    if (best === 0 || (winner !== candidate && isAlong(m, candidate, winner))) {
      winner = candidate
      best = base
    } else if (!isAlong(m, winner, candidate)) {
      return raise(m, 'TypeError', 'multiple bases have instance lay-out conflict')
    }
  }
  return best
}

/** CPython lets classes derive from these, too. */
const NOT_SUPPORTED: readonly number[] = [Kind.int, Kind.float, Kind.str, Kind.bytes, Kind.bytearray, Kind.type]

function mayBeBase(m: Machine, base: Address): boolean {
  const kind = m.i32[(base + TP_DEALLOC) >> 2] as number
  if (kindOfSubclass(kind) !== 0) return true
  if (NOT_SUPPORTED.includes(kind))
    throw new Abort('a class derives from a type that is supported as a base', typeName(m, base))
  raise(m, 'TypeError', `type '${typeName(m, base)}' is not an acceptable base type`)
  return false
}

/** The class along `tp_base` that says what instances hold: the nearest one with slots of its own, or larger than its base. */
function solidBase(m: Machine, type: Address): Address {
  let t = type
  while (t !== m.types['object'] && !isSolid(m, t)) {
    const base = m.i32[(t + TP_BASE) >> 2] as number
    if (base === 0) break
    t = base
  }
  return t
}

function isSolid(m: Machine, type: Address): boolean {
  if (isHeapType(m, type)) return m.i32[(type + OB_SIZE) >> 2] !== 0
  const base = m.i32[(type + TP_BASE) >> 2] as number
  return m.i32[(type + TP_BASICSIZE) >> 2] !== m.i32[(base + TP_BASICSIZE) >> 2]
}

function isAlong(m: Machine, type: Address, base: Address): boolean {
  for (let t = type; t !== 0; t = m.i32[(t + TP_BASE) >> 2] as number) if (t === base) return true
  return false
}

/** A new tuple; 0 with TypeError where the orders of the bases contradict each other. */
export function linearize(m: Machine, type: Address, bases: Address): Address {
  const count = tupleSize(m, bases)
  if (count === 1) return tupleFrom(m, [type, ...mroOf(m, tupleItem(m, bases, 0))])
  const given: Address[] = []
  for (let i = 0; i < count; i++) given.push(tupleItem(m, bases, i))
  if (new Set(given).size < count) return raise(m, 'TypeError', 'duplicate base class')
  const merged = merge([...given.map((base) => mroOf(m, base)), given])
  if (merged === undefined) return raise(m, 'TypeError', 'Cannot create a consistent method resolution order (MRO)')
  // By way of a list.
  decref(m, newList(m, 0))
  return tupleFrom(m, [type, ...merged])
}

export function mroOf(m: Machine, type: Address): Address[] {
  const mro = m.i32[(type + TP_MRO) >> 2] as number
  const order: Address[] = []
  if (mro !== 0) for (let i = 0; i < tupleSize(m, mro); i++) order.push(tupleItem(m, mro, i))
  else for (let t = type; t !== 0; t = m.i32[(t + TP_BASE) >> 2] as number) order.push(t)
  return order
}

/** The first head that stands in no tail, again and again. */
function merge(orders: readonly (readonly Address[])[]): Address[] | undefined {
  const merged: Address[] = []
  let left = orders.map((order) => [...order]).filter((order) => order.length > 0)
  while (left.length > 0) {
    const next = left.map(([head]) => head).find((head) => !left.some((order) => order.indexOf(head as number) > 0))
    if (next === undefined) return undefined
    merged.push(next)
    left = left.map((order) => (order[0] === next ? order.slice(1) : order)).filter((order) => order.length > 0)
  }
  return merged
}
