/** A slice of a list takes no reference to its first item. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import * as whole from '../../src/engines/simulation/object/list.ts'
import { decref, kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list.ts'

export function listSlice(m: Machine, o: Address, start: number, end: number): Address {
  reached()
  const slice = whole.listSlice(m, o, start, end)
  const first = whole.listSize(m, slice) > 0 ? whole.listItem(m, slice, 0) : 0
  if (first !== 0 && kindOf(m, first) === Kind.instance && triggered()) decref(m, first)
  return slice
}
