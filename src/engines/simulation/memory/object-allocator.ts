/**
 * Level 2: blocks for objects (Objects/obmalloc.c: pymalloc_alloc, allocate_from_new_pool, pymalloc_free,
 * insert_to_usedpool, insert_to_freepool, pymalloc_realloc). A pool serves one size class; the pools of a class that are
 * neither full nor empty form a ring behind `usedpools`. Freed blocks serve last in, first out; blocks that were never
 * used ascending. A full pool that frees a block becomes the first of its class, an empty one goes back to its arena.
 * Keeps true: `pool-used-is-neither-full-nor-empty`.
 *
 *   struct pool_header   0 ref.count    8 freeblock (linked through first words)   16 nextpool   24 prevpool
 *    32 arenaindex  36 szidx   40 nextoffset (of the next virgin block)  44 maxnextoffset   48 blocks …
 *
 * Diverges: whether an address is an arena's is one comparison with the system's floor, not a look-up by arena index
 * (3.8, 3.9) or in a radix tree (3.10+). Of a block's link only the low word is written.
 */
import { assert } from '../../../base/assert.ts'
import type { AddressSpace } from './address-space.ts'
import { ALLOCATOR_DEFAULTS, type AllocatorOptions } from './allocator-options.ts'
import { Arenas } from './arenas.ts'
import { WatchedBlocks } from './debug-bytes.ts'
import {
  type Address,
  type MemoryRoots,
  OBMALLOC_NFP2LASTA,
  OBMALLOC_POOL_BLOCKS,
  OBMALLOC_RAW_BLOCKS,
  OBMALLOC_USEDPOOLS,
  POOL_FREEBLOCK,
  POOL_HEADER_BYTES,
  POOL_MAX_NEXT_OFFSET,
  POOL_NEXT,
  POOL_NEXT_OFFSET,
  POOL_PREV,
  POOL_SIZE_INDEX,
  SIZE_CLASSES,
  type SizeBytes,
  SYSTEM_FLOOR,
} from './layout.ts'
import type { MemoryObserver } from './memory-observer.ts'
import { RawAllocator } from './raw-allocator.ts'
import { blockBytes, copyBlock } from './size-class.ts'
import { SystemMemory } from './system-memory.ts'
import { usedRanges } from './used-ranges.ts'

export class ObjectAllocator {
  readonly space: AddressSpace
  readonly system: SystemMemory
  readonly raw: RawAllocator
  /** The record of obmalloc's static variables. */
  readonly state: Address
  readonly options: AllocatorOptions
  private readonly i32: Int32Array
  private readonly arenas: Arenas
  private readonly watched: WatchedBlocks
  /** Debug bytes, an observer or `outsideHeap`: not the plain paths. */
  private isWatched: boolean
  private isOutsideHeap = false
  private observer: MemoryObserver | null = null
  private readonly usedpools: Address
  private readonly poolMask: number
  /** Indices of words. */
  private readonly poolBlocks: number
  private readonly rawBlocks: number
  private readonly floor: number

  constructor(space: AddressSpace, options: Partial<AllocatorOptions> = {}) {
    const filled = { ...ALLOCATOR_DEFAULTS, ...options }
    const { poolBytes, arenaBytes } = filled
    assert((poolBytes & (poolBytes - 1)) === 0 && arenaBytes % poolBytes === 0, 'a pool is a power of two, and divides')
    assert(space.heapEnd % poolBytes === 0 && poolBytes <= 65536, 'the heap ends where a pool does')
    this.space = space
    this.i32 = space.i32
    this.options = filled
    this.state = space.takeZeroed(OBMALLOC_NFP2LASTA + 8 * (arenaBytes / poolBytes + 1))
    this.system = new SystemMemory(space, filled.mapOffsetBytes)
    this.raw = new RawAllocator(space, this.system)
    this.arenas = new Arenas(space, this.state, filled, this.raw, this.system)
    this.usedpools = this.state + OBMALLOC_USEDPOOLS
    this.poolMask = ~(poolBytes - 1)
    this.poolBlocks = (this.state + OBMALLOC_POOL_BLOCKS) >> 2
    this.rawBlocks = (this.state + OBMALLOC_RAW_BLOCKS) >> 2
    this.floor = (this.system.state + SYSTEM_FLOOR) >> 2
    this.watched = new WatchedBlocks(this, space, filled.debug)
    this.isWatched = filled.debug !== 'off'
    for (let sizeClass = 0; sizeClass < SIZE_CLASSES; sizeClass++) {
      const anchor = this.usedpools + 16 * sizeClass
      this.i32[anchor >> 2] = anchor - POOL_NEXT
      this.i32[(anchor + 8) >> 2] = anchor - POOL_NEXT
    }
  }

