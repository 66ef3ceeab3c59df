/**
 * Objects of the interpreter itself that the collector's lists do not show: they count as tracked, but each is alone in
 * a ring of its own. To a collection they are what refers from outside.
 */

import { isTracked, track, untrack } from '../gc/gc-alloc.ts'
import { headOf, setNext } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import { type Address, GC_PREV } from '../memory/layout.ts'

export function hide(m: Machine, o: Address): Address {
  if (!isTracked(m, o)) track(m, o)
  untrack(m, o)
  const head = headOf(o)
  setNext(m, head, head)
  m.i32[(o + GC_PREV) >> 2] = head
  return o
}
