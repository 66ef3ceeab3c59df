/** An item that another one replaces is never released. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/list.ts'
import { incref } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list.ts'

export function listReplaceSteal(m: Machine, o: Address, index: number, item: Address): void {
  reached()
  const old = whole.listItem(m, o, index)
  if (old !== 0 && triggered()) incref(m, old)
  whole.listReplaceSteal(m, o, index, item)
}
