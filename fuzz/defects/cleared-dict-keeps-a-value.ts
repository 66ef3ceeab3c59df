/** Clearing a dict releases all values but the first. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/dict-life.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { incref, kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/dict-life.ts'

export function dictClear(m: Machine, d: Address): void {
  reached()
  const count = d === m.globals ? 0 : whole.traverseDict(m, d)
  const first = m.referents[0] as number
  if (count > 0 && kindOf(m, first) === Kind.instance && triggered()) incref(m, first)
  whole.dictClear(m, d)
}
