/**
 * Arenas of the object allocator (Objects/obmalloc.c: new_arena, the middle of allocate_from_new_pool, the second half of
 * insert_to_freepool). Keeps true: `usable-arenas-are-ordered` (by number of free pools, fewest first, so that almost
 * empty arenas get the time to become empty), and `nfp2lasta[n]` is the last arena with n free pools. A pool that is
 * returned is the first to serve again; only an arena without returned pools carves new ones, ascending.
 *
 *   struct arena_object              0 address        8 pool_address (next pool never used)
 *    16 nfreepools  20 ntotalpools  24 freepools     32 nextarena    40 prevarena
 */

import { assert } from '../../../base/assert.ts'
import type { AddressSpace } from './address-space.ts'
import { fillWords } from './fill-words.ts'
import {
  type Address,
  ARENA_ADDRESS,
  ARENA_FREE_POOL_COUNT,
  ARENA_FREE_POOLS,
  ARENA_NEXT,
  ARENA_OBJECT_BYTES,
  ARENA_POOL_ADDRESS,
  ARENA_PREV,
  ARENA_TOTAL_POOLS,
  DUMMY_SIZE_INDEX,
  OBMALLOC_ARENAS,
  OBMALLOC_ARENAS_ALLOCATED,
  OBMALLOC_ARENAS_EVER,
  OBMALLOC_ARENAS_HIGHWATER,
  OBMALLOC_MAX_ARENAS,
  OBMALLOC_NFP2LASTA,
  OBMALLOC_UNUSED_ARENA_OBJECTS,
  OBMALLOC_USABLE_ARENAS,
  POOL_ARENA_INDEX,
  POOL_HEADER_BYTES,
  POOL_NEXT,
  POOL_SIZE_INDEX,
  type SizeBytes,
} from './layout.ts'
import type { MemoryObserver } from './memory-observer.ts'
import type { RawAllocator } from './raw-allocator.ts'
import type { SystemMemory } from './system-memory.ts'

const INITIAL_ARENA_OBJECTS = 16

export interface ArenaGeometry {
  /** Powers of two; a pool is aligned to its size. */
  readonly poolBytes: SizeBytes
  readonly arenaBytes: SizeBytes
  /** An empty arena goes back to the system even when no other usable one is left (3.8). */
  readonly returnsLastArena: boolean
}

export class Arenas {
  observer: MemoryObserver | null = null
  private readonly i32: Int32Array
  private readonly state: Address
  private readonly geometry: ArenaGeometry
  private readonly raw: RawAllocator
  private readonly system: SystemMemory

  constructor(space: AddressSpace, state: Address, geometry: ArenaGeometry, raw: RawAllocator, system: SystemMemory) {
    this.i32 = space.i32
    this.state = state
    this.geometry = geometry
    this.raw = raw
    this.system = system
  }

  /** A pool for any class; its header is that of its last use, or names DUMMY_SIZE_INDEX. 0: memory is exhausted. */
  takePool(): Address {
    const { i32, state } = this
    const usableAt = (state + OBMALLOC_USABLE_ARENAS) >> 2
    let arena = i32[usableAt] as number
    if (arena === 0) {
      arena = this.newArena()
      if (arena === 0) return 0
      i32[usableAt] = arena
      i32[(arena + ARENA_NEXT) >> 2] = 0
      i32[(arena + ARENA_PREV) >> 2] = 0
      this.setLast(i32[(arena + ARENA_FREE_POOL_COUNT) >> 2] as number, arena)
    }
    const free = i32[(arena + ARENA_FREE_POOL_COUNT) >> 2] as number
    assert(free > 0, 'a usable arena has free pools')
    // It has the fewest free pools already: with one less, its place stays.
    if (this.lastOf(free) === arena) this.setLast(free, 0)
    if (free > 1) {
      assert(this.lastOf(free - 1) === 0, 'usable-arenas-are-ordered')
      this.setLast(free - 1, arena)
    }
    let pool = i32[(arena + ARENA_FREE_POOLS) >> 2] as number
    if (pool !== 0) i32[(arena + ARENA_FREE_POOLS) >> 2] = i32[(pool + POOL_NEXT) >> 2] as number
    else pool = this.carvePool(arena)
    i32[(arena + ARENA_FREE_POOL_COUNT) >> 2] = free - 1
    if (free === 1) {
      const next = i32[(arena + ARENA_NEXT) >> 2] as number
      i32[usableAt] = next
      if (next !== 0) i32[(next + ARENA_PREV) >> 2] = 0
    }
    return pool
  }

