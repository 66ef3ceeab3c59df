/** Deep structures: no overflow of the stack of JavaScript, and nothing is left over. */
import { describe, expect, test } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import { linesOf } from '../frame/run-text.test-support.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { listAppend, newList } from '../object/list.ts'
import { decref } from '../object/refcount.ts'
import { syntheticHeap } from './synthetic-heap.test-support.ts'

/** Chain of `depth` lists, the outermost given back. */
function chainOfLists(m: Machine, depth: number): Address {
  let outer = newList(m, 0)
  for (let i = 1; i < depth; i++) {
    const next = newList(m, 0)
    listAppend(m, next, outer)
    decref(m, outer)
    outer = next
  }
  return outer
}

/** A chain of 230 nodes, each with a marker behind its link: lengths of the runs in which markers die in order. */
function runsOf(id: string, nodeClass: string): number[] {
  const lines = linesOf(
    id,
    `
class D:
    def __init__(self, i):
        self.i = i
    def __del__(self):
        print(self.i)
class S:
    __slots__ = ('n', 's')
class P:
    pass
h = None
for i in range(230):
    x = ${nodeClass}()
    x.n = h
    x.s = D(i)
    h = x
del x
del h`,
  )
  const runs: number[] = []
  lines.forEach((line, i) => {
    if (i > 0 && Number(line) === Number(lines[i - 1]) + 1)
      runs[runs.length - 1] = (runs[runs.length - 1] as number) + 1
    else runs.push(1)
  })
  return runs
}

describe('a deep structure', () => {
  // Asked of 3.8.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0.
  test('puts deallocations off where CPython does', () => {
    const every49 = [49, 1, 48, 1, 48, 1, 48, 1, 33]
    const withDicts = [24, 1, 24, 24, 1, 24, 24, 1, 24, 24, 1, 24, 24, 1, 9]
    for (const id of ['3.8', '3.10', '3.11', '3.12']) expect(runsOf(id, 'S')).toEqual(every49)
    for (const id of ['3.8', '3.10']) expect(runsOf(id, 'P')).toEqual(withDicts)
    for (const id of ['3.11', '3.12']) expect(runsOf(id, 'P')).toEqual(every49)
    for (const id of ['3.13.0', '3.15']) expect(runsOf(id, 'P')).toEqual([230])
  })

  for (const dialect of DIALECTS) {
    test(`of 200,000 lists dies without a deep stack, in ${dialect.semantics.id}`, () => {
      const { m } = syntheticHeap(dialect, 2 ** 26, () => {})
      const before = m.objects.allocatedBlocks
      const outer = chainOfLists(m, 200_000)
      decref(m, outer)
      // Free lists keep some, and nothing else is left.
      expect(m.objects.allocatedBlocks - before).toBeLessThanOrEqual(80)
      expect(m.deallocDepth).toBe(0)
      expect(m.deallocLater).toBe(0)
    })
  }
})
