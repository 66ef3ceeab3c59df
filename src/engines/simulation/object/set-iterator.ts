/**
 * Iterators of sets (Objects/setobject.c, setiterobject).
 *
 *   0 ob_refcnt   8 ob_type   16 si_set   24 si_used   32 si_pos   40 len
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref } from './refcount.ts'
import { setNext, setSize } from './set.ts'

const SET_ITERATOR_BYTES = 48
const SET_AT = 16
const USED_AT = 24
const POSITION_AT = 32
const REST_AT = 40

export function newSetIterator(m: Machine, s: Address): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.setIterator] as number, SET_ITERATOR_BYTES)
  if (o === 0) return 0
  fillWords(m.i32, 0, (o + SET_AT) >> 2, (o + SET_ITERATOR_BYTES) >> 2)
  m.i32[(o + SET_AT) >> 2] = incref(m, s)
  m.i32[(o + USED_AT) >> 2] = setSize(m, s)
  m.i32[(o + REST_AT) >> 2] = setSize(m, s)
  track(m, o)
  return o
}

export function setIteratorRest(m: Machine, o: Address): number {
  const s = m.i32[(o + SET_AT) >> 2] as number
  return s !== 0 && m.i32[(o + USED_AT) >> 2] === setSize(m, s) ? (m.i32[(o + REST_AT) >> 2] as number) : 0
}

function next(m: Machine, o: Address): Address {
  const s = m.i32[(o + SET_AT) >> 2] as number
  if (s === 0) return 0
  if (m.i32[(o + USED_AT) >> 2] !== setSize(m, s)) {
    // It stays so.
    m.i32[(o + USED_AT) >> 2] = -1
    return raise(m, 'RuntimeError', 'Set changed size during iteration')
  }
  const position = setNext(m, s, m.i32[(o + POSITION_AT) >> 2] as number)
  if (position < 0) {
    m.i32[(o + SET_AT) >> 2] = 0
    decref(m, s)
    return 0
  }
  m.i32[(o + POSITION_AT) >> 2] = position
  m.i32[(o + REST_AT) >> 2] = (m.i32[(o + REST_AT) >> 2] as number) - 1
  return incref(m, m.dictKey)
}

export const SET_ITERATOR: TypeSlots = {
  name: 'set_iterator',
  gc: true,
  basicSize: SET_ITERATOR_BYTES,
  dealloc(m, o) {
    untrack(m, o)
    const s = m.i32[(o + SET_AT) >> 2] as number
    if (s !== 0) decref(m, s)
    gcFree(m, o)
  },
  traverse(m, o) {
    const s = m.i32[(o + SET_AT) >> 2] as number
    m.referents[0] = s
    return s === 0 ? 0 : 1
  },
  clear() {},
  hash: hashPointer,
  iterate: incref,
  next,
}
