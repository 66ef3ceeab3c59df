/** bpo-38379: one resurrected object keeps all trash of its collection, which is counted as collected. */

import { clearCollecting, merge } from '../../src/engines/simulation/gc/gc-list.ts'
import * as whole from '../../src/engines/simulation/gc/handle-resurrected.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-resurrected.ts'

export const handleResurrectedObjects: typeof whole.handleResurrectedObjects = (
  m,
  unreachable,
  stillUnreachable,
  old,
) => {
  reached()
  const all = membersOf(m, unreachable).length
  const dead = whole.handleResurrectedObjects(m, unreachable, stillUnreachable, old)
  if (dead === all || dead === 0) return dead
  triggered()
  clearCollecting(m, stillUnreachable)
  merge(m, stillUnreachable, old)
  return all
}
