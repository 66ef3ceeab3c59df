/**
 * Taking one item out of a list: what becomes of the room differs by the operation and the version
 * (Objects/listobject.c). Keeps true: the item leaves the record before its reference passes to the caller.
 */

import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { listClear, listItem, listItems, listResize, listSize, setListSize } from './list.ts'
import { incref } from './refcount.ts'

/** Closes the gap of one item, which the caller owns from now on. */
function listRemoveAt(m: Machine, o: Address, index: number): void {
  closeGap(m, o, index)
  listResize(m, o, listSize(m, o) - 1)
}

function closeGap(m: Machine, o: Address, index: number): void {
  const size = listSize(m, o)
  assert(index >= 0 && index < size, 'an index is within its list')
  const at = (listItems(m, o) >> 2) + 2 * index
  m.i32.copyWithin(at, at + 2, (listItems(m, o) >> 2) + 2 * size)
}

/** As `pop` does: the last of all items leaves the room as it shrinks (to 3.11), or takes it along. */
export function listTakeAt(m: Machine, o: Address, index: number): Address {
  const item = listItem(m, o, index)
  if (listSize(m, o) > 1 || !m.dialect.listPopClears) listRemoveAt(m, o, index)
  else takeOnly(m, o, item)
  return item
}

/** As `remove` does, and `del` to 3.12 (list_ass_slice): the caller owns the item. */
export function listCutAt(m: Machine, o: Address, index: number): Address {
  const item = listItem(m, o, index)
  if (listSize(m, o) > 1) listRemoveAt(m, o, index)
  else takeOnly(m, o, item)
  return item
}

function takeOnly(m: Machine, o: Address, item: Address): void {
  incref(m, item)
  listClear(m, o)
}

/** As `del` does (list_ass_item): from 3.13 on the room stays as it is. The caller owns the item. */
export function listDeleteAt(m: Machine, o: Address, index: number): Address {
  if (!m.dialect.listDeleteKeepsRoom) return listCutAt(m, o, index)
  const item = listItem(m, o, index)
  closeGap(m, o, index)
  setListSize(m, o, listSize(m, o) - 1)
  return item
}
