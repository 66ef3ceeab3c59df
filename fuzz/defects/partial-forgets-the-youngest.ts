/** Gc.collect(1) leaves the youngest generation alone. */

import { isEmpty } from '../../src/engines/simulation/gc/gc-list.ts'
import type { Generation } from '../../src/engines/simulation/gc/generation.ts'
import * as whole from '../../src/engines/simulation/gc/generation.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/generation.ts'

export function mergeYounger(m: Machine, generation: Generation): Address {
  reached()
  if (generation !== 1) return whole.mergeYounger(m, generation)
  triggered(!isEmpty(m, m.gc.heads[0]))
  return m.gc.heads[1]
}
