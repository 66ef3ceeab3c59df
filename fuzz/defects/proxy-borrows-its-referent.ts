/** bpo-38395: `in` on a weak proxy takes no reference to the referent, which may die of what the search runs. */
import type { Machine, TypeSlots } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { contains } from '../../src/engines/simulation/object/protocol.ts'
import * as whole from '../../src/engines/simulation/object/weak-proxy.ts'
import { WR_OBJECT } from '../../src/engines/simulation/object/weakref.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/weak-proxy.ts'

function containsBorrowed(m: Machine, o: Address, item: Address): number {
  reached()
  const target = whole.unwrapped(m, o)
  if (target === 0) return -1
  try {
    return contains(m, target, item)
  } finally {
    // The search may not survive it.
    triggered(m.i32[(o + WR_OBJECT) >> 2] !== target)
  }
}

export const WEAK_PROXY: TypeSlots = { ...whole.WEAK_PROXY, contains: containsBorrowed }
export const CALLABLE_PROXY: TypeSlots = { ...whole.CALLABLE_PROXY, contains: containsBorrowed }