  private carvePool(arena: Address): Address {
    const { i32, state } = this
    const pool = i32[(arena + ARENA_POOL_ADDRESS) >> 2] as number
    i32[(arena + ARENA_POOL_ADDRESS) >> 2] = pool + this.geometry.poolBytes
    // The memory may have been an arena before: no high half of a pointer may be left.
    fillWords(i32, 0, pool >> 2, (pool + POOL_HEADER_BYTES) >> 2)
    const arenas = i32[(state + OBMALLOC_ARENAS) >> 2] as number
    i32[(pool + POOL_ARENA_INDEX) >> 2] = (arena - arenas) / ARENA_OBJECT_BYTES
    i32[(pool + POOL_SIZE_INDEX) >> 2] = DUMMY_SIZE_INDEX
    return pool
  }

  /** An empty pool, unlinked from its class, goes back to its arena; an arena all of whose pools are free may go too. */
  returnPool(pool: Address): void {
    const { i32, state } = this
    const arenas = i32[(state + OBMALLOC_ARENAS) >> 2] as number
    const arena = arenas + (i32[(pool + POOL_ARENA_INDEX) >> 2] as number) * ARENA_OBJECT_BYTES
    i32[(pool + POOL_NEXT) >> 2] = i32[(arena + ARENA_FREE_POOLS) >> 2] as number
    i32[(arena + ARENA_FREE_POOLS) >> 2] = pool
    const before = i32[(arena + ARENA_FREE_POOL_COUNT) >> 2] as number
    const last = this.lastOf(before)
    assert((before === 0) === (last === 0), 'usable-arenas-are-ordered')
    if (last === arena) {
      const prev = i32[(arena + ARENA_PREV) >> 2] as number
      const takesOver = prev !== 0 && i32[(prev + ARENA_FREE_POOL_COUNT) >> 2] === before
      this.setLast(before, takesOver ? prev : 0)
    }
    const free = before + 1
    i32[(arena + ARENA_FREE_POOL_COUNT) >> 2] = free
    const next = i32[(arena + ARENA_NEXT) >> 2] as number
    const isEmpty = free === i32[(arena + ARENA_TOTAL_POOLS) >> 2]
    // From 3.9 on the last usable arena stays, lest a program at its edge asks the system over and over. An arena of
    // one pool was not in the list: its `next` is void.
    if (isEmpty && before > 0 && (next !== 0 || this.geometry.returnsLastArena)) this.returnArena(arena)
    else if (free === 1) this.linkFront(arena)
    else {
      if (this.lastOf(free) === 0) this.setLast(free, arena)
      if (arena !== last) this.moveBehind(arena, last)
    }
  }

  private linkFront(arena: Address): void {
    const { i32 } = this
    const usableAt = (this.state + OBMALLOC_USABLE_ARENAS) >> 2
    const first = i32[usableAt] as number
    i32[(arena + ARENA_NEXT) >> 2] = first
    i32[(arena + ARENA_PREV) >> 2] = 0
    if (first !== 0) i32[(first + ARENA_PREV) >> 2] = arena
    i32[usableAt] = arena
    if (this.lastOf(1) === 0) this.setLast(1, arena)
  }

  private unlink(arena: Address): void {
    const { i32 } = this
    const next = i32[(arena + ARENA_NEXT) >> 2] as number
    const prev = i32[(arena + ARENA_PREV) >> 2] as number
    if (prev === 0) i32[(this.state + OBMALLOC_USABLE_ARENAS) >> 2] = next
    else i32[(prev + ARENA_NEXT) >> 2] = next
    if (next !== 0) i32[(next + ARENA_PREV) >> 2] = prev
  }

  private moveBehind(arena: Address, last: Address): void {
    const { i32 } = this
    assert(i32[(arena + ARENA_NEXT) >> 2] !== 0, 'usable-arenas-are-ordered')
    this.unlink(arena)
    const next = i32[(last + ARENA_NEXT) >> 2] as number
    i32[(arena + ARENA_PREV) >> 2] = last
    i32[(arena + ARENA_NEXT) >> 2] = next
    if (next !== 0) i32[(next + ARENA_PREV) >> 2] = arena
    i32[(last + ARENA_NEXT) >> 2] = arena
  }

