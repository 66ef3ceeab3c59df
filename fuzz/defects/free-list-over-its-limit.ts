/** Free lists keep twice as many objects as their version does. */
import * as whole from '../../src/engines/simulation/memory/freelist.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/memory/freelist.ts'

export function pushFree(i32: Int32Array, list: Address, o: Address): boolean {
  reached()
  const limitAt = (list + 16) >> 2
  const limit = i32[limitAt] as number
  triggered(whole.freeListLength(i32, list) >= limit && limit > 0)
  i32[limitAt] = 2 * limit
  const isKept = whole.pushFree(i32, list, o)
  i32[limitAt] = limit
  return isKept
}
