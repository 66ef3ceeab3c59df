import { describe, expect, it } from 'vitest'
import { Prng } from '../../../base/prng.ts'
import { checkRawChunks } from '../check/raw-chunks.ts'
import { AddressSpace } from './address-space.ts'
import { ObjectAllocator } from './object-allocator.ts'

const MIB = 2 ** 20
const fresh = () => new ObjectAllocator(new AddressSpace(128 * MIB))

describe('the raw allocator', () => {
  it.each([600, 1000, 5000, 100_000])('gives an equal request the block of %i bytes that was freed', (size) => {
    const { raw } = fresh()
    raw.malloc(64)
    const block = raw.malloc(size)
    raw.malloc(64)
    raw.free(block)
    expect(raw.malloc(size)).toBe(block)
  })

  it('gives zeroed memory where it is asked to', () => {
    const { raw, space } = fresh()
    const block = raw.malloc(2000)
    space.u8.fill(1, block, block + 2000)
    raw.free(block)
    expect(raw.calloc(2000)).toBe(block)
    expect(space.u8.subarray(block, block + 2000).every((byte) => byte === 0)).toBe(true)
  })

  it('stops at a second free', () => {
    const { raw } = fresh()
    const block = raw.malloc(700)
    raw.free(block)
    expect(() => raw.free(block)).toThrow('freed-once')
  })

  it('grows the last block where it lies, and gives memory back when it is free', () => {
    const { raw, system } = fresh()
    const block = raw.malloc(2000)
    expect(raw.realloc(block, 4 * MIB)).toBe(block)
    const before = system.breakAddress
    raw.free(block)
    expect(before - system.breakAddress).toBeGreaterThan(3 * MIB)
  })

  it('says 0 for more than there is, and keeps what it has', () => {
    const { raw, space, roots } = fresh()
    const block = raw.malloc(2000)
    expect(raw.malloc(200 * MIB)).toBe(0)
    expect(raw.realloc(block, 127 * MIB)).toBe(0)
    expect(raw.usableBytes(block)).toBeGreaterThanOrEqual(2000)
    expect(checkRawChunks(space, roots)).toEqual([])
  })

  it.each([1, 2, 3])('agrees with a naive model, seed %i', (seed) => {
    const { raw, space, roots } = fresh()
    const prng = new Prng(seed)
    const live: { block: number; size: number; stamp: number }[] = []
    const drawSize = () => prng.below(prng.pick([50, 700, 1100, 9000, 300_000]))
    const holds = (block: number, size: number, stamp: number) =>
      size === 0 || (space.u8[block] === stamp && space.u8[block + size - 1] === stamp)
    for (let i = 0; i < 6000; i++) {
      if (live.length === 0 || prng.percent(i % 2000 < 1300 ? 55 : 25)) {
        const size = drawSize()
        const stamp = prng.below(256)
        const block = raw.malloc(size)
        expect(block % 16).toBe(0)
        space.u8.fill(stamp, block, block + size)
        live.push({ block, size, stamp })
      } else {
        const index = prng.below(live.length)
        const entry = live[index]!
        expect(holds(entry.block, entry.size, entry.stamp)).toBe(true)
        if (prng.percent(60)) {
          raw.free(entry.block)
          live.splice(index, 1)
        } else {
          const size = drawSize()
          entry.block = raw.realloc(entry.block, size)
          expect(holds(entry.block, Math.min(1, size, entry.size), entry.stamp)).toBe(true)
          space.u8.fill(entry.stamp, entry.block, entry.block + size)
          entry.size = size
        }
      }
      if (i % 20 === 0) expect(checkRawChunks(space, roots)).toEqual([])
    }
    const sorted = live.toSorted((a, b) => a.block - b.block)
    sorted.forEach(({ block, size }, i) => {
      expect(block + size).toBeLessThanOrEqual(sorted[i + 1]?.block ?? Number.POSITIVE_INFINITY)
    })
  })
})
