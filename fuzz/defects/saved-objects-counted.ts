/** Gc.collect() counts what finalizers saved, too. */

import * as whole from '../../src/engines/simulation/gc/handle-resurrected.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-resurrected.ts'

export function handleResurrectedObjects(
  m: Machine,
  unreachable: Address,
  stillUnreachable: Address,
  old: Address,
): number {
  reached()
  const all = membersOf(m, unreachable).length
  const dead = whole.handleResurrectedObjects(m, unreachable, stillUnreachable, old)
  triggered(dead < all)
  return all
}
