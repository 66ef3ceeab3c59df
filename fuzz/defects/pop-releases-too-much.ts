/** An item taken out of a list loses a reference more. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import * as whole from '../../src/engines/simulation/object/list-remove.ts'
import { decref, kindOf, refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list-remove.ts'

export function listTakeAt(m: Machine, o: Address, index: number): Address {
  reached()
  const item = whole.listTakeAt(m, o, index)
  if (refcountOf(m, item) > 1 && kindOf(m, item) === Kind.instance && triggered()) decref(m, item)
  return item
}
