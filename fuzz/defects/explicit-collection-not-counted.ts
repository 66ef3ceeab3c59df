/** gh-122567: a young collection that the program asked for does not count, so that it never makes an older one due. */
import * as whole from '../../src/engines/simulation/gc/generation.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/generation.ts'

export function countCollection(m: Machine, generation: whole.Generation): void {
  reached()
  const { counts } = m.gc
  const middle = counts[1]
  whole.countCollection(m, generation)
  if (generation === 0 && triggered(!m.gc.automatic)) counts[1] = middle
}
