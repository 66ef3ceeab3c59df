/** Numbers of an allocator: those of a heap's state, and what a program has in use beyond what was there before it. */
import type { HeapState, MemoryState } from './memory.ts'

export function numbersOf({ arenas, pools, rawBlocks, freelists }: HeapState): MemoryState {
  const blocks: Record<string, number> = {}
  const inUse: Record<string, number> = {}
  for (const { size, used } of pools) {
    blocks[size] = (blocks[size] ?? 0) + used
    inUse[size] = (inUse[size] ?? 0) + 1
  }
  const kept = Object.fromEntries(Object.entries(freelists).map(([list, all]) => [list, all.length]))
  return { blocks, pools: inUse, arenas: arenas.length, large: rawBlocks, freelists: kept }
}

/** Free lists as they are: they serve whoever comes first. */
export function beyondStart(now: MemoryState, start: MemoryState): MemoryState {
  return {
    blocks: less(now.blocks, start.blocks),
    pools: less(now.pools, start.pools),
    arenas: now.arenas - start.arenas,
    large: now.large - start.large,
    freelists: now.freelists,
  }
}

type Counts = Readonly<Record<string, number>>

function less(now: Counts, start: Counts): Counts {
  const sizes = new Set([...Object.keys(now), ...Object.keys(start)])
  return Object.fromEntries([...sizes].map((size) => [size, (now[size] ?? 0) - (start[size] ?? 0)]))
}
