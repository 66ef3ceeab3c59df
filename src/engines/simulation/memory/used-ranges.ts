/**
 * Which parts of the heap hold something that an image must keep: the raw allocator's memory, and of every pool its
 * header and the blocks that were ever used. Virgin blocks and pools are left out, so that a machine that has just been
 * booted has a small image.
 */
import type { AddressSpace } from './address-space.ts'
import {
  type Address,
  ARENA_ADDRESS,
  ARENA_OBJECT_BYTES,
  ARENA_POOL_ADDRESS,
  CHUNK_HEADER_BYTES,
  DUMMY_SIZE_INDEX,
  OBMALLOC_ARENAS,
  OBMALLOC_MAX_ARENAS,
  POOL_HEADER_BYTES,
  POOL_NEXT_OFFSET,
  POOL_SIZE_INDEX,
  RAW_TOP,
  type SizeBytes,
} from './layout.ts'
import type { SystemMemory } from './system-memory.ts'

export function usedRanges(
  space: AddressSpace,
  state: Address,
  rawState: Address,
  system: SystemMemory,
  poolBytes: SizeBytes,
): readonly Address[] {
  const { i32 } = space
  const word = (at: Address): number => i32[at >> 2] as number
  const ranges: Address[] = []
  const top = word(rawState + RAW_TOP)
  if (top !== 0) ranges.push(space.heapStart, top + CHUNK_HEADER_BYTES)
  const arenas = word(state + OBMALLOC_ARENAS)
  for (let i = 0; i < word(state + OBMALLOC_MAX_ARENAS); i++) {
    const arena = arenas + i * ARENA_OBJECT_BYTES
    const address = word(arena + ARENA_ADDRESS)
    if (address === 0) continue
    const first = (address + poolBytes - 1) & ~(poolBytes - 1)
    for (let pool = first; pool < word(arena + ARENA_POOL_ADDRESS); pool += poolBytes) {
      const virgin = word(pool + POOL_SIZE_INDEX) === DUMMY_SIZE_INDEX
      ranges.push(pool, pool + (virgin ? POOL_HEADER_BYTES : Math.min(poolBytes, word(pool + POOL_NEXT_OFFSET))))
    }
  }
  for (const range of system.returnedRanges()) ranges.push(range, range + 16)
  return ranges
}
