/** What a finalizer saved goes to the youngest generation, not to that of the survivors. */

import * as whole from '../../src/engines/simulation/gc/handle-resurrected.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-resurrected.ts'

export const handleResurrectedObjects: typeof whole.handleResurrectedObjects = (m, unreachable, stillUnreachable) => {
  reached()
  const all = membersOf(m, unreachable).length
  const dead = whole.handleResurrectedObjects(m, unreachable, stillUnreachable, m.gc.heads[0])
  triggered(dead < all)
  return dead
}
