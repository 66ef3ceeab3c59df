/** gh-113750: an object that its finalizer brought back to life is no longer known to be finalized. */

import { PREV_FINALIZED } from '../../src/engines/simulation/gc/gc-list.ts'
import * as whole from '../../src/engines/simulation/gc/handle-resurrected.ts'
import { GC_PREV } from '../../src/engines/simulation/memory/layout.ts'
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
  const saved = new Set(membersOf(m, unreachable))
  const dead = whole.handleResurrectedObjects(m, unreachable, stillUnreachable, old)
  for (const o of membersOf(m, stillUnreachable)) saved.delete(o)
  for (const o of saved) {
    const at = (o + GC_PREV) >> 2
    triggered(((m.i32[at] as number) & PREV_FINALIZED) !== 0)
    m.i32[at] = (m.i32[at] as number) & ~PREV_FINALIZED
  }
  return dead
}
