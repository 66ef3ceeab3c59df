/**
 * Lists and tuples made of what an iterable gives (list_extend, PySequence_Tuple): how much room they get on the way
 * differs by what is iterated and by version.
 */

import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { dictSize } from './dict.ts'
import { isExactDict } from './dict-record.ts'
import { viewedDict } from './dict-view-record.ts'
import { dictNext } from './dict-walk.ts'
import { Kind } from './kinds.ts'
import { lengthHint, lengthSlot } from './length-hint.ts'
import {
  isExactList,
  isList,
  listAllocated,
  listAppendSteal,
  listItem,
  listItems,
  listPreallocate,
  listResize,
  listSetItemSteal,
  listSize,
  newList,
} from './list.ts'
import { iterate, nextItem } from './protocol.ts'
import { decref, incref, kindOf, xdecref } from './refcount.ts'
import { isExactSet, setNext, setSize } from './set.ts'
import {
  isExactTuple,
  newTuple,
  tupleFromBorrowed,
  tupleItem,
  tuplePairSteal,
  tupleResize,
  tupleSetItemSteal,
  tupleSize,
} from './tuple.ts'

/** A status. */
export function listExtend(m: Machine, list: Address, iterable: Address): number {
  if (isExactList(m, iterable) || isExactTuple(m, iterable)) return extendBySequence(m, list, iterable)
  if (iterable === list) return extendByItself(m, list)
  if (m.dialect.listExtendsBySize) {
    if (isExactSet(m, iterable)) return extendBySet(m, list, iterable)
    if (isExactDict(m, iterable)) return extendByDict(m, list, iterable, false)
    const kind = kindOf(m, iterable)
    if (kind === Kind.dictKeys) return extendByDict(m, list, viewedDict(m, iterable), false)
    if (kind === Kind.dictValues) return extendByDict(m, list, viewedDict(m, iterable), true)
    if (kind === Kind.dictItems) return extendByPairs(m, list, viewedDict(m, iterable))
  }
  return extendByIterator(m, list, iterable)
}

/** A list of a class of its own: up to 3.12 by way of another list (PySequence_Fast). */
function extendByItself(m: Machine, list: Address): number {
  if (m.dialect.version[1] >= 13) return extendBySequence(m, list, list)
  const copy = newList(m, 0)
  if (copy === 0) return -1
  const iterator = iterate(m, list)
  const status = iterator === 0 ? -1 : extendByIterator(m, copy, iterator)
  xdecref(m, iterator)
  const extended = status < 0 ? -1 : extendBySequence(m, list, copy)
  decref(m, copy)
  return extended
}

function extendBySequence(m: Machine, list: Address, from: Address): number {
  const isFromList = isList(m, from)
  const count = isFromList ? listSize(m, from) : tupleSize(m, from)
  if (count === 0) return 0
  const before = grow(m, list, count)
  if (before < 0) return -1
  for (let i = 0; i < count; i++) {
    listSetItemSteal(m, list, before + i, incref(m, isFromList ? listItem(m, from, i) : tupleItem(m, from, i)))
  }
  return 0
}

/** Room for `count` more, as the size of the list; gives the size before, or −1. The high halves of new places are cleared. */
function grow(m: Machine, list: Address, count: number): number {
  const before = listSize(m, list)
  if (listItems(m, list) === 0 && m.dialect.listFillsEven) {
    if (listPreallocate(m, list, count) < 0) return -1
    listResizeWithin(m, list, count)
  } else if (listResize(m, list, before + count) < 0) return -1
  const items = listItems(m, list)
  fillWords(m.i32, 0, (items + 8 * before) >> 2, (items + 8 * (before + count)) >> 2)
  return before
}

/** The room is there. */
function listResizeWithin(m: Machine, list: Address, size: number): void {
  m.i32[(list + 16) >> 2] = size
}

function extendBySet(m: Machine, list: Address, from: Address): number {
  const count = setSize(m, from)
  const before = listSize(m, list)
  if (listResize(m, list, before + count) < 0) return -1
  let i = before
  for (let p = setNext(m, from, 0); p >= 0; p = setNext(m, from, p)) placeItem(m, list, i++, m.dictKey)
  return 0
}

function extendByDict(m: Machine, list: Address, from: Address, takesValues: boolean): number {
  const count = dictSize(m, from)
  const before = listSize(m, list)
  if (listResize(m, list, before + count) < 0) return -1
  let i = before
  for (let p = dictNext(m, from, 0); p >= 0; p = dictNext(m, from, p)) {
    placeItem(m, list, i++, takesValues ? m.dictValue : m.dictKey)
  }
  return 0
}

function extendByPairs(m: Machine, list: Address, from: Address): number {
  const count = dictSize(m, from)
  const before = listSize(m, list)
  if (listResize(m, list, before + count) < 0) return -1
  // Until its item is there, a place holds nothing that the collector could follow.
  m.i32[(list + 16) >> 2] = before
  for (let p = dictNext(m, from, 0); p >= 0; p = dictNext(m, from, p)) {
    const key = incref(m, m.dictKey)
    const pair = tuplePairSteal(m, key, incref(m, m.dictValue))
    if (pair === 0 || listAppendSteal(m, list, pair) < 0) return -1
  }
  return 0
}

