/** bpo-37879: the dealloc of a subclass and that of its base both release the class of the instance. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { decref, incref, refcountOf, typeOf } from '../../src/engines/simulation/object/refcount.ts'
import * as whole from '../../src/engines/simulation/object/subclass-life.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/subclass-life.ts'

export function deallocSubclass(m: Machine, o: Address): void {
  reached()
  const type = incref(m, typeOf(m, o))
  const before = refcountOf(m, type)
  whole.deallocSubclass(m, o)
  const isReleased = refcountOf(m, type) < before
  decref(m, type)
  // The last instance of a class that is gone already leaves nothing to release.
  if (isReleased && before > 2 && triggered()) decref(m, type)
}
