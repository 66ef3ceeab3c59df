/** gh-91636: a weakref that a finalizer made stays when its referent is cleared. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { firstWeakref } from '../../src/engines/simulation/object/weakref.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-weakrefs.ts'

export function clearWeakrefsTo(m: Machine, list: Address): void {
  reached()
  for (const o of membersOf(m, list)) triggered(firstWeakref(m, o) !== 0)
}