function placeItem(m: Machine, list: Address, index: number, item: Address): void {
  const at = (listItems(m, list) + 8 * index) >> 2
  m.i32[at] = incref(m, item)
  m.i32[at + 1] = 0
}

function extendByIterator(m: Machine, list: Address, iterable: Address): number {
  const iterator = iterate(m, iterable)
  if (iterator === 0) return -1
  const expected = lengthHint(m, iterable, 8)
  if (expected < 0) return dropped(m, iterator)
  const before = listSize(m, list)
  if (listItems(m, list) === 0 && m.dialect.listFillsEven) {
    if (expected > 0 && listPreallocate(m, list, expected) < 0) return dropped(m, iterator)
  } else {
    if (listResize(m, list, before + expected) < 0) return dropped(m, iterator)
    m.i32[(list + 16) >> 2] = before
  }
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator))
    if (listAppendSteal(m, list, item) < 0) return dropped(m, iterator)
  decref(m, iterator)
  if (m.error !== 0) return -1
  // Cut back where the guess was too large.
  if (listSize(m, list) < listAllocated(m, list)) listResize(m, list, listSize(m, list))
  return 0
}

function dropped(m: Machine, iterator: Address): -1 {
  decref(m, iterator)
  return -1
}

/** By a call of the type: up to 3.9 what has a length gets its exact room first (list___init___impl). */
export function listInit(m: Machine, list: Address, iterable: Address): number {
  if (!m.dialect.listFillsEven) {
    const count = lengthSlot(m, iterable)?.(m, iterable) ?? -1
    if (m.error !== 0) return -1
    if (count > 0 && listPreallocate(m, list, count) < 0) return -1
  }
  return listExtend(m, list, iterable)
}

/** A tuple of what an iterable gives; a tuple itself where it is one. */
export function tupleOf(m: Machine, iterable: Address): Address {
  if (isExactTuple(m, iterable)) return incref(m, iterable)
  if (isExactList(m, iterable)) return tupleOfList(m, iterable)
  const iterator = iterate(m, iterable)
  if (iterator === 0) return 0
  if (m.dialect.version[1] >= 14) return tupleAtOnce(m, iterator)
  let room = lengthHint(m, iterable, 10)
  if (room < 0) {
    decref(m, iterator)
    return 0
  }
  let tuple = newTuple(m, room)
  let count = 0
  if (tuple === 0) {
    decref(m, iterator)
    return 0
  }
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    if (count >= room) {
      room += 10
      room += room >> 2
      tuple = tupleResize(m, tuple, room)
      if (tuple === 0) {
        decref(m, item)
        decref(m, iterator)
        return 0
      }
    }
    tupleSetItemSteal(m, tuple, count++, item)
  }
  decref(m, iterator)
  if (m.error !== 0) {
    decref(m, tuple)
    return 0
  }
  return tupleResize(m, tuple, count)
}

/** In C variables of PySequence_Tuple; what comes after them waits in a list of so many places. */
const ITEMS_IN_BUFFER = 8
const PLACES_BEHIND = 16

/** From 3.14 on nobody sees a half-filled tuple: it is made when every item is there. Takes the iterator over. */
function tupleAtOnce(m: Machine, iterator: Address): Address {
  const buffer: Address[] = []
  let list = 0
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    if (buffer.length < ITEMS_IN_BUFFER) {
      buffer.push(item)
      continue
    }
    if (list === 0) {
      list = newList(m, 0)
      if (list === 0 || listPreallocate(m, list, PLACES_BEHIND) < 0) {
        decref(m, item)
        if (list !== 0) decref(m, list)
        list = 0
        break
      }
      for (const first of buffer) listAppendSteal(m, list, first)
    }
    if (listAppendSteal(m, list, item) < 0) break
  }
  const isComplete = m.error === 0
  if (list === 0) {
    decref(m, iterator)
    const tuple = isComplete ? trackedTuple(m, buffer) : 0
    for (const item of buffer.reverse()) decref(m, item)
    return tuple
  }
  if (!isComplete) {
    decref(m, list)
    decref(m, iterator)
    return 0
  }
  decref(m, iterator)
  const tuple = trackedTuple(m, itemsOf(m, list))
  decref(m, list)
  return tuple
}

/** Unlike one of a known list or of a display, it is tracked though it holds atoms only; measured on 3.14.2. */
function trackedTuple(m: Machine, items: readonly Address[]): Address {
  const tuple = newTuple(m, items.length)
  if (tuple === 0) return 0
  for (let i = 0; i < items.length; i++) tupleSetItemSteal(m, tuple, i, incref(m, items[i] as number))
  return tuple
}

function itemsOf(m: Machine, list: Address): Address[] {
  return Array.from({ length: listSize(m, list) }, (_, i) => listItem(m, list, i))
}

function tupleOfList(m: Machine, list: Address): Address {
  const size = listSize(m, list)
  return size === 0 ? newTuple(m, 0) : tupleFromBorrowed(m, listItems(m, list), size)
}
