/** The mark of a finalizer that ran is not asked for when the count reaches zero. */

import { PREV_FINALIZED } from '../../src/engines/simulation/gc/gc-list.ts'
import type { TypeSlots } from '../../src/engines/simulation/machine.ts'
import { GC_PREV } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/instance.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/instance.ts'

export const INSTANCE: TypeSlots = {
  ...whole.INSTANCE,
  dealloc(m, o) {
    reached()
    const at = (o + GC_PREV) >> 2
    triggered(((m.i32[at] as number) & PREV_FINALIZED) !== 0)
    m.i32[at] = (m.i32[at] as number) & ~PREV_FINALIZED
    whole.INSTANCE.dealloc(m, o)
  },
}
