/**
 * Pools of blocks and arenas of pools as plain arrays and sets: what an object allocator must look like from outside if it
 * does what Objects/obmalloc.c says. Front of an array: next to serve.
 */
import type { ArenaState, HeapState, PoolState } from '../../observation/memory.ts'
import { type AllocatorFacts, POOL_OVERHEAD_BYTES } from './allocator-facts.ts'

export class ShadowPool {
  readonly address: number
  /** Of its blocks; 0: it has served nothing yet. */
  size: number
  /** Freed blocks, the next to serve last. */
  free: number[]
  virgin: number
  readonly used = new Set<number>()

  constructor({ address, size, free, virgin }: PoolState) {
    this.address = address
    this.size = size
    this.free = [...free].reverse()
    this.virgin = virgin
  }

  /** Every block below the virgin ones that is not free is in use. */
  markUsed(): void {
    const free = new Set(this.free)
    for (let block = this.first; block < this.virgin; block += this.size) if (!free.has(block)) this.used.add(block)
  }

  get first(): number {
    return this.address + POOL_OVERHEAD_BYTES
  }

  /** The block that must be handed out next; undefined where all are in use. */
  next(poolBytes: number): number | undefined {
    const freed = this.free.at(-1)
    if (freed !== undefined) return freed
    return this.virgin + this.size <= this.address + poolBytes ? this.virgin : undefined
  }

  take(block: number): void {
    if (this.free.at(-1) === block) this.free.pop()
    else this.virgin = block + this.size
    this.used.add(block)
  }

  give(block: number): void {
    this.used.delete(block)
    this.free.push(block)
  }

  /** For another class than before: all blocks are virgin. */
  servesAnew(size: number): void {
    if (this.size === size) return
    this.size = size
    this.free = []
    this.virgin = this.first
  }
}

export class ShadowArena {
  readonly address: number
  readonly size: number
  /** Pools that were returned, the next to serve last. */
  readonly returned: ShadowPool[]
  virgin: number
  virginPools: number
  readonly totalPools: number

  constructor({ address, size, returned, virgin, virginPools }: ArenaState, poolBytes: number) {
    this.address = address
    this.size = size
    this.returned = returned.map((pool) => new ShadowPool(pool)).reverse()
    this.virgin = virgin
    this.virginPools = virginPools
    // What begins inside a pool loses one.
    this.totalPools = Math.floor(size / poolBytes) - (address % poolBytes === 0 ? 0 : 1)
  }

  static empty(address: number, size: number, poolBytes: number): ShadowArena {
    const virgin = Math.ceil(address / poolBytes) * poolBytes
    const arena = new ShadowArena({ address, size, returned: [], virgin, virginPools: 0 }, poolBytes)
    arena.virginPools = arena.totalPools
    return arena
  }

  get freePools(): number {
    return this.returned.length + this.virginPools
  }

  holds(address: number): boolean {
    return address >= this.address && address < this.address + this.size
  }

  /** The pool that must serve next. */
  nextPool(): number {
    return this.returned.at(-1)?.address ?? this.virgin
  }

  takePool(poolBytes: number): ShadowPool {
    const returned = this.returned.pop()
    if (returned !== undefined) return returned
    const address = this.virgin
    this.virgin += poolBytes
    this.virginPools--
    return new ShadowPool({ address, size: 0, used: 0, free: [], virgin: address + POOL_OVERHEAD_BYTES })
  }
}

/** All of it, as a heap's state tells. */
export class ShadowPools {
  readonly pools = new Map<number, ShadowPool>()
  /** By size of block, pools that have blocks left. */
  readonly serving = new Map<number, ShadowPool[]>()
  readonly arenas: ShadowArena[]
  /** Arenas with free pools, fewest first. */
  readonly usable: ShadowArena[]

  constructor(heap: HeapState, facts: AllocatorFacts) {
    this.arenas = heap.arenas.map((arena) => new ShadowArena(arena, facts.poolBytes))
    this.usable = this.arenas.filter((arena) => arena.freePools > 0)
    for (const state of heap.pools) {
      const pool = new ShadowPool(state)
      pool.markUsed()
      this.pools.set(pool.address, pool)
      if (pool.next(facts.poolBytes) !== undefined) this.servingOf(pool.size).push(pool)
    }
  }

  servingOf(size: number): ShadowPool[] {
    let serving = this.serving.get(size)
    if (serving === undefined) {
      serving = []
      this.serving.set(size, serving)
    }
    return serving
  }

  arenaOf(address: number): ShadowArena | undefined {
    return this.arenas.find((arena) => arena.holds(address))
  }

  /** One more pool of the arena is free: it comes behind those that had as many free pools as it had. */
  hasOneMore(arena: ShadowArena, before: number): void {
    const { usable } = this
    if (before === 0) {
      usable.unshift(arena)
      return
    }
    const at = usable.indexOf(arena)
    let last = at
    while (usable[last + 1]?.freePools === before) last++
    usable.splice(at, 1)
    usable.splice(last, 0, arena)
  }
}
