/**
 * The trashcan: deallocations nested too deep are put off (_PyTrash_begin, Py_TRASHCAN_BEGIN … END,
 * _PyTrash_thread_deposit_object, _PyTrash_thread_destroy_chain). Deferred objects have the count 0, are untracked, and
 * are linked through their GC heads, the last one put off first.
 *
 *   −16 _gc_next: 0   −8 _gc_prev: the one put off before | flags
 *
 * Up to 3.12 the chain is destroyed when the outermost deallocation ends; in 3.13, where the limit is what is left of the
 * 10,000 C calls that may nest, when there is room for twice the headroom again. Diverges: calls that other C code nests
 * are not counted; from 3.14 on the limit is where the C stack ends, here that of 3.13; a thread whose stack is too small
 * begins at PHYSICAL_DEPTH. Only structures as deep as that show it, in the order in which deferred ones die.
 */
import { isMainThread, resourceLimits } from 'node:worker_threads'
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, GC_NEXT, GC_PREV } from '../memory/layout.ts'
import { slotsOf } from '../object/refcount.ts'
import { PREV_FINALIZED, PREV_MASK } from './gc-list.ts'

/** What one level takes of the stack of JavaScript at most, before V8 has compiled it. */
const LEVEL_BYTES = 1600
/** Levels of nested deallocation that the stack surely has room for; that of a main thread has about a megabyte. */
const PHYSICAL_DEPTH = isMainThread ? 600 : Math.floor(((resourceLimits.stackSizeMb ?? 1) * 2 ** 20) / LEVEL_BYTES)

/** False: `o` was put off and dies later, the caller returns at once. Else `trashcanEnd` must follow. */
export function trashcanBegin(m: Machine, o: Address): boolean {
  assert(m.i32[(o + GC_NEXT) >> 2] === 0, 'what-dies-is-untracked')
  if (m.deallocDepth >= depthLimit(m)) {
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
  const { trashcanHeadroom } = m.dialect
  const resumesAt = trashcanHeadroom === 0 ? 0 : depthLimit(m) - trashcanHeadroom - 1
  if (m.deallocDepth <= resumesAt) destroyChain(m)
}

function depthLimit(m: Machine): number {
  return Math.min(m.dialect.trashcanDepth, PHYSICAL_DEPTH)
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
