/**
 * Lists: the record and the room of its items (Objects/listobject.c). Keeps true: what is taken out of a list leaves the
 * record first and is released then, for a release may run code that sees the list. Methods are in list-slots.ts, taking
 * out of one item is in list-remove.ts.
 *
 *   0 ob_refcnt   8 ob_type   16 ob_size   24 ob_item → items of 8 bytes   32 allocated
 */

import { assert } from '../../../base/assert.ts'
import { gcAlloc, gcFree, initObject, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { decref, incref, kindOf, releaseStack } from './refcount.ts'
import { requestBlock, requestRoom } from './request-memory.ts'

export const LIST_BYTES = 40
const SIZE_AT = 16
const ITEMS_AT = 24
const ALLOCATED_AT = 32

export function isList(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.list || kind === Kind.listSubclass
}

/** No subclass (PyList_CheckExact). */
export function isExactList(m: Machine, o: Address): boolean {
  return m.i32[(o + 8) >> 2] === m.typeByKind[Kind.list]
}

/** A list of `size` items that are NULL until listSetItemSteal puts them there; 0 with MemoryError set. */
export function newList(m: Machine, size: number): Address {
  let o = takeKept(m, FreeListOf.list)
  if (o !== 0) initObject(m, o, m.typeByKind[Kind.list] as number)
  else {
    o = gcAlloc(m, m.typeByKind[Kind.list] as number, LIST_BYTES)
    if (o === 0) return 0
  }
  initList(m, o)
  if (size > 0) {
    if (setItems(m, o, requestBlock(m, size * 8), size) < 0) {
      decref(m, o)
      return 0
    }
    m.i32[(o + SIZE_AT) >> 2] = size
    const items = listItems(m, o)
    fillWords(m.i32, 0, items >> 2, (items + 8 * size) >> 2)
  }
  track(m, o)
  return o
}

/** A list of borrowed items; 0 with MemoryError set. */
export function listFrom(m: Machine, items: readonly Address[]): Address {
  const o = newList(m, items.length)
  if (o !== 0) for (const [i, item] of items.entries()) listSetItemSteal(m, o, i, incref(m, item))
  return o
}

/** As a call of the type makes it: never from the free list (PyType_GenericAlloc). */
export function newCalledList(m: Machine): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.list] as number, LIST_BYTES)
  if (o === 0) return 0
  initList(m, o)
  track(m, o)
  return o
}

export function initList(m: Machine, o: Address): void {
  fillWords(m.i32, 0, (o + SIZE_AT) >> 2, (o + LIST_BYTES) >> 2)
}

/** A status: there may be no `items`, and the list stays as it is. */
function setItems(m: Machine, o: Address, items: Address, allocated: number): number {
  if (items === 0) return -1
  m.i32[(o + ITEMS_AT) >> 2] = items
  m.i32[(o + ALLOCATED_AT) >> 2] = allocated
  return 0
}

export function listSize(m: Machine, o: Address): number {
  return m.i32[(o + SIZE_AT) >> 2] as number
}

/** Within the room that is there. */
export function setListSize(m: Machine, o: Address, size: number): void {
  m.i32[(o + SIZE_AT) >> 2] = size
}

export function listAllocated(m: Machine, o: Address): number {
  return m.i32[(o + ALLOCATED_AT) >> 2] as number
}

/** Address of the first item; 0 where there is no room for any. */
export function listItems(m: Machine, o: Address): Address {
  return m.i32[(o + ITEMS_AT) >> 2] as number
}

/** Borrowed. */
export function listItem(m: Machine, o: Address, index: number): Address {
  return m.i32[((m.i32[(o + ITEMS_AT) >> 2] as number) + 8 * index) >> 2] as number
}

/** Puts an item into a new list, in whose place nothing is yet. */
export function listSetItemSteal(m: Machine, o: Address, index: number, item: Address): void {
  assert(index >= 0 && index < listSize(m, o), 'an index is within its list')
  m.i32[(listItems(m, o) + 8 * index) >> 2] = item
}

/** Replaces an item; what was there is released last. */
export function listReplaceSteal(m: Machine, o: Address, index: number, item: Address): void {
  const at = (listItems(m, o) + 8 * index) >> 2
  const old = m.i32[at] as number
  m.i32[at] = item
  if (old !== 0) decref(m, old)
}

/**
 * Room for `size` items, and `size` as the list's size (list_resize); items that are new are not initialised. A status:
 * where there is no more room the list is as it was. Less room is always there.
 */
export function listResize(m: Machine, o: Address, size: number): number {
  const allocated = listAllocated(m, o)
  if (allocated >= size && (size >= allocated >> 1 || (allocated < m.dialect.listKeepsRoomBelow && size > 0))) {
    m.i32[(o + SIZE_AT) >> 2] = size
    return 0
  }
  const wanted = size === 0 ? 0 : roomFor(m, listSize(m, o), size)
  // Of no room at all, the smallest block is left: such a list is not as one that never had any.
  const bytes = Math.max(1, wanted * 8)
  const items = listItems(m, o)
  const moved = wanted > allocated ? requestRoom(m, items, bytes) : m.objects.realloc(items, bytes)
  if (setItems(m, o, moved, wanted) < 0) return -1
  m.i32[(o + SIZE_AT) >> 2] = size
  return 0
}

