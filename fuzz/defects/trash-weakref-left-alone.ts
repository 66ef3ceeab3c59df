/** bpo-38006: a weakref that is trash keeps its referent when that is not known to be trash. */

import { headOf, initList, merge, move, PREV_COLLECTING } from '../../src/engines/simulation/gc/gc-list.ts'
import * as whole from '../../src/engines/simulation/gc/handle-weakrefs.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { type Address, GC_PREV } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { WR_OBJECT } from '../../src/engines/simulation/object/weakref.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-weakrefs.ts'

/** As the whole one, but for the members that are weakrefs themselves. */
export function handleWeakrefs(m: Machine, unreachable: Address, old: Address, clearsPlain: boolean): number {
  reached()
  const apart: Address[] = []
  for (const o of membersOf(m, unreachable)) {
    const target = kindOf(m, o) === Kind.weakref ? (m.i32[(o + WR_OBJECT) >> 2] as number) : m.None
    if (target === m.None || ((m.i32[(target + GC_PREV) >> 2] as number) & PREV_COLLECTING) !== 0) continue
    apart.push(o)
  }
  const { callingBack } = m.gc
  initList(m, callingBack)
  for (const o of apart) move(m, headOf(o), callingBack)
  const aside = membersOf(m, callingBack)
  initList(m, m.gc.seen)
  merge(m, callingBack, m.gc.seen)
  const freed = whole.handleWeakrefs(m, unreachable, old, clearsPlain)
  triggered(aside.length > 0)
  merge(m, m.gc.seen, unreachable)
  return freed
}
