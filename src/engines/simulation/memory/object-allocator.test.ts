import { describe, expect, it } from 'vitest'
import { Prng } from '../../../base/prng.ts'
import { checkMemory } from '../check/memory.ts'
import { ShadowMap } from '../witness/shadow-map.ts'
import { AddressSpace } from './address-space.ts'
import type { AllocatorOptions } from './allocator-options.ts'
import { ObjectAllocator } from './object-allocator.ts'

const KIB = 1024
const MODERN = { poolBytes: 16 * KIB, arenaBytes: 1024 * KIB, returnsLastArena: false }
const OLD = { poolBytes: 4 * KIB, arenaBytes: 256 * KIB, returnsLastArena: true }

function fresh(options: Partial<AllocatorOptions> = MODERN, mebibytes = 64): ObjectAllocator {
  return new ObjectAllocator(new AddressSpace(mebibytes * KIB * KIB), options)
}

const complaints = (objects: ObjectAllocator) => checkMemory(objects.space, objects.roots)

/** So many blocks of `sizeBytes`, and the same by pool. */
function fill(objects: ObjectAllocator, count: number, sizeBytes: number) {
  const blocks = Array.from({ length: count }, () => objects.alloc(sizeBytes))
  const pools = new Map<number, number[]>()
  for (const block of blocks) {
    const pool = block & ~(objects.options.poolBytes - 1)
    pools.set(pool, [...(pools.get(pool) ?? []), block])
  }
  return { blocks, pools: [...pools.values()], addresses: [...pools.keys()] }
}

const at = (blocks: readonly number[] | undefined, index: number): number => blocks?.[index] as number

describe.each([
  ['as 3.10 and later', MODERN],
  ['as 3.8', OLD],
])('the order of blocks, %s', (_, options) => {
  const perPool = Math.floor((options.poolBytes - 48) / 496)
  const take = (objects: ObjectAllocator, count: number) => Array.from({ length: count }, () => objects.alloc(496))

  it('ascends in a fresh pool from 48 on, and pools ascend', () => {
    const objects = fresh(options)
    const { pools, addresses } = fill(objects, 3 * perPool, 496)
    expect(pools.map((blocks) => blocks.length)).toEqual([perPool, perPool, perPool])
    pools.forEach((blocks, i) => {
      expect(blocks).toEqual(blocks.map((_, k) => at(addresses, i) + 48 + 496 * k))
    })
    expect(addresses[1]).toBe(at(addresses, 0) + options.poolBytes)
  })

  it('is last in, first out inside a pool: freed 2, 5, 1 serve as 1, 5, 2', () => {
    const objects = fresh(options)
    const [a] = fill(objects, 3 * perPool, 496).pools
    for (const i of [2, 5, 1]) objects.free(at(a, i))
    expect(take(objects, 3)).toEqual([at(a, 1), at(a, 5), at(a, 2)])
  })

  it('begins with the pool that was full last: freed in A, C, B serve as B, C, A', () => {
    const objects = fresh(options)
    const [a, b, c] = fill(objects, 4 * perPool, 496).pools
    for (const pool of [a, c, b]) objects.free(at(pool, 3))
    expect(take(objects, 3)).toEqual([at(b, 3), at(c, 3), at(a, 3)])
  })

  it('leaves a pool that is partly free where it is: A1, C1, A2 serve as C1, A2, A1', () => {
    const objects = fresh(options)
    const [a, , c] = fill(objects, 4 * perPool, 496).pools
    objects.free(at(a, 3))
    objects.free(at(c, 5))
    objects.free(at(a, 7))
    expect(take(objects, 3)).toEqual([at(c, 5), at(a, 7), at(a, 3)])
  })

  it('takes a block of a pool that was full before virgin ones of the current pool', () => {
    const objects = fresh(options)
    const { pools } = fill(objects, perPool + 2, 496)
    objects.free(at(pools[0], 0))
    expect(take(objects, 2)).toEqual([at(pools[0], 0), at(pools[1], 1) + 496])
  })

  it('gives emptied pools to any class, the last one first', () => {
    const objects = fresh(options)
    const { pools, addresses } = fill(objects, 4 * perPool, 496)
    for (const pool of pools.slice(0, 2)) for (const block of pool) objects.free(block)
    const perOther = Math.floor((options.poolBytes - 48) / 448)
    expect(fill(objects, 2 * perOther, 448).addresses).toEqual([addresses[1], addresses[0]])
    expect(complaints(objects)).toEqual([])
  })

  it('keeps the list of a pool that serves its class again', () => {
    const objects = fresh(options)
    const [a] = fill(objects, 2 * perPool, 496).pools
    const order = a?.toReversed() ?? []
    for (const block of order) objects.free(block)
    expect(take(objects, 2)).toEqual([a?.[0], a?.[1]])
  })

  it('takes pools from the arena with the fewest free ones: 5 in A, 3 in B, 1 in C give C BBB AAAAA', () => {
    const objects = fresh(options)
    const perArena = options.arenaBytes / options.poolBytes
    const per512 = Math.floor((options.poolBytes - 48) / 512)
    const { pools, addresses } = fill(objects, 6 * perArena * per512, 512)
    const arena = (i: number) => pools.slice(i * perArena, (i + 1) * perArena)
    const emptied = [...arena(0).slice(3, 8), ...arena(2).slice(5, 6), ...arena(1).slice(10, 13)]
    for (const pool of emptied) for (const block of pool) objects.free(block)
    const taken = fill(objects, 9 * Math.floor((options.poolBytes - 48) / 496), 496).addresses
    const places = taken.map((pool) => addresses.indexOf(pool))
    expect(places.map((place) => 'ABC'[Math.floor(place / perArena)]).join('')).toBe('CBBBAAAAA')
    expect(places.slice(4)).toEqual([7, 6, 5, 4, 3])
    expect(complaints(objects)).toEqual([])
  })
})