function roomFor(m: Machine, before: number, size: number): number {
  if (!m.dialect.listGrowsInFours) return size + (size >> 3) + (size < 9 ? 3 : 6)
  const room = (size + (size >> 3) + 6) & ~3
  // No spare room where the list grows by more than that at once.
  return size - before > room - size ? (size + 3) & ~3 : room
}

/** First room of a list that has none, for so many items and no more (list_preallocate_exact). A status. */
export function listPreallocate(m: Machine, o: Address, count: number): number {
  assert(listItems(m, o) === 0, 'a list is preallocated once')
  const room = m.dialect.listFillsEven ? (count + 1) & ~1 : count
  return setItems(m, o, requestBlock(m, room * 8), room)
}

/** A status. */
export function listAppend(m: Machine, o: Address, item: Address): number {
  return listAppendSteal(m, o, incref(m, item))
}

/** A status; the item is released where there is no room for it (_PyList_AppendTakeRef). */
export function listAppendSteal(m: Machine, o: Address, item: Address): number {
  const size = m.i32[(o + SIZE_AT) >> 2] as number
  if (size < (m.i32[(o + ALLOCATED_AT) >> 2] as number)) m.i32[(o + SIZE_AT) >> 2] = size + 1
  else if (listResize(m, o, size + 1) < 0) {
    decref(m, item)
    return -1
  }
  const at = ((m.i32[(o + ITEMS_AT) >> 2] as number) + 8 * size) >> 2
  m.i32[at] = item
  m.i32[at + 1] = 0
  return 0
}

/** A list of the `count` references from `argv` on, which it takes over; they are released where there is none. */
export function listFromStackSteal(m: Machine, argv: Address, count: number): Address {
  const o = newList(m, count)
  if (o === 0) return releaseStack(m, argv, count)
  if (count === 0) return o
  const items = listItems(m, o) >> 2
  m.i32.copyWithin(items, argv >> 2, (argv >> 2) + 2 * count)
  return o
}

/** A new list of the items from `start` to before `end` (list_slice). */
export function listSlice(m: Machine, o: Address, start: number, end: number): Address {
  const size = Math.max(0, end - start)
  const result = newList(m, size)
  if (result === 0) return 0
  for (let i = 0; i < size; i++) listSetItemSteal(m, result, i, incref(m, listItem(m, o, start + i)))
  return result
}

/** Takes the items away, then releases them from the last to the first (list_clear). */
export function listClear(m: Machine, o: Address): void {
  const items = listItems(m, o)
  if (items === 0) return
  const size = listSize(m, o)
  initList(m, o)
  releaseItems(m, items, size)
}

function releaseItems(m: Machine, items: Address, size: number): void {
  for (let i = size - 1; i >= 0; i--) {
    const item = m.i32[(items + 8 * i) >> 2] as number
    if (item !== 0) decref(m, item)
  }
  m.objects.free(items)
}

/** A status. */
export function listInsert(m: Machine, o: Address, index: number, item: Address): number {
  const size = listSize(m, o)
  const place = index < 0 ? Math.max(0, index + size) : Math.min(index, size)
  if (listResize(m, o, size + 1) < 0) return -1
  const at = (listItems(m, o) >> 2) + 2 * place
  m.i32.copyWithin(at + 2, at, (listItems(m, o) >> 2) + 2 * size)
  m.i32[at] = incref(m, item)
  m.i32[at + 1] = 0
  return 0
}

/** Detaches the items, for a sort: the list is empty meanwhile. */
export function listDetach(m: Machine, o: Address): void {
  initList(m, o)
  m.i32[(o + ALLOCATED_AT) >> 2] = -1
}

/** Gives a sorted list its items back; true where it was changed meanwhile. What was put there is released. */
export function listReattach(m: Machine, o: Address, items: Address, size: number, allocated: number): boolean {
  const wasChanged = listAllocated(m, o) !== -1
  const strangers = listItems(m, o)
  const strangerCount = listSize(m, o)
  m.i32[(o + SIZE_AT) >> 2] = size
  m.i32[(o + ITEMS_AT) >> 2] = items
  m.i32[(o + ALLOCATED_AT) >> 2] = allocated
  if (strangers !== 0) releaseItems(m, strangers, strangerCount)
  return wasChanged
}

/** What a list that dies holds. */
export function releaseList(m: Machine, o: Address): void {
  const items = listItems(m, o)
  if (items !== 0) releaseItems(m, items, listSize(m, o))
}

export function deallocList(m: Machine, o: Address): void {
  untrack(m, o)
  if (!deallocBegins(m, o)) return
  releaseList(m, o)
  if (keep(m, FreeListOf.list, o)) {
    deallocEnds(m)
    return
  }
  gcFree(m, o)
  deallocEnds(m)
}

/** From the last item to the first. */
export function traverseList(m: Machine, o: Address): number {
  const size = listSize(m, o)
  const referents = m.roomForReferents(size)
  let count = 0
  for (let i = size - 1, at = (listItems(m, o) >> 2) + 2 * (size - 1); i >= 0; i--, at -= 2) {
    const item = m.i32[at] as number
    if (item !== 0) referents[count++] = item
  }
  return count
}
