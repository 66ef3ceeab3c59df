/** Monty, PR 399: members of a dead cycle are freed without releasing what they hold outside of it. */

import * as whole from '../../src/engines/simulation/gc/delete-garbage.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { incref, kindOf, slotsOf } from '../../src/engines/simulation/object/refcount.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/delete-garbage.ts'

export function deleteGarbage(m: Machine, collectable: Address, old: Address): void {
  reached()
  const isTrash = new Set(membersOf(m, collectable))
  for (const o of isTrash) {
    const count = slotsOf(m, o).traverse?.(m, o) ?? 0
    for (let i = 0; i < count; i++) {
      const referent = m.referents[i] as number
      if (!isTrash.has(referent) && kindOf(m, referent) === Kind.instance && triggered()) incref(m, referent)
    }
  }
  whole.deleteGarbage(m, collectable, old)
}
