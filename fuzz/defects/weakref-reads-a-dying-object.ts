/** bpo-16602: a weakref returns its referent although its count is 0 already and the trashcan only waits to destroy it. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import * as whole from '../../src/engines/simulation/object/weakref.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/weakref.ts'

export function weakrefTarget(m: Machine, o: Address): Address {
  reached()
  const target = m.i32[(o + whole.WR_OBJECT) >> 2] as number
  if (target === m.None) return 0
  triggered(refcountOf(m, target) === 0)
  return target
}
