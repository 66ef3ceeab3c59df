/** gh-113750: an object that its finalizer brought back to life is no longer known to be finalized. */

import { isEmpty, nextOf, PREV_FINALIZED } from '../../src/engines/simulation/gc/gc-list.ts'
import * as whole from '../../src/engines/simulation/gc/handle-resurrected.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-resurrected.ts'

export function handleResurrectedObjects(
  m: Machine,
  unreachable: Address,
  stillUnreachable: Address,
  old: Address,
): number {
  reached()
  const before = new Set<Address>()
  for (let head = nextOf(m, unreachable); head !== unreachable; head = nextOf(m, head)) before.add(head)
  const dead = whole.handleResurrectedObjects(m, unreachable, stillUnreachable, old)
  if (!isEmpty(m, stillUnreachable)) {
    for (let head = nextOf(m, stillUnreachable); head !== stillUnreachable; head = nextOf(m, head)) before.delete(head)
  }
  for (const head of before) {
    const at = (head + 8) >> 2
    triggered(((m.i32[at] as number) & PREV_FINALIZED) !== 0)
    m.i32[at] = (m.i32[at] as number) & ~PREV_FINALIZED
  }
  return dead
}
