/**
 * The simulation's object allocator by itself: what making and freeing one block costs, by size, in five patterns, beside a
 * plain C allocator of size classes; and what going back to the image of a machine costs.
 *
 *   pairs    a block is made and freed at once            alone    as pairs, but it is the only one of its pool
 *   sweep    100,000 are made, then freed in that order   reverse  freed in the opposite order
 *   mixed    a random one of 10,000 is replaced
 */
import { Prng } from '../../src/base/prng.ts'
import { AddressSpace } from '../../src/engines/simulation/memory/address-space.ts'
import { ObjectAllocator } from '../../src/engines/simulation/memory/object-allocator.ts'
import { C_SUBJECT, physicalLimit } from '../beside/physical-limit.ts'
import { nsEach } from '../clocks.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

const BLOCKS = 100_000
const MIXED = 10_000
const SIZES = [16, 32, 48, 64, 128, 256, 512, 600, 4000]
const MIB = 2 ** 20
const SUBJECT = 'simulation'
const UNIT = 'ns for one alloc and one free'

type Pattern = (objects: ObjectAllocator, size: number) => void

export const allocator: Part = {
  name: 'allocator',
  title: 'the object allocator alone',
  async measure({ short, compiler }, listener) {
    const [sizes, runs] = short ? [[16, 64, 512], 5] : [SIZES, 15]
    const objects = new ObjectAllocator(new AddressSpace(1024 * MIB))
    const patterns = makePatterns()
    // As in a running machine: all classes and patterns go through the same code before anything is timed.
    for (const size of SIZES) for (const pattern of Object.values(patterns)) pattern(objects, size)
    for (const size of sizes) {
      for (const [name, pattern] of Object.entries(patterns)) {
        const cost = await nsEach(BLOCKS, runs, () => pattern(objects, size))
        listener.row({ subject: SUBJECT, what: `${size} bytes, ${name}`, unit: UNIT }, cost)
      }
    }
    try {
      for (const [size, costs] of Object.entries(physicalLimit(compiler, 'alloc', runs, sizes)))
        for (const [name, values] of Object.entries(costs))
          listener.row({ subject: C_SUBJECT, what: `${size} bytes, ${name}`, unit: UNIT }, summarize(values))
    } catch (error) {
      listener.missing(C_SUBJECT, (error as Error).message)
    }
    for (const blocks of [1000, 0]) {
      const { sizeBytes, cost } = await restored(blocks, runs)
      listener.row({ subject: SUBJECT, what: `back to an image of ${sizeBytes} bytes`, unit: 'ns' }, cost)
    }
  },
}

/** Each makes and frees BLOCKS blocks. */
function makePatterns(): Readonly<Record<string, Pattern>> {
  const blocks = new Int32Array(BLOCKS)
  const prng = new Prng(1)
  const places = Int32Array.from({ length: BLOCKS }, () => prng.below(MIXED))
  return {
    pairs: (objects, size) => {
      // One more is alive: the pool does not go back to its arena each time.
      const kept = objects.alloc(size)
      for (let i = 0; i < BLOCKS; i++) objects.free(objects.alloc(size))
      objects.free(kept)
    },
    alone: (objects, size) => {
      for (let i = 0; i < BLOCKS; i++) objects.free(objects.alloc(size))
    },
    sweep: (objects, size) => {
      for (let i = 0; i < BLOCKS; i++) blocks[i] = objects.alloc(size)
      for (let i = 0; i < BLOCKS; i++) objects.free(blocks[i] as number)
    },
    reverse: (objects, size) => {
      for (let i = 0; i < BLOCKS; i++) blocks[i] = objects.alloc(size)
      for (let i = BLOCKS - 1; i >= 0; i--) objects.free(blocks[i] as number)
    },
    mixed: (objects, size) => {
      for (let i = 0; i < MIXED; i++) blocks[i] = objects.alloc(size)
      for (let i = 0; i < BLOCKS - MIXED; i++) {
        const place = places[i] as number
        objects.free(blocks[place] as number)
        blocks[place] = objects.alloc(size)
      }
      for (let i = 0; i < MIXED; i++) objects.free(blocks[i] as number)
    },
  }
}

async function restored(blocks: number, runs: number) {
  const booted = new ObjectAllocator(new AddressSpace(64 * MIB))
  booted.space.takeStatic(40_000)
  for (let i = 0; i < blocks; i++) booted.alloc(1 + ((i * 37) % 400))
  const image = booted.space.snapshot(booted.usedRanges())
  const cost = await nsEach(10_000, runs, () => {
    for (let i = 0; i < 10_000; i++) booted.space.restore(image)
  })
  return { sizeBytes: image.sizeBytes, cost }
}