  private returnArena(arena: Address): void {
    const { i32, state } = this
    const address = i32[(arena + ARENA_ADDRESS) >> 2] as number
    this.unlink(arena)
    i32[(arena + ARENA_NEXT) >> 2] = i32[(state + OBMALLOC_UNUSED_ARENA_OBJECTS) >> 2] as number
    i32[(state + OBMALLOC_UNUSED_ARENA_OBJECTS) >> 2] = arena
    i32[(arena + ARENA_ADDRESS) >> 2] = 0
    this.count(OBMALLOC_ARENAS_ALLOCATED, -1)
    this.observer?.arenaReturned?.(address, this.geometry.arenaBytes)
    this.system.unmap(address, this.geometry.arenaBytes)
  }

  private newArena(): Address {
    const { i32, state } = this
    const { poolBytes, arenaBytes } = this.geometry
    const unusedAt = (state + OBMALLOC_UNUSED_ARENA_OBJECTS) >> 2
    if (i32[unusedAt] === 0 && !this.moreArenaObjects()) return 0
    const address = this.system.map(arenaBytes)
    if (address === 0) return 0
    const arena = i32[unusedAt] as number
    i32[unusedAt] = i32[(arena + ARENA_NEXT) >> 2] as number
    const allocated = this.count(OBMALLOC_ARENAS_ALLOCATED, 1)
    this.count(OBMALLOC_ARENAS_EVER, 1)
    const highwaterAt = (state + OBMALLOC_ARENAS_HIGHWATER) >> 2
    i32[highwaterAt] = Math.max(i32[highwaterAt] as number, allocated)
    // Where the range begins inside a pool, that part of one is lost, and the last pool with it.
    const excess = address & (poolBytes - 1)
    const pools = arenaBytes / poolBytes - (excess === 0 ? 0 : 1)
    i32[(arena + ARENA_ADDRESS) >> 2] = address
    i32[(arena + ARENA_POOL_ADDRESS) >> 2] = excess === 0 ? address : address + poolBytes - excess
    i32[(arena + ARENA_FREE_POOL_COUNT) >> 2] = pools
    i32[(arena + ARENA_TOTAL_POOLS) >> 2] = pools
    i32[(arena + ARENA_FREE_POOLS) >> 2] = 0
    this.observer?.arenaOpened?.(address, arenaBytes)
    return arena
  }

  /** Doubles the table of arena objects. It may move: no arena is usable just now, so that nothing points into it. */
  private moreArenaObjects(): boolean {
    const { i32, state } = this
    assert(i32[(state + OBMALLOC_USABLE_ARENAS) >> 2] === 0, 'the table of arenas grows while none is usable')
    const count = i32[(state + OBMALLOC_MAX_ARENAS) >> 2] as number
    const wanted = count === 0 ? INITIAL_ARENA_OBJECTS : 2 * count
    const arenas = this.raw.realloc(i32[(state + OBMALLOC_ARENAS) >> 2] as number, wanted * ARENA_OBJECT_BYTES)
    if (arenas === 0) return false
    i32[(state + OBMALLOC_ARENAS) >> 2] = arenas
    fillWords(i32, 0, (arenas + count * ARENA_OBJECT_BYTES) >> 2, (arenas + wanted * ARENA_OBJECT_BYTES) >> 2)
    for (let i = count; i < wanted - 1; i++)
      i32[(arenas + i * ARENA_OBJECT_BYTES + ARENA_NEXT) >> 2] = arenas + (i + 1) * ARENA_OBJECT_BYTES
    i32[(state + OBMALLOC_UNUSED_ARENA_OBJECTS) >> 2] = arenas + count * ARENA_OBJECT_BYTES
    i32[(state + OBMALLOC_MAX_ARENAS) >> 2] = wanted
    return true
  }

  private count(offset: number, change: number): number {
    const at = (this.state + offset) >> 2
    const value = (this.i32[at] as number) + change
    this.i32[at] = value
    return value
  }

  private lastOf(freePools: number): Address {
    return this.i32[(this.state + OBMALLOC_NFP2LASTA + 8 * freePools) >> 2] as number
  }

  private setLast(freePools: number, arena: Address): void {
    this.i32[(this.state + OBMALLOC_NFP2LASTA + 8 * freePools) >> 2] = arena
  }
}
