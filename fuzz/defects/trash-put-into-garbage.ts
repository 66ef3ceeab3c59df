/** The first member of each unreachable set ends in gc.garbage. */

import * as whole from '../../src/engines/simulation/gc/delete-garbage.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { listAppend } from '../../src/engines/simulation/object/list.ts'
import { kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/delete-garbage.ts'

export function deleteGarbage(m: Machine, collectable: Address, old: Address): void {
  reached()
  const [first] = membersOf(m, collectable)
  if (first !== undefined && kindOf(m, first) === Kind.instance && triggered()) listAppend(m, m.gc.garbage, first)
  whole.deleteGarbage(m, collectable, old)
}
