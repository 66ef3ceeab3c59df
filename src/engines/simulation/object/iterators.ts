/** Iterators of sequences (listobject.c, tupleobject.c, unicodeobject.c, bytesobject.c, bytearrayobject.c). */
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { byteOf, bytesSize } from './bytes.ts'
import {
  deallocIndexIterator,
  exhaust,
  INDEX_ITERATOR_BYTES,
  iteratedSequence,
  iteratorIndex,
  setIteratorIndex,
  traverseIndexIterator,
} from './index-iterator.ts'
import { newInt } from './int.ts'
import { listItem, listSize } from './list.ts'
import { hashPointer } from './protocol.ts'
import { incref } from './refcount.ts'
import { strCharacter, strLength } from './str.ts'
import { tupleItem, tupleSize } from './tuple.ts'

function iteratorRow(name: string, next: (m: Machine, o: Address) => Address): TypeSlots {
  return {
    name,
    gc: true,
    basicSize: INDEX_ITERATOR_BYTES,
    dealloc: deallocIndexIterator,
    traverse: traverseIndexIterator,
    clear() {},
    hash: hashPointer,
    iterate: incref,
    next,
  }
}

export const LIST_ITERATOR = iteratorRow('list_iterator', (m, o) => {
  const list = iteratedSequence(m, o)
  if (list === 0) return 0
  const index = iteratorIndex(m, o)
  if (index >= listSize(m, list)) return exhaust(m, o)
  setIteratorIndex(m, o, index + 1)
  return incref(m, listItem(m, list, index))
})

export const TUPLE_ITERATOR = iteratorRow('tuple_iterator', (m, o) => {
  const tuple = iteratedSequence(m, o)
  if (tuple === 0) return 0
  const index = iteratorIndex(m, o)
  if (index >= tupleSize(m, tuple)) return exhaust(m, o)
  setIteratorIndex(m, o, index + 1)
  return incref(m, tupleItem(m, tuple, index))
})

function nextCharacter(m: Machine, o: Address): Address {
  const text = iteratedSequence(m, o)
  if (text === 0) return 0
  const index = iteratorIndex(m, o)
  if (index >= strLength(m, text)) return exhaust(m, o)
  setIteratorIndex(m, o, index + 1)
  return strCharacter(m, text, index)
}

export const STR_ITERATOR = iteratorRow('str_iterator', nextCharacter)
export const STR_ASCII_ITERATOR = iteratorRow('str_ascii_iterator', nextCharacter)

export const BYTES_ITERATOR = iteratorRow('bytes_iterator', (m, o) => {
  const bytes = iteratedSequence(m, o)
  if (bytes === 0) return 0
  const index = iteratorIndex(m, o)
  if (index >= bytesSize(m, bytes)) return exhaust(m, o)
  setIteratorIndex(m, o, index + 1)
  return newInt(m, byteOf(m, bytes, index))
})

export const BYTEARRAY_ITERATOR = iteratorRow('bytearray_iterator', (m, o) => {
  const bytes = iteratedSequence(m, o)
  if (bytes === 0) return 0
  const index = iteratorIndex(m, o)
  if (index >= bytesSize(m, bytes)) return exhaust(m, o)
  setIteratorIndex(m, o, index + 1)
  return newInt(m, m.u8[(m.i32[(bytes + 40) >> 2] as number) + index] as number)
})
