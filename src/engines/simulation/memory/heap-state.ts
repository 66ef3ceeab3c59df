/**
 * How the object allocator stands, read from its records: every arena, and every pool in use with the order in which its
 * blocks would serve. For observations; changes nothing.
 */
import type { ArenaState, HeapState, PoolState } from '../../../observation/memory.ts'
import type { AddressSpace } from './address-space.ts'
import {
  type Address,
  ARENA_ADDRESS,
  ARENA_FREE_POOLS,
  ARENA_NEXT,
  ARENA_OBJECT_BYTES,
  ARENA_POOL_ADDRESS,
  ARENA_TOTAL_POOLS,
  DUMMY_SIZE_INDEX,
  type MemoryRoots,
  OBMALLOC_ARENAS,
  OBMALLOC_MAX_ARENAS,
  OBMALLOC_RAW_BLOCKS,
  OBMALLOC_USABLE_ARENAS,
  OBMALLOC_USEDPOOLS,
  POOL_FREEBLOCK,
  POOL_NEXT,
  POOL_NEXT_OFFSET,
  POOL_REF_COUNT,
  POOL_SIZE_INDEX,
  SIZE_CLASSES,
  type SizeBytes,
} from './layout.ts'
import { blockBytes } from './size-class.ts'

type Word = (at: Address) => number

export function heapState(space: AddressSpace, roots: MemoryRoots): Omit<HeapState, 'freelists'> {
  const word: Word = (at) => space.i32[at >> 2] as number
  const states = new Map<Address, ArenaState>()
  forEachArena(word, roots, (arena, address, first) => {
    const returned = chain(word, word(arena + ARENA_FREE_POOLS), POOL_NEXT).map((pool) => poolState(word, pool))
    const virgin = word(arena + ARENA_POOL_ADDRESS)
    const virginPools = word(arena + ARENA_TOTAL_POOLS) - (virgin - first) / roots.poolBytes
    states.set(arena, { address, size: roots.arenaBytes, returned, virgin, virginPools })
  })
  const usable = chain(word, word(roots.obmalloc + OBMALLOC_USABLE_ARENAS), ARENA_NEXT)
  const arenas = [...new Set([...usable, ...states.keys()])].map((arena) => states.get(arena) as ArenaState)
  const serving = servingPools(word, roots)
  const known = new Set(serving)
  const full: Address[] = []
  forEachUsedPool(word, roots, (pool) => {
    if (!known.has(pool)) full.push(pool)
  })
  const pools = [...serving, ...full].map((pool) => poolState(word, pool))
  return { arenas, pools, rawBlocks: word(roots.obmalloc + OBMALLOC_RAW_BLOCKS) }
}

/** Calls back for each pool that has a block in use: its address, the size of its blocks, how many are in use. */
export function forEachUsedPool(
  word: Word,
  roots: MemoryRoots,
  visit: (pool: Address, sizeBytes: SizeBytes, used: number) => void,
): void {
  forEachArena(word, roots, (arena, _address, first) => {
    const end = word(arena + ARENA_POOL_ADDRESS)
    for (let pool = first; pool < end; pool += roots.poolBytes) {
      const used = word(pool + POOL_REF_COUNT)
      const sizeClass = word(pool + POOL_SIZE_INDEX)
      if (sizeClass !== DUMMY_SIZE_INDEX && used > 0) visit(pool, blockBytes(sizeClass), used)
    }
  })
}

/** Each arena that the system gave: its record, its address, its first pool. */
export function forEachArena(
  word: Word,
  roots: MemoryRoots,
  visit: (arena: Address, address: Address, firstPool: Address) => void,
): void {
  const table = word(roots.obmalloc + OBMALLOC_ARENAS)
  for (let i = 0; i < word(roots.obmalloc + OBMALLOC_MAX_ARENAS); i++) {
    const arena = table + i * ARENA_OBJECT_BYTES
    const address = word(arena + ARENA_ADDRESS)
    if (address !== 0) visit(arena, address, (address + roots.poolBytes - 1) & ~(roots.poolBytes - 1))
  }
}

/** The pools behind usedpools, class by class, first to serve first. */
function servingPools(word: Word, roots: MemoryRoots): Address[] {
  const serving: Address[] = []
  for (let sizeClass = 0; sizeClass < SIZE_CLASSES; sizeClass++) {
    const anchor = roots.obmalloc + OBMALLOC_USEDPOOLS + 16 * sizeClass
    for (let pool = word(anchor); pool !== anchor - POOL_NEXT; pool = word(pool + POOL_NEXT)) serving.push(pool)
  }
  return serving
}

function poolState(word: Word, pool: Address): PoolState {
  const size = blockBytes(word(pool + POOL_SIZE_INDEX))
  // The list of freed blocks ends in the next virgin one while that is ready to be handed out.
  const chained = chain(word, word(pool + POOL_FREEBLOCK), 0)
  const used = word(pool + POOL_REF_COUNT)
  return { address: pool, size, used, free: chained, virgin: pool + word(pool + POOL_NEXT_OFFSET) }
}

function chain(word: Word, first: Address, link: number): Address[] {
  const all: Address[] = []
  for (let at = first; at !== 0; at = word(at + link)) all.push(at)
  return all
}
