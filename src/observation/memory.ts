/**
 * What an allocator does and how it stands, where a case watches memory: blocks at every level, pools, arenas, and what
 * was asked of the system. Addresses and sizes are in bytes.
 */

export type MemoryEvent =
  /** How the allocator stood when the program began; the first event of the case. */
  | { readonly kind: 'heap'; readonly heap: HeapState }
  /** A block for `size` bytes was given out by a pool or the raw allocator, whichever has its address. */
  | { readonly kind: 'allocated'; readonly address: number; readonly size: number }
  /** A request for memory was refused, because the case says so; whoever made it raises MemoryError. Told by every case. */
  | { readonly kind: 'memory-refused' }
  /** A block was taken back. `size` is what it occupied, at least what was asked for. */
  | { readonly kind: 'freed'; readonly address: number; readonly size: number }
  /** A free list of a type took a dead object's block, or handed it out again; the layer below still counts it. */
  | { readonly kind: 'kept'; readonly address: number; readonly list: string }
  | { readonly kind: 'reused'; readonly address: number; readonly list: string }
  /** A pool serves blocks of `size` bytes from now on. */
  | { readonly kind: 'pool-opened'; readonly pool: number; readonly size: number }
  /** The last block of the pool was freed: its arena has it back. */
  | { readonly kind: 'pool-returned'; readonly pool: number }
  | { readonly kind: 'arena-opened'; readonly arena: number; readonly size: number }
  | { readonly kind: 'arena-returned'; readonly arena: number; readonly size: number }
  /** Level 0: a range of addresses that the process got, or gave back. */
  | { readonly kind: 'system-asked' | 'system-returned'; readonly address: number; readonly size: number }

/** Everything that the object allocator manages at one moment. */
export interface HeapState {
  /** Those with free pools in the order in which they serve, then full ones. */
  readonly arenas: readonly ArenaState[]
  /** Pools in use. Those of one class that still have blocks stand in the order in which they serve. */
  readonly pools: readonly PoolState[]
  /** Blocks of the raw allocator in use for objects. */
  readonly rawBlocks: number
  /** Addresses of the blocks that each free list keeps, the next to serve first. */
  readonly freelists: Readonly<Record<string, readonly number[]>>
}

export interface ArenaState {
  readonly address: number
  readonly size: number
  /** Pools that were used and returned, the next to serve first; each as its last use left it. */
  readonly returned: readonly PoolState[]
  /** The first pool that was never used, and how many there are from there on. */
  readonly virgin: number
  readonly virginPools: number
}

export interface PoolState {
  readonly address: number
  /** Of its blocks. */
  readonly size: number
  /** How many blocks are in use. */
  readonly used: number
  /** Freed blocks, the next to serve first. */
  readonly free: readonly number[]
  /** The first block that was never used; the end of the pool's blocks where all were. */
  readonly virgin: number
}

/** Numbers at one moment: after a statement. */
export interface MemoryState {
  /** Blocks of pools in use, by their size. Those on free lists of types count. */
  readonly blocks: Readonly<Record<string, number>>
  /** Pools in use, by the size of their blocks. */
  readonly pools: Readonly<Record<string, number>>
  readonly arenas: number
  /** Blocks of the raw allocator in use for objects: more than 512 bytes each. */
  readonly large: number
  /** How many objects each free list keeps; empty ones are left out. */
  readonly freelists: Readonly<Record<string, number>>
}
