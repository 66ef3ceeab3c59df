/** The rows of plain values, containers and their iterators, by kind. */
import type { TypeSlots } from '../machine.ts'
import { BYTEARRAY } from './bytearray.ts'
import { BYTES } from './bytes.ts'
import { DICT_ITEM_ITERATOR, DICT_KEY_ITERATOR, DICT_VALUE_ITERATOR } from './dict-iterators.ts'
import { DICT } from './dict-slots.ts'
import { DICT_ITEMS, DICT_KEYS, DICT_VALUES } from './dict-views.ts'
import { FLOAT } from './float.ts'
import { BOOL, INT } from './int-slots.ts'
import {
  BYTEARRAY_ITERATOR,
  BYTES_ITERATOR,
  LIST_ITERATOR,
  STR_ASCII_ITERATOR,
  STR_ITERATOR,
  TUPLE_ITERATOR,
} from './iterators.ts'
import { Kind } from './kinds.ts'
import { LIST } from './list-slots.ts'
import { MAP } from './map.ts'
import { MAPPING_PROXY } from './mapping-proxy.ts'
import { NONE, NOT_IMPLEMENTED } from './none.ts'
import { RANGE, RANGE_ITERATOR } from './range.ts'
import { SET_ITERATOR } from './set-iterator.ts'
import { FROZENSET, SET } from './set-slots.ts'
import { STR } from './str-slots.ts'
import { TUPLE } from './tuple-slots.ts'

export const VALUE_ROWS: readonly (readonly [kind: number, slots: TypeSlots])[] = [
  [Kind.none, NONE],
  [Kind.notImplemented, NOT_IMPLEMENTED],
  [Kind.int, INT],
  [Kind.bool, BOOL],
  [Kind.float, FLOAT],
  [Kind.str, STR],
  [Kind.bytes, BYTES],
  [Kind.bytearray, BYTEARRAY],
  [Kind.list, LIST],
  [Kind.tuple, TUPLE],
  [Kind.dict, DICT],
  [Kind.set, SET],
  [Kind.frozenset, FROZENSET],
  [Kind.range, RANGE],
  [Kind.listIterator, LIST_ITERATOR],
  [Kind.tupleIterator, TUPLE_ITERATOR],
  [Kind.rangeIterator, RANGE_ITERATOR],
  [Kind.dictKeyIterator, DICT_KEY_ITERATOR],
  [Kind.dictValueIterator, DICT_VALUE_ITERATOR],
  [Kind.dictItemIterator, DICT_ITEM_ITERATOR],
  [Kind.setIterator, SET_ITERATOR],
  [Kind.strIterator, STR_ITERATOR],
  [Kind.strAsciiIterator, STR_ASCII_ITERATOR],
  [Kind.bytesIterator, BYTES_ITERATOR],
  [Kind.bytearrayIterator, BYTEARRAY_ITERATOR],
  [Kind.map, MAP],
  [Kind.dictKeys, DICT_KEYS],
  [Kind.dictValues, DICT_VALUES],
  [Kind.dictItems, DICT_ITEMS],
  [Kind.mappingProxy, MAPPING_PROXY],
]
