/**
 * The simulation's object allocator by itself: nanoseconds for making and freeing one block, by size, in five patterns,
 * and for going back to the image of a machine. Prints the median and the spread of seven runs after a warm-up.
 *
 *   pairs    a block is made and freed at once            alone    as pairs, but it is the only one of its pool
 *   sweep    100,000 are made, then freed in that order   reverse  freed in the opposite order
 *   mixed    a random one of 10,000 is replaced
 *
 *   node dist/bench/simulation/allocator-speed.js
 */
import { monotonicMs } from '../../src/base/clock.ts'
import { Prng } from '../../src/base/prng.ts'
import { AddressSpace } from '../../src/engines/simulation/memory/address-space.ts'
import { ObjectAllocator } from '../../src/engines/simulation/memory/object-allocator.ts'

const RUNS = 7
const BLOCKS = 100_000
const SIZES = [16, 32, 48, 64, 128, 256, 512, 600, 4000]
const MIB = 2 ** 20

const blocks = new Int32Array(BLOCKS)
const places = new Int32Array(BLOCKS)
const prng = new Prng(1)
for (let i = 0; i < BLOCKS; i++) places[i] = prng.below(10_000)

/** Each makes and frees BLOCKS blocks. */
const PATTERNS: Readonly<Record<string, (objects: ObjectAllocator, size: number) => void>> = {
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
    for (let i = 0; i < 10_000; i++) blocks[i] = objects.alloc(size)
    for (let i = 0; i < BLOCKS - 10_000; i++) {
      const place = places[i] as number
      objects.free(blocks[place] as number)
      blocks[place] = objects.alloc(size)
    }
    for (let i = 0; i < 10_000; i++) objects.free(blocks[i] as number)
  },
}

/** Median and extremes of what `run` takes, in nanoseconds for each of `count`. */
function measure(count: number, run: () => void): string {
  for (let i = 0; i < 3; i++) run()
  const times = Array.from({ length: RUNS }, () => {
    const start = monotonicMs()
    run()
    return ((monotonicMs() - start) * 1e6) / count
  }).sort((a, b) => a - b)
  const [lowest, median, highest] = [times[0], times[RUNS >> 1], times[RUNS - 1]] as [number, number, number]
  return `${median.toFixed(1)} (${lowest.toFixed(1)}–${highest.toFixed(1)})`
}

const objects = new ObjectAllocator(new AddressSpace(1024 * MIB))
// As in a running machine: all classes and patterns go through the same code before anything is timed.
for (const size of SIZES) for (const pattern of Object.values(PATTERNS)) pattern(objects, size)
console.log('nanoseconds for one alloc and one free, median (lowest–highest)')
for (const size of SIZES) {
  const cells = Object.entries(PATTERNS).map(([name, pattern]) => {
    return `${name} ${measure(BLOCKS, () => pattern(objects, size))}`
  })
  console.log(`${String(size).padStart(5)} bytes: ${cells.join(', ')}`)
}

const booted = new ObjectAllocator(new AddressSpace(64 * MIB))
booted.space.takeStatic(40_000)
for (let i = 0; i < 1000; i++) booted.alloc(1 + ((i * 37) % 400))
const image = booted.space.snapshot(booted.usedRanges())
const restored = measure(10_000, () => {
  for (let i = 0; i < 10_000; i++) booted.space.restore(image)
})
console.log(`going back to an image of ${image.sizeBytes} bytes: ${restored} ns`)
const small = new ObjectAllocator(new AddressSpace(64 * MIB))
small.space.takeStatic(40_000)
const smallImage = small.space.snapshot(small.usedRanges())
const smallRestored = measure(10_000, () => {
  for (let i = 0; i < 10_000; i++) small.space.restore(smallImage)
})
console.log(`going back to an image of ${smallImage.sizeBytes} bytes: ${smallRestored} ns`)
