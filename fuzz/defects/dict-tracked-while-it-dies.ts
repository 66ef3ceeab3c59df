/** bpo-31095: the deallocator of dicts releases the entries before it untracks the dict. */

import { isTracked } from '../../src/engines/simulation/gc/gc-alloc.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/dict-life.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/dict-life.ts'

export function deallocDict(m: Machine, o: Address): void {
  reached()
  triggered(isTracked(m, o))
  whole.dictClear(m, o)
  whole.deallocDict(m, o)
}
