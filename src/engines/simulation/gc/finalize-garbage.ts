/**
 * Finalizers of trash, in list order, each object's only once (finalize_garbage; PEP 442). A finalizer may free members
 * of the list or make them reachable again, so each is taken from the front and put aside before its finalizer runs.
 * Postcondition: the list has the members that still exist, in the same order, and each finalizer of theirs has run:
 * `finalizer-at-most-once`.
 */
import type { Machine } from '../machine.ts'
import { type Address, GC_PREV, OB_TYPE, TP_FINALIZE } from '../memory/layout.ts'
import { decref, incref } from '../object/refcount.ts'
import { initList, isEmpty, merge, move, nextOf, objectOf, PREV_FINALIZED } from './gc-list.ts'

export function finalizeGarbage(m: Machine, collectable: Address): void {
  const { seen } = m.gc
  initList(m, seen)
  while (!isEmpty(m, collectable)) {
    const head = nextOf(m, collectable)
    const o = objectOf(head)
    move(m, head, seen)
    const type = m.i32[(o + OB_TYPE) >> 2] as number
    if (m.i32[(type + TP_FINALIZE) >> 2] === 0) continue
    const prevAt = (o + GC_PREV) >> 2
    if (((m.i32[prevAt] as number) & PREV_FINALIZED) !== 0) continue
    m.i32[prevAt] = (m.i32[prevAt] as number) | PREV_FINALIZED
    incref(m, o)
    m.services.callFinalizer(m, o)
    decref(m, o)
  }
  merge(m, seen, collectable)
}
