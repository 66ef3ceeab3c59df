/** bpo-21435: a finalizer removes other trash from the list that is being walked. */

import { isTracked } from '../../src/engines/simulation/gc/gc-alloc.ts'
import { nextOf, objectOf, PREV_FINALIZED } from '../../src/engines/simulation/gc/gc-list.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { type Address, GC_PREV, TP_FINALIZE } from '../../src/engines/simulation/memory/layout.ts'
import { decref, incref, typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/finalize-garbage.ts'

/** Keeps the next member in hand while a finalizer runs, instead of taking each from the front. */
export function finalizeGarbage(m: Machine, collectable: Address): void {
  reached()
  for (let head = nextOf(m, collectable); head !== collectable; ) {
    const next = nextOf(m, head)
    const o = objectOf(head)
    const flagsAt = (o + GC_PREV) >> 2
    const isDue = m.i32[(typeOf(m, o) + TP_FINALIZE) >> 2] !== 0 && ((m.i32[flagsAt] as number) & PREV_FINALIZED) === 0
    if (isDue) {
      m.i32[flagsAt] = (m.i32[flagsAt] as number) | PREV_FINALIZED
      incref(m, o)
      m.services.callFinalizer(m, o)
      decref(m, o)
      if (triggered(next !== collectable && !isTracked(m, objectOf(next)))) return
    }
    head = next
  }
}