describe('arenas', () => {
  const returned = (options: Partial<AllocatorOptions>): number => {
    const objects = fresh(options)
    let count = 0
    objects.observe({ arenaReturned: () => count++ })
    for (let round = 0; round < 3; round++) objects.free(objects.alloc(64))
    return count
  }

  it('go back when empty; the last usable one only in 3.8', () => {
    expect(returned(OLD)).toBe(3)
    expect(returned(MODERN)).toBe(0)
  })

  it('lose a pool where the system gives a range that begins inside one', () => {
    const objects = fresh({ ...MODERN, mapOffsetBytes: 4096 }, 16)
    const blocks = Array.from({ length: 63 * 31 }, () => objects.alloc(512))
    let opened = 0
    objects.observe({ arenaOpened: () => opened++ })
    expect(new Set(blocks.map((block) => block & ~(16 * KIB - 1))).size).toBe(63)
    objects.alloc(512)
    expect(opened).toBe(1)
  })

  it('say 0 when memory is exhausted, and serve again after a free', () => {
    const objects = fresh(MODERN, 16)
    const blocks: number[] = []
    for (let block = objects.alloc(512); block !== 0; block = objects.alloc(512)) blocks.push(block)
    expect(blocks.length * 512).toBeGreaterThan(2 * KIB * KIB)
    expect(objects.alloc(100_000)).toBe(0)
    expect(complaints(objects)).toEqual([])
    objects.free(at(blocks, 7))
    expect(objects.alloc(512)).toBe(at(blocks, 7))
  })
})

describe('sizes', () => {
  it('0 bytes and more than 512 go to the raw allocator, and count', () => {
    const objects = fresh()
    const blocks = [objects.alloc(0), objects.alloc(513), objects.alloc(512)]
    expect(blocks.map((block) => objects.isPoolBlock(block))).toEqual([false, false, true])
    expect(objects.allocatedBlocks).toBe(3)
    for (const block of blocks) objects.free(block)
    expect(objects.allocatedBlocks).toBe(0)
  })

  it('a block shrinks to another class only where it saves a quarter; a large one stays large', () => {
    const objects = fresh()
    const small = objects.alloc(128)
    expect(objects.realloc(small, 97)).toBe(small)
    expect(objects.realloc(small, 96)).not.toBe(small)
    const large = objects.alloc(600)
    const shrunk = objects.realloc(large, 20)
    expect(objects.isPoolBlock(shrunk)).toBe(false)
  })
})