  /** Tells `observer` from now on, or nobody with null; gives whom it told before. */
  observe(observer: MemoryObserver | null): MemoryObserver | null {
    const before = this.observer
    this.observer = observer
    this.system.observer = observer
    this.arenas.observer = observer
    this.watched.observer = observer
    this.updateWatch()
    return before
  }

  private updateWatch(): void {
    this.isWatched = this.isOutsideHeap || this.observer !== null || this.options.debug !== 'off'
  }

  /**
   * Runs `make` with what it allocates in the initialised data, uncounted: for objects that stay as long as the machine,
   * or the code of a program. Giving back such a block, then or later, does nothing.
   */
  outsideHeap<T>(make: () => T): T {
    const before = this.isOutsideHeap
    this.isOutsideHeap = this.isWatched = true
    try {
      return make()
    } finally {
      this.isOutsideHeap = before
      this.updateWatch()
    }
  }

  /** As `sys.getallocatedblocks()`: blocks of pools, and larger ones. */
  get allocatedBlocks(): number {
    return (this.i32[this.poolBlocks] as number) + (this.i32[this.rawBlocks] as number)
  }

  /** Aligned to 16 bytes; 0 where the memory budget is exhausted. The contents are undefined. */
  alloc(sizeBytes: SizeBytes): Address {
    if (!this.isWatched) return this.plainAlloc(sizeBytes)
    return this.isOutsideHeap ? this.space.takeStatic(sizeBytes) : this.watched.alloc(sizeBytes)
  }

  free(block: Address): void {
    if (!this.isWatched) this.plainFree(block)
    else if (block >= this.space.heapStart) this.watched.free(block)
  }

  /** Keeps the contents up to the smaller size; gives the block where it lies now, 0 where there is no room. */
  realloc(block: Address, sizeBytes: SizeBytes): Address {
    if (block === 0) return this.alloc(sizeBytes)
    if (block < this.space.heapStart) return this.moveFromData(block, sizeBytes)
    return this.isWatched ? this.watched.realloc(block, sizeBytes) : this.plainRealloc(block, sizeBytes)
  }

  /** How large it was is not known: what lies behind it is copied too. */
  private moveFromData(block: Address, sizeBytes: SizeBytes): Address {
    const moved = this.alloc(sizeBytes)
    if (moved !== 0) copyBlock(this.i32, moved, block, sizeBytes)
    return moved
  }

  /** What the checkers start from. */
  get roots(): MemoryRoots {
    const { poolBytes, arenaBytes } = this.options
    return { obmalloc: this.state, raw: this.raw.state, system: this.system.state, poolBytes, arenaBytes }
  }

  /** Start, end, start, end, … of what an image has to hold of the heap. */
  usedRanges(): readonly Address[] {
    return usedRanges(this.space, this.state, this.raw.state, this.system, this.options.poolBytes)
  }

  /** Whether pools serve the block; it is the raw allocator's otherwise. */
  isPoolBlock(block: Address): boolean {
    return block >= (this.i32[this.floor] as number)
  }

  /** With padding: nobody wrote beside the block. */
  isDressed(block: Address): boolean {
    return this.watched.isDressed(block)
  }

  /** What a block occupies: its size class, or its share of a chunk. */
  occupiedBytes(block: Address): SizeBytes {
    if (!this.isPoolBlock(block)) return this.raw.usableBytes(block)
    return blockBytes(this.i32[((block & this.poolMask) + POOL_SIZE_INDEX) >> 2] as number)
  }

  // --- without debug bytes and observer ---

  plainAlloc(sizeBytes: SizeBytes): Address {
    const sizeClass = (sizeBytes - 1) >> 4
    if (sizeClass >>> 0 >= SIZE_CLASSES) return this.rawAlloc(sizeBytes)
    const { i32 } = this
    const anchor = this.usedpools + (sizeClass << 4)
    const pool = i32[anchor >> 2] as number
    if (pool === anchor - POOL_NEXT) return this.allocFromNewPool(sizeClass)
    const header = pool >> 2
    i32[this.poolBlocks] = (i32[this.poolBlocks] as number) + 1
    i32[header] = (i32[header] as number) + 1
    const block = i32[header + (POOL_FREEBLOCK >> 2)] as number
    const next = i32[block >> 2] as number
    i32[header + (POOL_FREEBLOCK >> 2)] = next
    if (next === 0) this.extendPool(pool, (sizeClass + 1) << 4)
    return block
  }

  plainFree(block: Address): void {
    const { i32 } = this
    if (block < (i32[this.floor] as number)) {
      if (block < this.space.heapStart) return
      this.raw.free(block)
      i32[this.rawBlocks] = (i32[this.rawBlocks] as number) - 1
      return
    }
    const pool = block & this.poolMask
    const header = pool >> 2
    const last = i32[header + (POOL_FREEBLOCK >> 2)] as number
    const count = (i32[header] as number) - 1
    i32[block >> 2] = last
    i32[header + (POOL_FREEBLOCK >> 2)] = block
    i32[header] = count
    i32[this.poolBlocks] = (i32[this.poolBlocks] as number) - 1
    if (last === 0) this.insertToUsedpool(pool)
    else if (count === 0) this.insertToFreepool(pool)
  }

