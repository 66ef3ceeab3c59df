/**
 * gh-142280: an instance gives up its dict once more than it holds it. The dict lies in the free list by then, whose link
 * stands where the count was, so that nothing is noticed but a link that leads beside its object, much later.
 */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { FreeListOf, keptObjects } from '../../src/engines/simulation/object/free-lists.ts'
import { MANAGED_DICT } from '../../src/engines/simulation/object/heap-type.ts'
import * as whole from '../../src/engines/simulation/object/instance-values.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/instance-values.ts'

export function releaseAttributes(m: Machine, o: Address): void {
  reached()
  const dict = m.i32[(o + MANAGED_DICT) >> 2] as number
  whole.releaseAttributes(m, o)
  const isKept = dict !== 0 && (dict & 1) === 0 && keptObjects(m, FreeListOf.dict).includes(dict)
  if (isKept && triggered()) decref(m, dict)
}
