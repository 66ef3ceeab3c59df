/** Deleting a global name does not release its value. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/dict.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { incref, kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/dict.ts'

export function dictDeleteInterned(m: Machine, d: Address, name: Address): number {
  reached()
  const value = d === m.globals ? whole.dictGetInterned(m, d, name) : 0
  if (value !== 0 && kindOf(m, value) === Kind.instance && triggered()) incref(m, value)
  return whole.dictDeleteInterned(m, d, name)
}
