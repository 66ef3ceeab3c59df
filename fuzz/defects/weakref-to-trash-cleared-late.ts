/** SF 1055820: weakrefs to trash without a callback are cleared only after the callbacks ran. */

import * as whole from '../../src/engines/simulation/gc/handle-weakrefs.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { firstWeakref } from '../../src/engines/simulation/object/weakref.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-weakrefs.ts'

export function handleWeakrefs(m: Machine, unreachable: Address, old: Address, _clearsPlain: boolean): number {
  reached()
  const freed = whole.handleWeakrefs(m, unreachable, old, false)
  for (const o of membersOf(m, unreachable)) triggered(freed > 0 && firstWeakref(m, o) !== 0)
  whole.clearWeakrefsTo(m, unreachable)
  return freed
}
