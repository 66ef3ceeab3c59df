/**
 * Iterators that hold a sequence and a position in it: of list, tuple, str, bytes, bytearray (listiterobject and its
 * like). Those of lists and tuples have free lists from 3.14 on. The rows are in iterators.ts.
 *
 *   0 ob_refcnt   8 ob_type   16 it_index   24 it_seq, NULL once it is exhausted
 */
import { gcAlloc, gcFree, initObject, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { decref, incref, kindOf } from './refcount.ts'

export const INDEX_ITERATOR_BYTES = 32
const INDEX_AT = 16
const SEQUENCE_AT = 24

function freeListFor(kind: number): number {
  if (kind === Kind.listIterator) return FreeListOf.listIterator
  return kind === Kind.tupleIterator ? FreeListOf.tupleIterator : -1
}

/** `kind` is that of the iterator. */
export function newIndexIterator(m: Machine, kind: number, sequence: Address, index = 0): Address {
  const type = m.typeByKind[kind] as number
  const list = freeListFor(kind)
  let o = list < 0 ? 0 : takeKept(m, list)
  if (o !== 0) initObject(m, o, type)
  else {
    o = gcAlloc(m, type, INDEX_ITERATOR_BYTES)
    if (o === 0) return 0
  }
  setIteratorIndex(m, o, index)
  m.i32[(o + SEQUENCE_AT) >> 2] = incref(m, sequence)
  m.i32[((o + SEQUENCE_AT) >> 2) + 1] = 0
  track(m, o)
  return o
}

export function iteratorIndex(m: Machine, o: Address): number {
  return m.i32[(o + INDEX_AT) >> 2] as number
}

export function setIteratorIndex(m: Machine, o: Address, index: number): void {
  m.i32[(o + INDEX_AT) >> 2] = index
  m.i32[((o + INDEX_AT) >> 2) + 1] = index < 0 ? -1 : 0
}

/** Borrowed; 0 where the iterator is exhausted. */
export function iteratedSequence(m: Machine, o: Address): Address {
  return m.i32[(o + SEQUENCE_AT) >> 2] as number
}

/** The end: the sequence is let go. Gives 0, as `next` does. */
export function exhaust(m: Machine, o: Address): 0 {
  const sequence = iteratedSequence(m, o)
  m.i32[(o + SEQUENCE_AT) >> 2] = 0
  if (sequence !== 0) decref(m, sequence)
  return 0
}

export function deallocIndexIterator(m: Machine, o: Address): void {
  untrack(m, o)
  const sequence = iteratedSequence(m, o)
  if (sequence !== 0) decref(m, sequence)
  const list = freeListFor(kindOf(m, o))
  if (list < 0 || !keep(m, list, o)) gcFree(m, o)
}

export function traverseIndexIterator(m: Machine, o: Address): number {
  const sequence = iteratedSequence(m, o)
  if (sequence === 0) return 0
  m.referents[0] = sequence
  return 1
}
