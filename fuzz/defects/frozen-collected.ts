/** gh-126312: full collections look through the permanent generation, too. */

import { isEmpty, merge } from '../../src/engines/simulation/gc/gc-list.ts'
import * as whole from '../../src/engines/simulation/gc/generation.ts'
import { type Generation, OLDEST, PERMANENT } from '../../src/engines/simulation/gc/generation.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/generation.ts'

export function mergeYounger(m: Machine, generation: Generation): Address {
  reached()
  const target = whole.mergeYounger(m, generation)
  if (generation === OLDEST) {
    triggered(!isEmpty(m, m.gc.heads[PERMANENT]))
    merge(m, m.gc.heads[PERMANENT], target)
  }
  return target
}
