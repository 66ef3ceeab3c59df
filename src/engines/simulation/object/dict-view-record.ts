/**
 * The record of a dict's view (Objects/dictobject.c, _PyDictViewObject).
 *
 *   0 ob_refcnt   8 ob_type   16 dv_dict
 */
import { gcAlloc, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { incref } from './refcount.ts'

export const VIEW_BYTES = 24
const DICT_AT = 16

export function newDictView(m: Machine, kind: number, d: Address): Address {
  const o = gcAlloc(m, m.typeByKind[kind] as number, VIEW_BYTES)
  if (o === 0) return 0
  m.i32[(o + DICT_AT) >> 2] = incref(m, d)
  m.i32[((o + DICT_AT) >> 2) + 1] = 0
  track(m, o)
  return o
}

/** Borrowed. */
export function viewedDict(m: Machine, o: Address): Address {
  return m.i32[(o + DICT_AT) >> 2] as number
}