/** A naive model: what each live block holds. */
function play(objects: ObjectAllocator, seed: number, operations: number): void {
  const prng = new Prng(seed)
  const { u8 } = objects.space
  const live: { block: number; size: number; stamp: number }[] = []
  const shadow = new ShadowMap(objects.space.buffer.byteLength, objects.options.poolBytes)
  objects.observe(shadow)
  const holds = ({ block, size, stamp }: { block: number; size: number; stamp: number }, upTo = size) => {
    for (const i of [0, upTo >> 1, upTo - 1]) if (i >= 0 && i < upTo && u8[block + i] !== stamp) return false
    return true
  }
  const drawSize = () =>
    prng.percent(85) ? prng.below(530) : prng.percent(90) ? prng.below(5000) : prng.below(400_000)
  for (let i = 0; i < operations; i++) {
    const grows = (i & 4095) < 2600
    const what = prng.below(100)
    if (live.length === 0 || what < (grows ? 60 : 25)) {
      const size = drawSize()
      const block = objects.alloc(size)
      if (block === 0) throw new Error('memory is exhausted')
      const stamp = prng.below(256)
      u8.fill(stamp, block, block + size)
      live.push({ block, size, stamp })
    } else if (what < 85) {
      const index = prng.below(live.length)
      const entry = live[index]!
      expect(holds(entry)).toBe(true)
      objects.free(entry.block)
      live[index] = live[live.length - 1]!
      live.pop()
    } else {
      const entry = prng.pick(live)
      const size = drawSize()
      const moved = objects.realloc(entry.block, size)
      expect(holds({ ...entry, block: moved }, Math.min(size, entry.size))).toBe(true)
      u8.fill(entry.stamp, moved, moved + size)
      entry.block = moved
      entry.size = size
    }
    expect(objects.allocatedBlocks).toBe(live.length)
    if (i % 500 === 0) expect(complaints(objects)).toEqual([])
  }
  for (const entry of live) {
    expect(holds(entry)).toBe(true)
    objects.free(entry.block)
  }
  expect(complaints(objects)).toEqual([])
  expect(shadow.balance()).toEqual([])
  expect(shadow.complaints).toEqual([])
}

describe('against a naive model and the witness', () => {
  it.each([
    ['modern', MODERN],
    ['old', OLD],
    ['misaligned ranges', { ...MODERN, mapOffsetBytes: 4096 }],
    ['filled', { ...MODERN, debug: 'fill' as const }],
    ['padded', { ...OLD, debug: 'padded' as const }],
  ])('%s', (_, options) => {
    for (const seed of [1, 2, 3]) play(fresh(options, 256), seed, 8000)
  })

  it('a restored image goes on as the machine did', () => {
    const objects = fresh()
    for (let i = 0; i < 300; i++) objects.alloc(1 + ((i * 37) % 700))
    const image = objects.space.snapshot(objects.usedRanges())
    const follow = () => {
      const prng = new Prng(5)
      const blocks: number[] = []
      for (let i = 0; i < 5000; i++) {
        if (blocks.length > 0 && prng.percent(40)) objects.free(blocks.splice(prng.below(blocks.length), 1)[0]!)
        else blocks.push(objects.alloc(prng.below(900)))
      }
      return [...blocks, objects.allocatedBlocks]
    }
    const first = follow()
    objects.space.restore(image)
    expect(complaints(objects)).toEqual([])
    expect(follow()).toEqual(first)
  })
})

describe('debug memory', () => {
  it('is clean when fresh and dead when freed', () => {
    const objects = fresh({ ...MODERN, debug: 'fill' })
    const block = objects.alloc(40)
    expect([...objects.space.u8.subarray(block, block + 40)]).toEqual(Array(40).fill(0xcd))
    objects.free(block)
    expect([...objects.space.u8.subarray(block + 4, block + 48)]).toEqual(Array(44).fill(0xdd))
  })

  it('with padding stops a free after a write beside the block', () => {
    const objects = fresh({ ...MODERN, debug: 'padded' })
    const [a, b] = [objects.alloc(40), objects.alloc(40)]
    expect(objects.space.u8[a + 40]).toBe(0xfd)
    objects.space.u8[a + 40] = 0
    expect(objects.isDressed(a)).toBe(false)
    expect(() => objects.free(a)).toThrow('forbidden-bytes-are-untouched')
    objects.free(b)
    expect(() => objects.free(b)).toThrow('forbidden-bytes-are-untouched')
  })
})
