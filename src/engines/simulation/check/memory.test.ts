import { describe, expect, it } from 'vitest'
import { AddressSpace } from '../memory/address-space.ts'
import {
  ARENA_FREE_POOL_COUNT,
  OBMALLOC_ARENAS,
  OBMALLOC_POOL_BLOCKS,
  OBMALLOC_USABLE_ARENAS,
  POOL_FREEBLOCK,
  POOL_NEXT_OFFSET,
  POOL_REF_COUNT,
  POOL_SIZE_INDEX,
} from '../memory/layout.ts'
import { ObjectAllocator } from '../memory/object-allocator.ts'
import { checkMemory } from './memory.ts'

/** A few blocks of each kind, some of them freed; `block` is in use, `freed` was next to it. */
function machine() {
  const objects = new ObjectAllocator(new AddressSpace(32 * 2 ** 20))
  const blocks = Array.from({ length: 200 }, () => objects.alloc(64))
  const large = [objects.alloc(5000), objects.alloc(5000), objects.alloc(700)] as const
  objects.free(large[0])
  objects.free(large[2])
  const [block, freed] = [blocks[3] as number, blocks[4] as number]
  objects.free(freed)
  objects.free(blocks[7] as number)
  return { objects, block, freed, pool: block & ~16383, large, ...objects.roots }
}

type Damage = (at: ReturnType<typeof machine>) => readonly [address: number, value: number]

const DAMAGES: readonly (readonly [invariant: string, what: string, damage: Damage])[] = [
  ['free-list-stays-inside-its-pool', 'a link that was overwritten', ({ freed }) => [freed, 12]],
  ['free-list-stays-inside-its-pool', 'a link off the raster', ({ freed, block }) => [freed, block + 16]],
  ['free-list-has-no-cycle', 'a block freed twice', ({ freed }) => [freed, freed]],
  ['pool-counts-its-blocks', 'a count that is off by one', ({ pool }) => [pool + POOL_REF_COUNT, 199]],
  ['pool-used-is-neither-full-nor-empty', 'a lost free list', ({ pool }) => [pool + POOL_FREEBLOCK, 0]],
  ['own-size-class', 'another class', ({ pool }) => [pool + POOL_SIZE_INDEX, 5]],
  ['virgin-blocks-are-on-the-raster', 'an odd offset', ({ pool }) => [pool + POOL_NEXT_OFFSET, 64]],
  ['allocated-blocks-are-counted', 'a wrong total', ({ obmalloc }) => [obmalloc + OBMALLOC_POOL_BLOCKS, 1]],
  ['usable-arena-has-memory', 'an arena that is not one', ({ obmalloc }) => [obmalloc + OBMALLOC_USABLE_ARENAS, 16]],
  [
    'arena-counts-its-free-pools',
    'a wrong number of free pools',
    ({ objects, obmalloc }) => [
      (objects.space.i32[(obmalloc + OBMALLOC_ARENAS) >> 2] as number) + ARENA_FREE_POOL_COUNT,
      9,
    ],
  ],
  ['chunks-have-no-gap', 'a size that was overwritten', ({ large }) => [large[1] - 8, 1]],
  ['boundary-tags-agree', 'another size before', ({ large }) => [large[1] - 16, 32]],
  ['bins-are-linked', 'a wrong link in a bin', ({ large }) => [large[0] + 8, 48]],
  ['nothing-is-written-to-the-null-page', 'a write through NULL', () => [16, 1]],
]

describe('checkers of memory', () => {
  it('say nothing about a sound machine', () => {
    const { objects } = machine()
    expect(checkMemory(objects.space, objects.roots)).toEqual([])
  })

  it.each(DAMAGES)('name %s: %s', (invariant, _, damage) => {
    const made = machine()
    const [address, value] = damage(made)
    made.objects.space.i32[address >> 2] = value
    const found = checkMemory(made.objects.space, made.objects.roots)
    expect(found.map((complaint) => complaint.invariant)).toContain(invariant)
  })
})
