/** An exception of a finalizer or a callback is dropped without a word. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/frame/unraisable.ts'

export function reportUnraisable(m: Machine, _context: Address): void {
  reached()
  triggered()
  decref(m, m.error)
  m.error = 0
}
