/** gh-151818: an item for which a list finds no room is released by who grows the list, and again by who appends. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/list.ts'
import { decref, refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list.ts'

export function listAppend(m: Machine, list: Address, item: Address): number {
  reached()
  const status = whole.listAppend(m, list, item)
  if (status === 0) return 0
  // What cannot die has no count that could be wrong.
  if (refcountOf(m, item) > 0) triggered()
  decref(m, item)
  return status
}
