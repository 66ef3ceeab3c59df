/**
 * The heap as its events tell it, beside the heap as it must be. Fed with events alone: it reads no memory and knows no
 * objects. Each event is compared with what must happen, then done in the shadow; the first difference ends it.
 */
import type { MemoryEvent } from '../../observation/memory.ts'
import type { RuleId } from '../../verdict/rule.ts'
import type { Checks } from '../compare/checks.ts'
import { ALIGNMENT_BYTES, type AllocatorFacts, classBytes, isSmall } from './allocator-facts.ts'
import { ShadowArena, type ShadowPool, ShadowPools } from './shadow-pools.ts'

type Of<K extends MemoryEvent['kind']> = Extract<MemoryEvent, { kind: K }>

/** What has to come next, because of what has just happened. */
interface Duty {
  readonly kind: MemoryEvent['kind']
  readonly address: number
}

export class ShadowHeap {
  readonly blocks: ShadowPools
  /** Blocks of the raw allocator: address → size. Those that were there before are only counted. */
  readonly large = new Map<number, number>()
  largeBefore: number
  /** Addresses on each free list, the next to serve last. */
  readonly kept = new Map<string, number[]>()
  private readonly listOf = new Map<number, string>()
  private readonly facts: AllocatorFacts
  private readonly checks: Checks
  private duty: Duty | null = null

  constructor({ heap }: Of<'heap'>, facts: AllocatorFacts, checks: Checks) {
    this.facts = facts
    this.checks = checks
    this.blocks = new ShadowPools(heap, facts)
    this.largeBefore = heap.rawBlocks
    for (const [list, blocks] of Object.entries(heap.freelists)) {
      this.kept.set(list, [...blocks].reverse())
      for (const block of blocks) this.listOf.set(block, list)
    }
  }

  happens(event: MemoryEvent): void {
    this.meetDuty(event)
    switch (event.kind) {
      case 'allocated':
        return this.allocated(event)
      case 'freed':
        return this.freed(event)
      case 'kept':
        return this.joins(event)
      case 'reused':
        return this.leaves(event)
      case 'pool-opened':
        return this.poolOpened(event)
      case 'pool-returned':
        return this.poolReturned(event.pool)
      case 'arena-opened':
        return this.arenaOpened(event)
      case 'arena-returned':
        return this.arenaReturned(event.arena)
      case 'heap':
      case 'system-asked':
      case 'system-returned':
        return
    }
  }

  /** A quiet point: nothing may be left undone. */
  rests(): void {
    const { duty } = this
    if (duty !== null) this.fail('pool-and-arena-return', duty.address, duty.kind, 'nothing')
  }

  isInUse(block: number): boolean {
    const pool = this.poolOf(block)
    return pool === undefined ? this.large.has(block) : pool.used.has(block)
  }

  isKept(block: number): boolean {
    return this.listOf.has(block)
  }

  poolOf(address: number): ShadowPool | undefined {
    return this.blocks.pools.get(address - (address % this.facts.poolBytes))
  }

  // --- blocks ---

  private allocated({ address, size }: Of<'allocated'>): void {
    this.demand('block-aligned', address % ALIGNMENT_BYTES === 0, address, 'a multiple of 16', `${address % 16} off it`)
    const arena = this.blocks.arenaOf(address)
    const place = arena === undefined ? 'the raw allocator' : 'a pool'
    const wanted = isSmall(size) ? 'a pool' : 'the raw allocator'
    this.demand('large-to-raw', place === wanted, address, `${size} bytes from ${wanted}`, `from ${place}`)
    if (arena === undefined) this.allocatedLarge(address, size)
    else this.allocatedSmall(address, size)
  }

  private allocatedSmall(address: number, size: number): void {
    const pool = this.poolOf(address)
    const wanted = classBytes(size)
    this.demand('own-size-class', pool?.size === wanted, address, `a block of ${wanted} bytes`, `of ${pool?.size ?? 0}`)
    if (pool === undefined) return
    const onRaster = (address - pool.first) % wanted === 0 && address + wanted <= pool.address + this.facts.poolBytes
    this.demand('own-size-class', onRaster, address, `on the raster of ${wanted} bytes`, 'beside it')
    this.demand('no-overlap', !pool.used.has(address), address, 'a free block', 'one that is in use')
    const serving = this.blocks.servingOf(wanted)
    const next = serving[0]?.next(this.facts.poolBytes)
    this.demand('lifo-reuse', next === address, address, hex(next), hex(address))
    pool.take(address)
    if (pool.next(this.facts.poolBytes) === undefined) serving.shift()
  }

  private allocatedLarge(address: number, size: number): void {
    const end = address + Math.max(1, size)
    let other: number | undefined
    for (const [start, bytes] of this.large) if (start < end && address < start + bytes) other = start
    for (const arena of this.blocks.arenas)
      if (arena.address < end && address < arena.address + arena.size) other = arena.address
    this.demand('no-overlap', other === undefined, address, 'memory of nobody', `that of ${hex(other)}`)
    this.large.set(address, Math.max(1, size))
  }

  private freed({ address, size }: Of<'freed'>): void {
    const list = this.listOf.get(address)
    if (list !== undefined) {
      // A full collection gives back what the lists hold, the last first.
      this.demand('freed-once', this.kept.get(list)?.at(-1) === address, address, `the last of ${list}`, 'another')
      this.takeFrom(list, address)
    }
    if (this.blocks.arenaOf(address) === undefined) return this.freedLarge(address)
    const pool = this.poolOf(address)
    this.demand('freed-once', pool?.used.has(address) === true, address, 'a block in use', 'none')
    if (pool === undefined) return
    this.demand('own-size-class', pool.size === size, address, `${pool.size} bytes given back`, `${size}`)
    const wasFull = pool.next(this.facts.poolBytes) === undefined
    pool.give(address)
    if (wasFull) this.blocks.servingOf(pool.size).unshift(pool)
    if (pool.used.size === 0) this.duty = { kind: 'pool-returned', address: pool.address }
  }

