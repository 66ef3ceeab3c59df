import { describe, expect, it } from 'vitest'
import { Fault } from '../abort.ts'
import { checkSegments } from '../check/segments.ts'
import { AddressSpace } from './address-space.ts'
import { ObjectAllocator } from './object-allocator.ts'

const MIB = 2 ** 20
const fresh = () => new AddressSpace(32 * MIB)

describe('segments', () => {
  it('follow each other in this order, and cover the address space', () => {
    const { segments } = fresh()
    expect(segments.map(({ name }) => name)).toEqual([
      ...['null', 'code', 'constants', 'data', 'zeroed', 'heap', 'stack', 'registers'],
    ])
    segments.forEach(({ start }, i) => {
      expect(start).toBe(i === 0 ? 0 : segments[i - 1]?.end)
    })
    expect(segments.at(-1)?.end).toBe(32 * MIB)
  })

  it('name themselves by address', () => {
    const space = fresh()
    expect(space.segmentOf(space.stackEnd - 1)?.name).toBe('stack')
    expect(space.segmentOf(-1)).toBe(undefined)
  })

  it('fault where a checked store is not permitted, and only there', () => {
    const space = fresh()
    for (const { name, start, writable } of space.segments) {
      const store = () => space.store32(start, 1)
      if (writable) expect(store, name).not.toThrow()
      else expect(store, name).toThrow(Fault)
    }
    expect(() => space.store32(-4, 1)).toThrow(Fault)
    expect(() => space.store8(32 * MIB, 1)).toThrow(Fault)
    expect(() => space.load32(0)).toThrow('a-load-comes-from-readable-memory: 0x0')
    expect(space.load32(space.dataStart)).toBe(1)
  })

  it('are full at their end', () => {
    const space = fresh()
    expect(() => space.takeConstants(2 * MIB)).toThrow('a-segment-holds-what-is-loaded')
  })

  it('give zeroed memory again after a reset to a mark', () => {
    const space = fresh()
    const mark = space.mark()
    const address = space.takeStatic(20)
    space.i32[address >> 2] = 7
    space.reset(mark)
    expect(space.takeStatic(20)).toBe(address)
    expect(space.i32[address >> 2]).toBe(0)
    expect(space.takeStatic(1)).toBe(address + 32)
  })
})

describe('what is read-only', () => {
  it('tells of an unchecked write once it is sealed', () => {
    const space = fresh()
    const { roots } = new ObjectAllocator(space)
    const code = space.takeCode(64)
    space.i32[code >> 2] = 1
    space.seal()
    expect(space.isIntact()).toBe(true)
    space.i32[(code + 60) >> 2] = 2
    expect(space.isIntact()).toBe(false)
    expect(checkSegments(space, roots).map(({ invariant }) => invariant)).toEqual(['code-and-constants-are-read-only'])
  })
})

describe('an image', () => {
  it('restores what was used, and leaves the rest', () => {
    const space = fresh()
    const data = space.takeStatic(16)
    space.i32[data >> 2] = 5
    const heap = space.heapStart
    space.i32[heap >> 2] = 6
    const image = space.snapshot([heap, heap + 16])
    space.takeStatic(16)
    space.i32.fill(9, data >> 2, (data + 32) >> 2)
    space.i32.fill(9, heap >> 2, (heap + 32) >> 2)
    space.restore(image)
    expect([space.i32[data >> 2], space.i32[(data + 16) >> 2]]).toEqual([5, 9])
    expect([space.i32[heap >> 2], space.i32[(heap + 16) >> 2]]).toEqual([6, 9])
    expect(space.dataTop).toBe(data + 16)
  })
})

describe('memory outside the heap', () => {
  it('is not counted, and giving it back does nothing', () => {
    const objects = new ObjectAllocator(fresh())
    const block = objects.outsideHeap(() => objects.alloc(64))
    expect(objects.space.segmentOf(block)?.name).toBe('data')
    objects.space.i32[block >> 2] = 3
    const moved = objects.realloc(block, 128)
    expect(objects.space.segmentOf(moved)?.name).toBe('heap')
    expect(objects.space.i32[moved >> 2]).toBe(3)
    objects.free(block)
    expect(objects.allocatedBlocks).toBe(1)
  })
})
