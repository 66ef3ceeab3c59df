/** The numbers of the allocator after a statement: blocks and pools by size, arenas, large blocks, free lists. */
import type { MemoryState } from '../../../observation/memory.ts'
import type { Machine } from '../machine.ts'
import { forEachArena, forEachUsedPool } from '../memory/heap-state.ts'
import { type Address, OBMALLOC_RAW_BLOCKS } from '../memory/layout.ts'
import { FREE_LIST_COUNT, keptCount } from '../object/free-lists.ts'
import { freeListName } from './free-list-names.ts'

export function memoryState(m: Machine): MemoryState {
  const { roots } = m.objects
  const word = (at: Address): number => m.i32[at >> 2] as number
  const blocks: Record<string, number> = {}
  const pools: Record<string, number> = {}
  forEachUsedPool(word, roots, (_pool, size, used) => {
    blocks[size] = (blocks[size] ?? 0) + used
    pools[size] = (pools[size] ?? 0) + 1
  })
  let arenas = 0
  forEachArena(word, roots, () => {
    arenas++
  })
  const freelists: Record<string, number> = {}
  for (let list = 0; list < FREE_LIST_COUNT; list++) {
    const kept = keptCount(m, list)
    if (kept > 0) freelists[freeListName(list)] = kept
  }
  return { blocks, pools, arenas, large: word(roots.obmalloc + OBMALLOC_RAW_BLOCKS), freelists }
}
