/**
 * bpo-38588, bpo-38610: comparing lists, `index`, `count`, `remove` and `in` use the items of the list without a
 * reference, while `__eq__` may empty it.
 */
import type { ComparisonOp, Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import * as whole from '../../src/engines/simulation/object/sequence-compare.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/sequence-compare.ts'

type Size = (m: Machine, o: Address) => number
type Item = (m: Machine, o: Address, index: number) => Address

/** Gives out items; one that nobody but the list holds is in danger. */
function watching(item: Item): Item {
  return (m, o, index) => {
    const found = item(m, o, index)
    triggered(refcountOf(m, found) === 1)
    return found
  }
}

export function compareSequences(
  m: Machine,
  a: Address,
  b: Address,
  op: ComparisonOp,
  size: Size,
  item: Item,
  holds: boolean,
): Address {
  reached()
  return whole.compareSequences(m, a, b, op, size, holds ? watching(item) : item, false)
}

export function findItem(m: Machine, o: Address, wanted: Address, size: Size, item: Item): number {
  reached()
  return whole.findUnheld(m, o, wanted, size, watching(item))
}

export function containsItem(m: Machine, o: Address, wanted: Address, size: Size, item: Item, isHeld: boolean): number {
  reached()
  return whole.containsItem(m, o, wanted, size, isHeld ? watching(item) : item, false)
}
