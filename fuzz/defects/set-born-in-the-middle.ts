/** A new set enters the middle generation. */

import * as whole from '../../src/engines/simulation/gc/gc-alloc.ts'
import { headOf, move } from '../../src/engines/simulation/gc/gc-list.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { type Address, OB_TYPE } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/gc-alloc.ts'

export function track(m: Machine, o: Address): void {
  reached()
  whole.track(m, o)
  if (m.i32[(o + OB_TYPE) >> 2] === m.typeByKind[Kind.set] && triggered()) move(m, headOf(o), m.gc.heads[1])
}
