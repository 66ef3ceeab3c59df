/**
 * Objects with a GC head: made, tracked, untracked, freed (_PyObject_GC_Alloc, PyObject_GC_Track, PyObject_GC_UnTrack,
 * PyObject_GC_Del). The young generation's count goes up with every such allocation, tracked or not.
 */

import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import {
  type Address,
  GC_HEAD_BYTES,
  GC_NEXT,
  GC_PREV,
  OB_REFCNT,
  OB_TYPE,
  type SizeBytes,
  TP_FLAGS,
  TPFLAGS_HEAPTYPE,
} from '../memory/layout.ts'
import { incref } from '../object/refcount.ts'
import { requestBlock, requestRoom } from '../object/request-memory.ts'
import { countAllocation, countDown } from './allocation-count.ts'
import { append, headOf, PREV_FINALIZED, remove, setSpaceOf } from './gc-list.ts'

/** Memory for an object of `sizeBytes` behind its GC head and `preHeaderBytes`; 0 with MemoryError set. */
export function gcAlloc(m: Machine, type: Address, sizeBytes: SizeBytes, preHeaderBytes = 0): Address {
  const block = requestBlock(m, preHeaderBytes + GC_HEAD_BYTES + sizeBytes)
  if (block === 0) return 0
  const o = block + preHeaderBytes + GC_HEAD_BYTES
  fillWords(m.i32, 0, block >> 2, o >> 2)
  countAllocation(m)
  initObject(m, o, type)
  return o
}

/** Count and type of a new object; the high halves of both are cleared. */
export function initObject(m: Machine, o: Address, type: Address): void {
  m.i32[(o + OB_REFCNT) >> 2] = 1
  m.i32[((o + OB_REFCNT) >> 2) + 1] = 0
  m.i32[(o + OB_TYPE) >> 2] = type
  m.i32[((o + OB_TYPE) >> 2) + 1] = 0
  if (((m.i32[(type + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) !== 0) incref(m, type)
}

/** An object from a free list is new, but was not allocated: only its count and type are set. */
export function track(m: Machine, o: Address): void {
  assert(!isTracked(m, o), 'an-object-is-tracked-once')
  const { gc } = m
  append(m, headOf(o), gc.heads[0])
  if (gc.incremental) countTracked(m, o)
  if (m.watcher !== null) m.watcher.tracked(o)
}

/** 3.14.0–3.14.4: a tracked object is new, and belongs to the space that is not visited yet. */
function countTracked(m: Machine, o: Address): void {
  const { gc } = m
  setSpaceOf(m, headOf(o), (gc.visitedSpace ^ 1) as 0 | 1)
  gc.heapSize++
  if (m.watcher !== null) m.watcher.counted(1)
  if (++gc.counts[0] > gc.thresholds[0] && gc.thresholds[0] > 0 && gc.enabled && !gc.collecting) gc.due = true
}

export function untrack(m: Machine, o: Address): void {
  if (!isTracked(m, o)) return
  remove(m, headOf(o))
  if (m.gc.incremental) {
    m.gc.heapSize--
    if (m.gc.counts[0] > 0) countDown(m)
  }
  if (m.watcher !== null) m.watcher.untracked(o)
  // The mark of a finalizer that ran stays.
  m.i32[(o + GC_PREV) >> 2] = (m.i32[(o + GC_PREV) >> 2] as number) & PREV_FINALIZED
}

export function isTracked(m: Machine, o: Address): boolean {
  return m.i32[(o + GC_NEXT) >> 2] !== 0
}

/** Gives the memory back; the object is untracked by then. */
export function gcFree(m: Machine, o: Address, preHeaderBytes = 0): void {
  assert(!isTracked(m, o), 'no-tracked-object-is-freed')
  if (m.watcher !== null) m.watcher.died(o)
  free(m, o - GC_HEAD_BYTES - preHeaderBytes)
}

function free(m: Machine, block: Address): void {
  if (m.gc.counts[0] > 0 && !m.gc.incremental) countDown(m)
  m.objects.free(block)
}

/** Runs `meanwhile` while there is an object of that size that nobody sees, but which counts. */
export function besideUnseen(m: Machine, sizeBytes: SizeBytes, meanwhile: () => void): void {
  const block = requestBlock(m, GC_HEAD_BYTES + sizeBytes)
  countAllocation(m)
  meanwhile()
  free(m, block)
}

/**
 * Another size for an untracked object, which may move; not a new allocation for the counts (_PyObject_GC_Resize). 0 with
 * MemoryError set: then it is as it was.
 */
export function gcResize(m: Machine, o: Address, sizeBytes: SizeBytes): Address {
  assert(!isTracked(m, o), 'no-tracked-object-is-resized')
  const block = requestRoom(m, o - GC_HEAD_BYTES, GC_HEAD_BYTES + sizeBytes)
  return block === 0 ? 0 : block + GC_HEAD_BYTES
}
