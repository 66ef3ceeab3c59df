/** An insertion into a dict that fails, for want of a larger table or in a comparison, keeps its reference to the value. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/dict.ts'
import { incref, refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/dict.ts'

export function dictSet(m: Machine, d: Address, key: Address, value: Address): number {
  reached()
  const status = whole.dictSet(m, d, key, value)
  if (status === 0) return 0
  if (refcountOf(m, value) > 0) triggered()
  incref(m, value)
  return status
}
