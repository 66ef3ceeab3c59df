/**
 * The trashcan: deallocations nested too deep are put off (_PyTrash_begin, Py_TRASHCAN_BEGIN … END,
 * _PyTrash_thread_deposit_object, _PyTrash_thread_destroy_chain). Deferred objects have the count 0, are untracked, and
 * are linked through their GC heads, the last one put off first.
 *
 *   −16 _gc_next: 0   −8 _gc_prev: the one put off before | flags
 *
 * Up to 3.12 the chain is destroyed when the outermost deallocation ends; from 3.13 on when there is room for twice the
 * headroom again. Diverges: 3.13+ begins at about 9,900 levels, or where the C stack ends; here at PHYSICAL_DEPTH, for
 * the stack of JavaScript is smaller. Only deeper structures show it, in the order in which deferred ones die.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, GC_NEXT, GC_PREV } from '../memory/layout.ts'
import { slotsOf } from '../object/refcount.ts'
import { PREV_FINALIZED, PREV_MASK } from './gc-list.ts'

/** Levels of nested deallocation that the stack of JavaScript surely has room for. */
const PHYSICAL_DEPTH = 600
/** Py_TRASHCAN_HEADROOM: 3.13+ destroys the chain once this much more room is there than where it began to defer. */
const HEADROOM = 50

/** False: `o` was put off and dies later, the caller returns at once. Else `trashcanEnd` must follow. */
export function trashcanBegin(m: Machine, o: Address): boolean {
  assert(m.i32[(o + GC_NEXT) >> 2] === 0, 'what-dies-is-untracked')
  if (m.deallocDepth >= Math.min(m.dialect.trashcanDepth, PHYSICAL_DEPTH)) {
    const at = (o + GC_PREV) >> 2
    m.i32[at] = ((m.i32[at] as number) & PREV_FINALIZED) | m.deallocLater
    m.deallocLater = o
    return false
  }
  m.deallocDepth++
  return true
}

export function trashcanEnd(m: Machine): void {
  m.deallocDepth--
  if (m.deallocLater === 0) return
  const resumesAt = m.dialect.trashcanDepth < PHYSICAL_DEPTH ? 0 : PHYSICAL_DEPTH - HEADROOM - 1
  if (m.deallocDepth <= resumesAt) destroyChain(m)
}

function destroyChain(m: Machine): void {
  // One level deeper, so that the end of one of these deallocations does not begin a chain inside the chain.
  m.deallocDepth++
  while (m.deallocLater !== 0) {
    const o = m.deallocLater
    const at = (o + GC_PREV) >> 2
    m.deallocLater = (m.i32[at] as number) & PREV_MASK
    m.i32[at] = (m.i32[at] as number) & PREV_FINALIZED
    slotsOf(m, o).dealloc(m, o)
  }
  m.deallocDepth--
}
