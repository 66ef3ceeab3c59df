/** Memory of an object, and what it costs to make and to look at in heaps of up to ten million, each in a process of its own. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/base/package-root.ts'
import { SIMULATED } from '../booted.ts'
import type { HeapOfOneSize } from '../heap-of-one-size.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'

const SHAPES = { S: 'slots', P: 'instance' }

export const memory: Part = {
  name: 'memory',
  title: 'heaps of live objects in one address space',
  async measure({ short }, listener) {
    const [sizes, rounds] = short ? [[1e5], 1] : [[1e5, 1e6, 1e7], 3]
    for (const [className, shape] of Object.entries(SHAPES)) {
      for (const size of sizes) {
        const heaps = Array.from({ length: rounds }, () => heapOf(className, size))
        const row = (what: string, unit: string, values: readonly number[]) =>
          listener.row({ subject: SIMULATED, what: `${shape} ${size}, ${what}`, unit }, summarize(values))
        const of = (key: 'makeNs' | 'layoutBytes' | 'residentBytes') => heaps.map((heap) => heap[key])
        row('of the layout', 'bytes an object', of('layoutBytes'))
        row('of the process', 'bytes an object', of('residentBytes'))
        row('made', 'ns an object', of('makeNs'))
        row(
          'collected, all live',
          'ns an object',
          heaps.flatMap((heap) => heap.collectNs),
        )
      }
    }
  },
}

function heapOf(className: string, size: number): HeapOfOneSize {
  const script = join(packageRoot, 'dist', 'bench', 'heap-of-one-size.js')
  return JSON.parse(execFileSync(process.execPath, [script, className, String(size)], { encoding: 'utf8' }))
}
