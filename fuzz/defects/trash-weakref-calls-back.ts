/** SF 839548: a weakref that is trash, as its referent is, calls back all the same. */

import { PREV_COLLECTING } from '../../src/engines/simulation/gc/gc-list.ts'
import * as whole from '../../src/engines/simulation/gc/handle-weakrefs.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { type Address, GC_PREV } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { decref, incref, kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { WR_OBJECT, weakrefCallback } from '../../src/engines/simulation/object/weakref.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-weakrefs.ts'

export function handleWeakrefs(m: Machine, unreachable: Address, old: Address, clearsPlain: boolean): number {
  reached()
  const calling: Address[] = []
  for (const o of membersOf(m, unreachable)) {
    if (kindOf(m, o) !== Kind.weakref || weakrefCallback(m, o) === 0) continue
    const target = m.i32[(o + WR_OBJECT) >> 2] as number
    if (target !== m.None && ((m.i32[(target + GC_PREV) >> 2] as number) & PREV_COLLECTING) !== 0) {
      calling.push(incref(m, o))
    }
  }
  const freed = whole.handleWeakrefs(m, unreachable, old, clearsPlain)
  for (const ref of calling) {
    triggered()
    const result = m.services.call(m, weakrefCallback(m, ref), [ref])
    if (result === 0) m.services.unraisable(m, weakrefCallback(m, ref))
    else decref(m, result)
    decref(m, ref)
  }
  return freed
}
