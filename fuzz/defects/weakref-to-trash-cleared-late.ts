/** SF 1055820: weakrefs to trash without a callback are cleared only after the callbacks ran. */

import * as whole from '../../src/engines/simulation/gc/handle-weakrefs.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { firstWeakref, nextWeakref, weakrefCallback } from '../../src/engines/simulation/object/weakref.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-weakrefs.ts'

export function handleWeakrefs(m: Machine, unreachable: Address, old: Address, _clearsPlain: boolean): number {
  reached()
  const callsBack = membersOf(m, unreachable).some((o) => hasCallback(m, o))
  const freed = whole.handleWeakrefs(m, unreachable, old, false)
  triggered(callsBack && membersOf(m, unreachable).some((o) => firstWeakref(m, o) !== 0))
  whole.clearWeakrefsTo(m, unreachable)
  return freed
}

function hasCallback(m: Machine, o: Address): boolean {
  for (let ref = firstWeakref(m, o); ref !== 0; ref = nextWeakref(m, ref))
    if (weakrefCallback(m, ref) !== 0) return true
  return false
}
