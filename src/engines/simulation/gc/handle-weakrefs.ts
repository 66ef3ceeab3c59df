/**
 * Weakrefs to trash, before any finalizer runs (handle_weakrefs; from 3.15 on handle_weakref_callbacks). What is cleared
 * now is decided by `Semantics.plainWeakrefsClearedFirst`, what is cleared after the finalizers by
 * `lateWeakrefsCallBack`: the order of the steps is in collect.ts.
 *
 * Postcondition: no weakref with a callback leads to trash (3.15), or none at all; the callbacks of weakrefs that are
 * not trash themselves were called, most recent weakref first, referents in list order.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, GC_PREV, OB_TYPE, TP_WEAKLISTOFFSET } from '../memory/layout.ts'
import { isWeakrefKind } from '../object/kinds.ts'
import { decref, incref, kindOf } from '../object/refcount.ts'
import { detachWeakref, WR_CALLBACK, WR_NEXT } from '../object/weakref.ts'
import { headOf, initList, isEmpty, move, nextOf, objectOf, PREV_COLLECTING, setSpaceOf } from './gc-list.ts'

/** Gives how many weakrefs died when their callbacks had run. */
export function handleWeakrefs(m: Machine, unreachable: Address, old: Address, clearsPlain: boolean): number {
  const { callingBack } = m.gc
  initList(m, callingBack)
  for (let head = nextOf(m, unreachable); head !== unreachable; head = nextOf(m, head)) {
    const o = objectOf(head)
    // A weakref that is trash must never call back: its callback could see objects that are cleared already.
    if (clearsPlain && isWeakrefKind(kindOf(m, o))) detachWeakref(m, o)
    const listAt = weaklistOf(m, o)
    if (listAt === 0) continue
    for (let ref = m.i32[listAt >> 2] as number; ref !== 0; ) {
      const next = m.i32[(ref + WR_NEXT) >> 2] as number
      const callsBack = m.i32[(ref + WR_CALLBACK) >> 2] !== 0
      if (callsBack || clearsPlain) detachWeakref(m, ref)
      if (callsBack && !isCollecting(m, ref)) {
        incref(m, ref)
        move(m, headOf(ref), callingBack)
      }
      ref = next
    }
  }
  return callBack(m, callingBack, old)
}

/** The callbacks that are still to be called; weakrefs that live on join `old`. */
function callBack(m: Machine, callingBack: Address, old: Address): number {
  let freed = 0
  while (!isEmpty(m, callingBack)) {
    const head = nextOf(m, callingBack)
    const ref = objectOf(head)
    const callback = m.i32[(ref + WR_CALLBACK) >> 2] as number
    assert(callback !== 0, 'a-weakref-that-calls-back-has-a-callback')
    m.watcher?.calledBack(ref)
    const result = m.services.call(m, callback, [ref])
    if (result === 0) m.services.unraisable(m, callback)
    else decref(m, result)
    decref(m, ref)
    if (nextOf(m, callingBack) === head) {
      if (m.gc.incremental) setSpaceOf(m, head, m.gc.visitedSpace)
      move(m, head, old)
    } else freed++
  }
  return freed
}

/** No weakref leads to any member any more; nothing is called (clear_weakrefs: 3.13.3+, 3.14.5+). */
export function clearWeakrefsTo(m: Machine, list: Address): void {
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
    const o = objectOf(head)
    if (isWeakrefKind(kindOf(m, o))) detachWeakref(m, o)
    const listAt = weaklistOf(m, o)
    if (listAt === 0) continue
    for (let ref = m.i32[listAt >> 2] as number; ref !== 0; ref = m.i32[listAt >> 2] as number) detachWeakref(m, ref)
  }
}

/** Where the pointer to an object's weakrefs lies; 0 where it can have none. */
function weaklistOf(m: Machine, o: Address): Address {
  const offset = m.i32[((m.i32[(o + OB_TYPE) >> 2] as number) + TP_WEAKLISTOFFSET) >> 2] as number
  return offset === 0 ? 0 : o + offset
}

function isCollecting(m: Machine, o: Address): boolean {
  return ((m.i32[(o + GC_PREV) >> 2] as number) & PREV_COLLECTING) !== 0
}
