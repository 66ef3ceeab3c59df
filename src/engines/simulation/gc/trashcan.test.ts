/** Deep structures: no overflow of the stack of JavaScript, and nothing is left over. */
import { describe, expect, test } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { listAppend, newList } from '../object/list.ts'
import { decref } from '../object/refcount.ts'
import { syntheticHeap } from './synthetic-heap.ts'

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

describe('a deep structure', () => {
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
