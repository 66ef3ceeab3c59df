/**
 * Comparison of lists with lists and tuples with tuples (list_richcompare, tuplerichcompare): the first pair of items
 * that differ decides, else the lengths.
 */
import type { ComparisonOp, Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBool } from './bool.ts'
import { holds } from './int-slots.ts'
import { enterNested, leaveNested } from './nesting.ts'
import { compare, equal } from './protocol.ts'
import { decref, incref } from './refcount.ts'

type Size = (m: Machine, o: Address) => number
type Item = (m: Machine, o: Address, index: number) => Address

export function compareSequences(
  m: Machine,
  a: Address,
  b: Address,
  op: ComparisonOp,
  size: Size,
  item: Item,
): Address {
  if (!enterNested(m)) return 0
  const result = compareItems(m, a, b, op, size, item)
  leaveNested(m)
  return result
}

function compareItems(m: Machine, a: Address, b: Address, op: ComparisonOp, size: Size, item: Item): Address {
  let i = 0
  // Sizes are read anew each time: a comparison may change a list.
  for (; i < size(m, a) && i < size(m, b); i++) {
    const x = item(m, a, i)
    const y = item(m, b, i)
    if (x === y) continue
    incref(m, x)
    incref(m, y)
    const isEqual = equal(m, x, y)
    if (isEqual === 1) {
      decref(m, x)
      decref(m, y)
      continue
    }
    const result = isEqual < 0 ? 0 : decided(m, x, y, op)
    decref(m, x)
    decref(m, y)
    return result
  }
  return newBool(m, holds(op, size(m, a), size(m, b)))
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
