/** A free list gives out what was put there first, not what was put there last. */
import * as whole from '../../src/engines/simulation/memory/freelist.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/memory/freelist.ts'

export function pushFree(i32: Int32Array, list: Address, o: Address): boolean {
  reached()
  const first = i32[list >> 2] as number
  if (!whole.pushFree(i32, list, o)) return false
  if (first === 0) return true
  triggered()
  let last = first
  while (i32[last >> 2] !== 0) last = i32[last >> 2] as number
  i32[list >> 2] = first
  i32[last >> 2] = o
  i32[o >> 2] = 0
  return true
}
