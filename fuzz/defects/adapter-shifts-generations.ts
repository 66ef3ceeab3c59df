/** The border between the youngest generation and the next is read one object too early. */
import * as whole from '../../src/engines/python/pack-nodes.ts'
import type { Snapshot } from '../../src/observation/observations.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/python/pack-nodes.ts'

export function packNodes(...given: Parameters<typeof whole.packNodes>): Snapshot {
  reached()
  const snapshot = whole.packNodes(...given)
  const last = snapshot.generations.lastIndexOf(0)
  if (!triggered(last >= 0)) return snapshot
  const generations = snapshot.generations.slice()
  generations[last] = 1
  return { ...snapshot, generations }
}
