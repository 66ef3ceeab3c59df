/** Whether an object is one that the collector may have to see (_PyObject_GC_MAY_BE_TRACKED, PyObject_IS_GC). */
import { isTracked } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE, TP_DEALLOC, TP_FLAGS, TPFLAGS_HEAPTYPE } from '../memory/layout.ts'
import { Kind } from './kinds.ts'

/** Has a GC head: static types have none, though their type says so. */
export function isGcObject(m: Machine, o: Address): boolean {
  const kind = m.i32[((m.i32[(o + OB_TYPE) >> 2] as number) + TP_DEALLOC) >> 2] as number
  if (kind === Kind.type) return ((m.i32[(o + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) !== 0
  return m.slots[kind]?.gc === true
}

export function mayBeTracked(m: Machine, o: Address): boolean {
  const type = m.i32[(o + OB_TYPE) >> 2] as number
  if (type === m.typeByKind[Kind.tuple]) return isTracked(m, o)
  return isGcObject(m, o)
}
