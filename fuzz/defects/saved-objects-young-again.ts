/** What a finalizer saved goes to the youngest generation, not to that of the survivors. */

import * as whole from '../../src/engines/simulation/gc/handle-resurrected.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-resurrected.ts'

export function handleResurrectedObjects(m: Machine, unreachable: Address, stillUnreachable: Address): number {
  reached()
  const all = membersOf(m, unreachable).length
  const dead = whole.handleResurrectedObjects(m, unreachable, stillUnreachable, m.gc.heads[0])
  triggered(dead < all)
  return dead
}
