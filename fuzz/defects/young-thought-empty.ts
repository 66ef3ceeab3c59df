/** PR 108038: what finalizers make during a young collection is taken for old. */

import { isEmpty, merge } from '../../src/engines/simulation/gc/gc-list.ts'
import type { Generation } from '../../src/engines/simulation/gc/generation.ts'
import * as whole from '../../src/engines/simulation/gc/incremental.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/incremental.ts'

export function collectIncremental(m: Machine, generation: Generation, region: whole.CollectRegion): number {
  reached()
  const collected = whole.collectIncremental(m, generation, region)
  const [young] = m.gc.heads
  triggered(!isEmpty(m, young))
  merge(m, young, m.gc.heads[(1 + m.gc.visitedSpace) as Generation])
  return collected
}
