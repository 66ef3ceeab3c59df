/**
 * A heap of so many live objects in one address space of 2 GiB: what an object costs to make and to collect (a full
 * collection that frees nothing) in processor time, and the memory of the process beside what the layout needs: what the
 * simulated allocators have asked of their system. Each object refers to the one before it. A process of its own for each
 * size (parts/memory.ts): beneath some MiB the ratio of memory says nothing.
 *
 *   node dist/bench/heap-of-one-size.js P|S SIZE
 */
import { collect } from '../src/engines/simulation/gc/collect.ts'
import type { Machine } from '../src/engines/simulation/machine.ts'
import { dictGetInterned } from '../src/engines/simulation/object/dict.ts'
import { newInstance } from '../src/engines/simulation/object/instance.ts'
import { setAttribute } from '../src/engines/simulation/object/protocol.ts'
import { decref } from '../src/engines/simulation/object/refcount.ts'
import { intern } from '../src/engines/simulation/object/str.ts'
import { bootWith } from './booted.ts'
import { processorMs } from './clocks.ts'

const SPACE_BYTES = 2 ** 31
const CLASSES = `class P:\n    pass\nclass S:\n    __slots__ = ('a', 'b')\n`
const COLLECTIONS = 3
const WARM_UP = 200_000

export interface HeapOfOneSize {
  readonly makeNs: number
  readonly collectNs: readonly number[]
  /** Bytes an object, of the simulated layout and of this process. */
  readonly layoutBytes: number
  readonly residentBytes: number
}

/** All stay: each is held by the next, and the last by nobody who would let go. */
function chain(m: Machine, className: string, size: number): void {
  const type = dictGetInterned(m, m.globals, intern(m, className))
  const name = intern(m, 'a')
  let last = newInstance(m, type)
  for (let i = 1; i < size; i++) {
    const next = newInstance(m, type)
    setAttribute(m, next, name, last)
    decref(m, last)
    last = next
  }
}

function nsEach(size: number, work: () => void): number {
  const start = processorMs()
  work()
  return ((processorMs() - start) * 1e6) / size
}

const [className = 'S', count] = process.argv.slice(2)
const size = Number(count)
const warm = bootWith(CLASSES, SPACE_BYTES)
chain(warm, className, WARM_UP)
collect(warm, 2)
const rssBefore = process.memoryUsage.rss()
const m = bootWith(CLASSES, SPACE_BYTES)
const { floor, breakAddress } = m.objects.system
const makeNs = nsEach(size, () => chain(m, className, size))
const collectNs = Array.from({ length: COLLECTIONS }, () => nsEach(size, () => collect(m, 2)))
const needed = floor - m.objects.system.floor + (m.objects.system.breakAddress - breakAddress)
const resident = process.memoryUsage.rss() - rssBefore
const result: HeapOfOneSize = { makeNs, collectNs, layoutBytes: needed / size, residentBytes: resident / size }
console.log(JSON.stringify(result))
