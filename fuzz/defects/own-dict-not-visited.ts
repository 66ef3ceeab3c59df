/** gh-130327: the collector looks past a dict that shows the values inside its instance. */

import * as whole from '../../src/engines/simulation/gc/deduce-unreachable.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/deduce-unreachable.ts'

export function deduceUnreachable(m: Machine, base: Address, unreachable: Address): number {
  reached()
  const { semantics } = m
  triggered(semantics.materializedDictVisited)
  const changed = m as { semantics: Machine['semantics'] }
  changed.semantics = { ...semantics, materializedDictVisited: false }
  const dead = whole.deduceUnreachable(m, base, unreachable)
  changed.semantics = semantics
  return dead
}
