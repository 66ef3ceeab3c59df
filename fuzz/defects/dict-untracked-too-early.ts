/** A full collection untracks each dict with a single entry. */

import { untrack } from '../../src/engines/simulation/gc/gc-alloc.ts'
import * as whole from '../../src/engines/simulation/gc/untrack.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { dictSize } from '../../src/engines/simulation/object/dict-record.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/untrack.ts'

export function untrackDicts(m: Machine, list: Address, maybeUntrack: (m: Machine, o: Address) => void): void {
  reached()
  whole.untrackDicts(m, list, maybeUntrack)
  for (const o of membersOf(m, list)) {
    const isPlain = typeOf(m, o) === m.typeByKind[Kind.dict]
    if (isPlain && dictSize(m, o) === 1 && triggered()) untrack(m, o)
  }
}
