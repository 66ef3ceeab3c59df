/** The last member of an unreachable set is never finalized by the collector. */

import * as whole from '../../src/engines/simulation/gc/finalize-garbage.ts'
import { PREV_FINALIZED } from '../../src/engines/simulation/gc/gc-list.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { type Address, GC_PREV, TP_FINALIZE } from '../../src/engines/simulation/memory/layout.ts'
import { typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/finalize-garbage.ts'

export function finalizeGarbage(m: Machine, collectable: Address): void {
  reached()
  const last = membersOf(m, collectable).at(-1)
  if (last !== undefined && m.i32[(typeOf(m, last) + TP_FINALIZE) >> 2] !== 0) {
    const at = (last + GC_PREV) >> 2
    triggered(((m.i32[at] as number) & PREV_FINALIZED) === 0)
    m.i32[at] = (m.i32[at] as number) | PREV_FINALIZED
  }
  whole.finalizeGarbage(m, collectable)
}