  private freedLarge(address: number): void {
    const known = this.large.delete(address)
    this.demand('freed-once', known || this.largeBefore > 0, address, 'a block in use', 'none')
    if (!known) this.largeBefore--
  }

  // --- free lists ---

  private joins({ address, list }: Of<'kept'>): void {
    const kept = this.kept.get(list) ?? []
    this.demand(
      'freed-once',
      !this.listOf.has(address),
      address,
      'a block on no free list',
      `on ${this.listOf.get(address)}`,
    )
    this.demand('freed-once', this.isInUse(address), address, 'a block in use', 'none')
    const limit = this.facts.freeListLimit(list)
    this.demand('lifo-reuse', kept.length < limit, address, `at most ${limit} on ${list}`, `${kept.length + 1}`)
    kept.push(address)
    this.kept.set(list, kept)
    this.listOf.set(address, list)
  }

  private leaves({ address, list }: Of<'reused'>): void {
    const next = this.kept.get(list)?.at(-1)
    this.demand('lifo-reuse', next === address, address, `${hex(next)} from ${list}`, hex(address))
    this.takeFrom(list, address)
  }

  private takeFrom(list: string, address: number): void {
    this.kept.get(list)?.pop()
    this.listOf.delete(address)
  }

  // --- pools and arenas ---

  private poolOpened({ pool: address, size }: Of<'pool-opened'>): void {
    const { blocks, facts } = this
    this.demand(
      'pool-and-arena-return',
      blocks.servingOf(size).length === 0,
      address,
      'no pool has such blocks',
      'one has',
    )
    const [arena] = blocks.usable
    const next = arena?.nextPool()
    this.demand('pool-and-arena-return', next === address, address, `pool ${hex(next)}`, `pool ${hex(address)}`)
    if (arena === undefined) return
    const pool = arena.takePool(facts.poolBytes)
    if (arena.freePools === 0) blocks.usable.shift()
    pool.servesAnew(size)
    blocks.pools.set(address, pool)
    blocks.servingOf(size).push(pool)
  }

  private poolReturned(address: number): void {
    const { blocks } = this
    const pool = blocks.pools.get(address)
    const arena = blocks.arenaOf(address)
    const isEmpty = pool !== undefined && pool.used.size === 0
    this.demand('pool-and-arena-return', isEmpty, address, 'an empty pool goes back', 'it has blocks in use')
    if (pool === undefined || arena === undefined) return
    blocks.pools.delete(address)
    const serving = blocks.servingOf(pool.size)
    serving.splice(serving.indexOf(pool), 1)
    const before = arena.freePools
    const isLast = before > 0 && blocks.usable.at(-1) === arena
    arena.returned.push(pool)
    const goes = arena.freePools === arena.totalPools && before > 0 && !(isLast && this.facts.keepsLastArena)
    if (goes) this.duty = { kind: 'arena-returned', address: arena.address }
    else blocks.hasOneMore(arena, before)
  }

  private arenaOpened({ arena: address, size }: Of<'arena-opened'>): void {
    const { blocks, facts } = this
    this.demand('pool-and-arena-return', blocks.usable.length === 0, address, 'no arena has a free pool', 'one has')
    this.demand('pool-and-arena-return', size === facts.arenaBytes, address, `${facts.arenaBytes} bytes`, `${size}`)
    const other = blocks.arenas.find((one) => one.address < address + size && address < one.address + one.size)
    this.demand('no-overlap', other === undefined, address, 'memory of nobody', `that of ${hex(other?.address)}`)
    const arena = ShadowArena.empty(address, size, facts.poolBytes)
    blocks.arenas.push(arena)
    blocks.usable.push(arena)
  }

  private arenaReturned(address: number): void {
    const { blocks } = this
    const arena = blocks.arenas.find((one) => one.address === address)
    const isEmpty = arena !== undefined && arena.freePools === arena.totalPools
    this.demand('pool-and-arena-return', isEmpty, address, 'an empty arena goes back', 'it has pools in use')
    if (arena === undefined) return
    blocks.arenas.splice(blocks.arenas.indexOf(arena), 1)
    if (blocks.usable.includes(arena)) blocks.usable.splice(blocks.usable.indexOf(arena), 1)
    this.duty = { kind: 'system-returned', address }
  }

  private meetDuty(event: MemoryEvent): void {
    const { duty } = this
    if (duty === null) {
      const unasked = event.kind === 'pool-returned' || event.kind === 'arena-returned'
      if (unasked)
        this.fail('pool-and-arena-return', addressOf(event), 'it stays, for it is not empty', `${event.kind}`)
      return
    }
    this.duty = null
    const met = event.kind === duty.kind && addressOf(event) === duty.address
    this.demand('pool-and-arena-return', met, duty.address, duty.kind, `${event.kind} ${hex(addressOf(event))}`)
  }

  private demand(rule: RuleId, holds: boolean, address: number, expected: string, seen: string): void {
    this.checks.counts[rule]++
    if (!holds) this.fail(rule, address, expected, seen)
  }

  private fail(rule: RuleId, address: number, expected: string, seen: string): never {
    return this.checks.fail(rule, [], expected, seen, `At ${hex(address)}: expected ${expected}, seen ${seen}.`)
  }
}

export function hex(address: number | undefined): string {
  return address === undefined ? 'none' : `0x${address.toString(16)}`
}

function addressOf(event: MemoryEvent): number {
  if ('address' in event) return event.address
  if ('pool' in event) return event.pool
  return 'arena' in event ? event.arena : 0
}
