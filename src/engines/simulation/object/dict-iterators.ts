/**
 * Iterators of dicts and their views (Objects/dictobject.c, dictiterobject). The iterator of items makes its pair anew
 * only while somebody else has the last one.
 *
 *   0 ob_refcnt   8 ob_type   16 di_dict   24 di_used   32 di_pos   40 di_result   48 len
 */

import { gcAlloc, gcFree, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { dictSize } from './dict.ts'
import { dictNext } from './dict-walk.ts'
import { Kind } from './kinds.ts'
import { hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, refcountOf } from './refcount.ts'
import { forgetHash, newTuple, tupleFrom, tupleItem, tuplePairSteal, tupleSetItemSteal } from './tuple.ts'

const DICT_ITERATOR_BYTES = 56
const DICT_AT = 16
const USED_AT = 24
const POSITION_AT = 32
const RESULT_AT = 40
const REST_AT = 48

export function newDictIterator(m: Machine, kind: number, d: Address): Address {
  const o = gcAlloc(m, m.typeByKind[kind] as number, DICT_ITERATOR_BYTES)
  if (o === 0) return 0
  fillWords(m.i32, 0, (o + DICT_AT) >> 2, (o + DICT_ITERATOR_BYTES) >> 2)
  m.i32[(o + DICT_AT) >> 2] = incref(m, d)
  m.i32[(o + USED_AT) >> 2] = dictSize(m, d)
  m.i32[(o + REST_AT) >> 2] = dictSize(m, d)
  if (kind === Kind.dictItemIterator) {
    const pair = tupleFrom(m, [m.None, m.None])
    if (pair === 0) {
      decref(m, o)
      return 0
    }
    m.i32[(o + RESULT_AT) >> 2] = pair
  }
  track(m, o)
  return o
}

export function dictIteratorRest(m: Machine, o: Address): number {
  const d = m.i32[(o + DICT_AT) >> 2] as number
  return d !== 0 && m.i32[(o + USED_AT) >> 2] === dictSize(m, d) ? (m.i32[(o + REST_AT) >> 2] as number) : 0
}

/** False at the end or with the error set; else the entry is in m.dictKey and m.dictValue. */
function advance(m: Machine, o: Address, checksRest: boolean): boolean {
  const d = m.i32[(o + DICT_AT) >> 2] as number
  if (d === 0) return false
  if (m.i32[(o + USED_AT) >> 2] !== dictSize(m, d)) {
    // It stays so.
    m.i32[(o + USED_AT) >> 2] = -1
    raise(m, 'RuntimeError', 'dictionary changed size during iteration')
    return false
  }
  const position = dictNext(m, d, m.i32[(o + POSITION_AT) >> 2] as number)
  const rest = m.i32[(o + REST_AT) >> 2] as number
  if (position >= 0 && (rest > 0 || !checksRest)) {
    m.i32[(o + POSITION_AT) >> 2] = position
    m.i32[(o + REST_AT) >> 2] = rest - 1
    return true
  }
  if (position >= 0) raise(m, 'RuntimeError', 'dictionary keys changed during iteration')
  m.i32[(o + DICT_AT) >> 2] = 0
  decref(m, d)
  return false
}

function nextItem(m: Machine, o: Address): Address {
  if (!advance(m, o, false)) return 0
  const result = m.i32[(o + RESULT_AT) >> 2] as number
  const key = incref(m, m.dictKey)
  const value = incref(m, m.dictValue)
  if (refcountOf(m, result) !== 1) {
    if (!m.semantics.atomTupleTrackedAtBirth) return tuplePairSteal(m, key, value)
    const pair = newTuple(m, 2)
    if (pair === 0) {
      decref(m, key)
      decref(m, value)
      return 0
    }
    tupleSetItemSteal(m, pair, 0, key)
    tupleSetItemSteal(m, pair, 1, value)
    return pair
  }
  const oldKey = tupleItem(m, result, 0)
  const oldValue = tupleItem(m, result, 1)
  incref(m, result)
  tupleSetItemSteal(m, result, 0, key)
  tupleSetItemSteal(m, result, 1, value)
  forgetHash(m, result)
  decref(m, oldKey)
  decref(m, oldValue)
  // The collector may have untracked the pair of None (bpo-42536).
  if (!isTracked(m, result)) track(m, result)
  return result
}

function row(name: string, next: (m: Machine, o: Address) => Address): TypeSlots {
  return {
    name,
    gc: true,
    basicSize: DICT_ITERATOR_BYTES,
    dealloc(m, o) {
      untrack(m, o)
      const d = m.i32[(o + DICT_AT) >> 2] as number
      const result = m.i32[(o + RESULT_AT) >> 2] as number
      if (d !== 0) decref(m, d)
      if (result !== 0) decref(m, result)
      gcFree(m, o)
    },
    traverse(m, o) {
      const d = m.i32[(o + DICT_AT) >> 2] as number
      const result = m.i32[(o + RESULT_AT) >> 2] as number
      let count = 0
      if (d !== 0) m.referents[count++] = d
      if (result !== 0) m.referents[count++] = result
      return count
    },
    clear() {},
    hash: hashPointer,
    iterate: incref,
    next,
  }
}

export const DICT_KEY_ITERATOR = row('dict_keyiterator', (m, o) => (advance(m, o, true) ? incref(m, m.dictKey) : 0))
export const DICT_VALUE_ITERATOR = row('dict_valueiterator', (m, o) =>
  advance(m, o, false) ? incref(m, m.dictValue) : 0,
)
export const DICT_ITEM_ITERATOR = row('dict_itemiterator', nextItem)
