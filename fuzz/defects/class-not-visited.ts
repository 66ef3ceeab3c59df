/** bpo-40217: instances do not visit their class, so that cycles through a class are never seen. */

import * as whole from '../../src/engines/simulation/gc/deduce-unreachable.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { decref, incref, kindOf, typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { membersOf } from './gc-members.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/deduce-unreachable.ts'

/** A class gets a reference more for each instance that does not tell of it. */
export function deduceUnreachable(m: Machine, base: Address, unreachable: Address): number {
  reached()
  const types = membersOf(m, base)
    .filter((o) => kindOf(m, o) === Kind.instance)
    .map((o) => typeOf(m, o))
  for (const type of types) incref(m, type)
  const before = types.length
  const dead = whole.deduceUnreachable(m, base, unreachable)
  triggered(before > 0)
  for (const type of types) decref(m, type)
  return dead
}
