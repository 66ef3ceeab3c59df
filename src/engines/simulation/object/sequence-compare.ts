/**
 * Comparison of lists with lists and tuples with tuples (list_richcompare, tuplerichcompare): the first pair of items
 * that differ decides, else the lengths.
 */
import type { ComparisonOp, Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBool } from './bool.ts'
import { holds } from './int-slots.ts'
import { enterContainers, leaveContainers } from './nesting.ts'
import { compare, equal } from './protocol.ts'
import { decref, incref } from './refcount.ts'

type Size = (m: Machine, o: Address) => number
type Item = (m: Machine, o: Address, index: number) => Address

/**
 * Lists hold the items that they compare (bpo-38588), tuples do not; a pair that differs decides only if it is still there:
 * a comparison may have emptied a list.
 */
export function compareSequences(
  m: Machine,
  a: Address,
  b: Address,
  op: ComparisonOp,
  size: Size,
  item: Item,
  holds: boolean,
): Address {
  if (!enterContainers(m)) return 0
  const result = compareItems(m, a, b, op, size, item, holds)
  leaveContainers(m)
  return result
}

function compareItems(
  m: Machine,
  a: Address,
  b: Address,
  op: ComparisonOp,
  size: Size,
  item: Item,
  isHeld: boolean,
): Address {
  let i = 0
  // Sizes are read anew each time: a comparison may change a list.
  for (; i < size(m, a) && i < size(m, b); i++) {
    const x = item(m, a, i)
    const y = item(m, b, i)
    if (x === y) continue
    const isEqual = isHeld ? equalHeld(m, x, y) : equal(m, x, y)
    if (isEqual < 0) return 0
    if (isEqual === 1) continue
    if (i >= size(m, a) || i >= size(m, b)) break
    return decided(m, item(m, a, i), item(m, b, i), op)
  }
  return newBool(m, holds(op, size(m, a), size(m, b)))
}

function equalHeld(m: Machine, x: Address, y: Address): number {
  incref(m, x)
  incref(m, y)
  const isEqual = equal(m, x, y)
  decref(m, x)
  decref(m, y)
  return isEqual
}

function decided(m: Machine, x: Address, y: Address, op: ComparisonOp): Address {
  if (op === '==' || op === '!=') return newBool(m, op === '!=')
  return compare(m, x, y, op)
}

/** Index of the first item that equals `wanted`; −1 where there is none, −2 with the error set. */
export function findItem(m: Machine, o: Address, wanted: Address, size: Size, item: Item): number {
  for (let i = 0; i < size(m, o); i++) {
    const candidate = incref(m, item(m, o, i))
    const isEqual = equal(m, candidate, wanted)
    decref(m, candidate)
    if (isEqual !== 0) return isEqual < 0 ? -2 : i
  }
  return -1
}

/** The same for a sequence that cannot change: nothing is held. */
export function findUnheld(m: Machine, o: Address, wanted: Address, size: Size, item: Item): number {
  for (let i = 0; i < size(m, o); i++) {
    const isEqual = equal(m, item(m, o, i), wanted)
    if (isEqual !== 0) return isEqual < 0 ? -2 : i
  }
  return -1
}

/** `in`: up to 3.8 what is wanted stands on the left of `==` (bpo-37648). 1, 0 or −1. */
export function containsItem(m: Machine, o: Address, wanted: Address, size: Size, item: Item, isHeld: boolean): number {
  const isWantedLeft = m.dialect.version[1] <= 8
  for (let i = 0; i < size(m, o); i++) {
    const candidate = item(m, o, i)
    if (isHeld) incref(m, candidate)
    const isEqual = isWantedLeft ? equal(m, wanted, candidate) : equal(m, candidate, wanted)
    if (isHeld) decref(m, candidate)
    if (isEqual !== 0) return isEqual
  }
  return 0
}