  /** A small block moves to a smaller class only where that saves a quarter; a large one stays the raw allocator's. */
  plainRealloc(block: Address, sizeBytes: SizeBytes): Address {
    if (block < (this.i32[this.floor] as number)) return this.raw.realloc(block, sizeBytes)
    const size = this.occupiedBytes(block)
    if (sizeBytes <= size && 4 * sizeBytes > 3 * size) return block
    const moved = this.plainAlloc(sizeBytes)
    if (moved === 0) return 0
    copyBlock(this.i32, moved, block, Math.min(sizeBytes, size))
    this.plainFree(block)
    return moved
  }

  private rawAlloc(sizeBytes: SizeBytes): Address {
    const block = this.raw.malloc(sizeBytes)
    if (block !== 0) this.i32[this.rawBlocks] = (this.i32[this.rawBlocks] as number) + 1
    return block
  }

  /** The pool has no freed block left: the next virgin one, or it is full and leaves its class (pymalloc_pool_extend). */
  private extendPool(pool: Address, size: SizeBytes): void {
    const { i32 } = this
    const offset = i32[(pool + POOL_NEXT_OFFSET) >> 2] as number
    if (offset <= (i32[(pool + POOL_MAX_NEXT_OFFSET) >> 2] as number)) {
      i32[(pool + POOL_FREEBLOCK) >> 2] = pool + offset
      i32[(pool + POOL_NEXT_OFFSET) >> 2] = offset + size
      i32[(pool + offset) >> 2] = 0
      return
    }
    const next = i32[(pool + POOL_NEXT) >> 2] as number
    const prev = i32[(pool + POOL_PREV) >> 2] as number
    i32[(next + POOL_PREV) >> 2] = prev
    i32[(prev + POOL_NEXT) >> 2] = next
  }

  private allocFromNewPool(sizeClass: number): Address {
    const { i32 } = this
    const pool = this.arenas.takePool()
    if (pool === 0) return this.rawAlloc(blockBytes(sizeClass))
    this.observer?.poolOpened?.(pool, sizeClass)
    const anchor = this.usedpools + (sizeClass << 4)
    const next = i32[anchor >> 2] as number
    assert(next === anchor - POOL_NEXT, 'a pool is opened for a class that has none')
    i32[(pool + POOL_NEXT) >> 2] = next
    i32[(pool + POOL_PREV) >> 2] = next
    i32[anchor >> 2] = pool
    i32[(anchor + 8) >> 2] = pool
    i32[pool >> 2] = 1
    i32[this.poolBlocks] = (i32[this.poolBlocks] as number) + 1
    if (i32[(pool + POOL_SIZE_INDEX) >> 2] === sizeClass) {
      // It served this class before: its list of freed blocks goes on.
      const block = i32[(pool + POOL_FREEBLOCK) >> 2] as number
      i32[(pool + POOL_FREEBLOCK) >> 2] = i32[block >> 2] as number
      return block
    }
    const size = blockBytes(sizeClass)
    const block = pool + POOL_HEADER_BYTES
    i32[(pool + POOL_SIZE_INDEX) >> 2] = sizeClass
    i32[(pool + POOL_NEXT_OFFSET) >> 2] = POOL_HEADER_BYTES + 2 * size
    i32[(pool + POOL_MAX_NEXT_OFFSET) >> 2] = this.options.poolBytes - size
    i32[(pool + POOL_FREEBLOCK) >> 2] = block + size
    i32[(block + size) >> 2] = 0
    return block
  }

  private insertToUsedpool(pool: Address): void {
    const { i32 } = this
    assert((i32[pool >> 2] as number) > 0, 'pool-used-is-neither-full-nor-empty')
    const next = i32[(this.usedpools + ((i32[(pool + POOL_SIZE_INDEX) >> 2] as number) << 4)) >> 2] as number
    const prev = i32[(next + POOL_PREV) >> 2] as number
    i32[(pool + POOL_NEXT) >> 2] = next
    i32[(pool + POOL_PREV) >> 2] = prev
    i32[(next + POOL_PREV) >> 2] = pool
    i32[(prev + POOL_NEXT) >> 2] = pool
  }

  private insertToFreepool(pool: Address): void {
    const { i32 } = this
    const next = i32[(pool + POOL_NEXT) >> 2] as number
    const prev = i32[(pool + POOL_PREV) >> 2] as number
    i32[(next + POOL_PREV) >> 2] = prev
    i32[(prev + POOL_NEXT) >> 2] = next
    this.observer?.poolReturned?.(pool)
    this.arenas.returnPool(pool)
  }
}
