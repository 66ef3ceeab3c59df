/** What `gc.collect()` returns counts what finalizers saved, too. */

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
  triggered(dead < all)
  return all
}
