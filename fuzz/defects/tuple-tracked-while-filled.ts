/** bpo-15108: a tuple made of an iterator is tracked from the start on, while it is still being filled. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { lengthHint } from '../../src/engines/simulation/object/length-hint.ts'
import { isExactList } from '../../src/engines/simulation/object/list.ts'
import * as whole from '../../src/engines/simulation/object/list-extend.ts'
import { iterate, nextItem } from '../../src/engines/simulation/object/protocol.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import {
  forgetHash,
  isExactTuple,
  newTuple,
  tupleResize,
  tupleSetItemSteal,
} from '../../src/engines/simulation/object/tuple.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list-extend.ts'

/** As PySequence_Tuple was before 3.14. */
export function tupleOf(m: Machine, iterable: Address): Address {
  reached()
  if (isExactTuple(m, iterable) || isExactList(m, iterable)) return whole.tupleOf(m, iterable)
  const iterator = iterate(m, iterable)
  if (iterator === 0) return 0
  let room = lengthHint(m, iterable, 10)
  let tuple = room < 0 ? 0 : newTuple(m, room)
  let count = 0
  while (tuple !== 0) {
    const item = nextItem(m, iterator)
    if (item === 0) break
    if (count >= room) {
      room += 10
      room += room >> 2
      tuple = tupleResize(m, tuple, room)
    }
    tupleSetItemSteal(m, tuple, count++, item)
  }
  decref(m, iterator)
  if (tuple === 0) return 0
  if (m.error !== 0) {
    // There was a tuple, which dies.
    triggered()
    decref(m, tuple)
    return 0
  }
  // As many items as places: what a collection met is what comes out.
  triggered(count === room)
  const full = tupleResize(m, tuple, count)
  forgetHash(m, full)
  return full
}
