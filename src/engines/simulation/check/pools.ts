/**
 * Pools over raw bytes. The rings behind usedpools hold pools of their class that are neither full nor empty; every
 * carved pool counts its blocks rightly: blocks that were ever used are in use or in its free list, which stays on the
 * pool's raster and has no cycle. The sum over all pools is what the allocator counts.
 */
import type { AddressSpace } from '../memory/address-space.ts'
import {
  type Address,
  ALIGNMENT_SHIFT,
  ARENA_ADDRESS,
  ARENA_OBJECT_BYTES,
  ARENA_POOL_ADDRESS,
  DUMMY_SIZE_INDEX,
  type MemoryRoots,
  OBMALLOC_ARENAS,
  OBMALLOC_MAX_ARENAS,
  OBMALLOC_POOL_BLOCKS,
  OBMALLOC_USEDPOOLS,
  POOL_ARENA_INDEX,
  POOL_FREEBLOCK,
  POOL_HEADER_BYTES,
  POOL_MAX_NEXT_OFFSET,
  POOL_NEXT,
  POOL_NEXT_OFFSET,
  POOL_PREV,
  POOL_REF_COUNT,
  POOL_SIZE_INDEX,
  SIZE_CLASSES,
  type SizeBytes,
} from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'

type Word = (at: Address) => number

export function checkPools(space: AddressSpace, roots: MemoryRoots): readonly Complaint[] {
  const complaints = new Complaints()
  const word: Word = (at) => space.i32[at >> 2] ?? -1
  const linked = checkRings(complaints, word, roots)
  const arenas = word(roots.obmalloc + OBMALLOC_ARENAS)
  const { poolBytes } = roots
  let blocks = 0
  for (let i = 0; i < word(roots.obmalloc + OBMALLOC_MAX_ARENAS); i++) {
    const arena = arenas + i * ARENA_OBJECT_BYTES
    const address = word(arena + ARENA_ADDRESS)
    if (address === 0) continue
    const end = word(arena + ARENA_POOL_ADDRESS)
    for (let pool = (address + poolBytes - 1) & ~(poolBytes - 1); pool < end; pool += poolBytes) {
      complaints.demand(word(pool + POOL_ARENA_INDEX) === i, 'pool-names-its-arena', pool, `arena ${i}`)
      if (word(pool + POOL_SIZE_INDEX) === DUMMY_SIZE_INDEX) continue
      blocks += checkPool(complaints, word, pool, poolBytes, linked.has(pool))
      linked.delete(pool)
    }
  }
  for (const pool of linked) complaints.demand(false, 'used-pool-is-carved', pool, 'no arena has it')
  const counted = word(roots.obmalloc + OBMALLOC_POOL_BLOCKS)
  complaints.demand(counted === blocks, 'allocated-blocks-are-counted', 0, `${blocks} in pools, ${counted} counted`)
  return complaints.list
}

/** All pools that a ring of usedpools holds. */
function checkRings(complaints: Complaints, word: Word, roots: MemoryRoots): Set<Address> {
  const linked = new Set<Address>()
  for (let sizeClass = 0; sizeClass < SIZE_CLASSES; sizeClass++) {
    const anchor = roots.obmalloc + OBMALLOC_USEDPOOLS + 16 * sizeClass - POOL_NEXT
    let before = anchor
    for (let pool = word(anchor + POOL_NEXT); pool !== anchor; pool = word(pool + POOL_NEXT)) {
      const isNew = !linked.has(pool) && pool % roots.poolBytes === 0 && pool > 0
      if (!complaints.demand(isNew, 'usedpools-have-no-cycle', pool, `in class ${sizeClass}`)) break
      linked.add(pool)
      complaints.demand(word(pool + POOL_PREV) === before, 'usedpools-are-linked', pool, 'prevpool is another')
      complaints.demand(word(pool + POOL_SIZE_INDEX) === sizeClass, 'own-size-class', pool, `in class ${sizeClass}`)
      const neither = word(pool + POOL_REF_COUNT) > 0 && word(pool + POOL_FREEBLOCK) !== 0
      complaints.demand(neither, 'pool-used-is-neither-full-nor-empty', pool, `in class ${sizeClass}`)
      before = pool
    }
  }
  return linked
}

/** How many blocks of the pool are in use. */
function checkPool(complaints: Complaints, word: Word, pool: Address, poolBytes: SizeBytes, isLinked: boolean): number {
  const sizeClass = word(pool + POOL_SIZE_INDEX)
  const count = word(pool + POOL_REF_COUNT)
  if (!complaints.demand(sizeClass >= 0 && sizeClass < SIZE_CLASSES, 'own-size-class', pool, `class ${sizeClass}`))
    return count
  const size = (sizeClass + 1) << ALIGNMENT_SHIFT
  const nextOffset = word(pool + POOL_NEXT_OFFSET)
  const everUsed = (nextOffset - POOL_HEADER_BYTES) / size
  const limit = word(pool + POOL_MAX_NEXT_OFFSET)
  complaints.demand(limit === poolBytes - size, 'virgin-blocks-end-with-the-pool', pool, `maxnextoffset ${limit}`)
  const isOnRaster = Number.isInteger(everUsed) && nextOffset <= poolBytes && everUsed > 0
  if (!complaints.demand(isOnRaster, 'virgin-blocks-are-on-the-raster', pool, `nextoffset ${nextOffset}`)) return count
  let free = 0
  for (let block = word(pool + POOL_FREEBLOCK); block !== 0; block = word(block)) {
    const offset = block - pool - POOL_HEADER_BYTES
    const isOwn = offset >= 0 && offset % size === 0 && block < pool + nextOffset
    if (!complaints.demand(isOwn, 'free-list-stays-inside-its-pool', block, `in the list of pool ${pool}`)) break
    free++
    if (!complaints.demand(free <= everUsed, 'free-list-has-no-cycle', pool, 'longer than the pool has blocks')) break
  }
  complaints.demand(count + free === everUsed, 'pool-counts-its-blocks', pool, `${count} + ${free} of ${everUsed}`)
  const isPartly = count > 0 && free > 0
  complaints.demand(isPartly === isLinked, 'pool-used-is-neither-full-nor-empty', pool, `${count} in use, ${free} free`)
  return count
}
