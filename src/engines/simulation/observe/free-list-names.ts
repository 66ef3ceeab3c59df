/** What observations call the free lists (by type, tuples by their size too: `tuple-3`), and what lies on them. */
import type { Machine } from '../machine.ts'
import { type Address, GC_HEAD_BYTES } from '../memory/layout.ts'
import { FREE_LIST_COUNT, FreeListOf, keptObjects, PLAIN_FREE_LISTS } from '../object/free-lists.ts'

const NAMES: readonly string[] = Array.from({ length: FREE_LIST_COUNT }, (_, list) => {
  const [key] = Object.entries(FreeListOf).find(([name, number]) => number === list && name !== 'tuple') ?? []
  return key === undefined ? `tuple-${list - FreeListOf.tuple}` : key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
})

export function freeListName(list: number): string {
  return NAMES[list] as string
}

/** Where the block of an object on that list begins. */
export function keptBlock(list: number, o: Address): Address {
  return PLAIN_FREE_LISTS.has(list) ? o : o - GC_HEAD_BYTES
}

/** Of each list that keeps something, the blocks, the next to serve first. */
export function keptBlocks(m: Machine): Record<string, readonly Address[]> {
  const all: Record<string, readonly Address[]> = {}
  for (let list = 0; list < FREE_LIST_COUNT; list++) {
    const blocks = keptObjects(m, list).map((o) => keptBlock(list, o))
    if (blocks.length > 0) all[freeListName(list)] = blocks
  }
  return all
}
