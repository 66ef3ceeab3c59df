/** A list that cannot be extended to the end keeps a reference to what it was to be extended by. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/list-extend.ts'
import { incref } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list-extend.ts'

export function listExtend(m: Machine, list: Address, iterable: Address): number {
  reached()
  const status = whole.listExtend(m, list, iterable)
  if (status === 0) return 0
  triggered()
  incref(m, iterable)
  return status
}
