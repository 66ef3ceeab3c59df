/** A tuple that holds one container is untracked as if it held atoms. */

import { untrack } from '../../src/engines/simulation/gc/gc-alloc.ts'
import * as whole from '../../src/engines/simulation/gc/untrack.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { tupleSize } from '../../src/engines/simulation/object/tuple.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/untrack.ts'

export function untrackTuples(m: Machine, list: Address): void {
  reached()
  whole.untrackTuples(m, list)
  for (const o of membersOf(m, list)) {
    const isPlain = typeOf(m, o) === m.typeByKind[Kind.tuple]
    if (isPlain && tupleSize(m, o) === 1 && triggered()) untrack(m, o)
  }
}
