/** Trash is cleared before its finalizers run. */

import * as whole from '../../src/engines/simulation/gc/finalize-garbage.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { type Address, TP_FINALIZE } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { decref, incref, kindOf, slotsOf, typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/finalize-garbage.ts'

export function finalizeGarbage(m: Machine, collectable: Address): void {
  reached()
  for (const o of membersOf(m, collectable)) {
    if (kindOf(m, o) !== Kind.instance || m.i32[(typeOf(m, o) + TP_FINALIZE) >> 2] === 0) continue
    triggered()
    incref(m, o)
    slotsOf(m, o).clear?.(m, o)
    decref(m, o)
  }
  whole.finalizeGarbage(m, collectable)
}
