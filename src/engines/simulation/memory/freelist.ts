/**
 * Chains of dead objects that one type keeps for its next ones (Include/internal/pycore_freelist.h). Last in, first out;
 * memory of one list never serves another. What is in a list counts as allocated for the layer below.
 *
 *   record: 0 first   8 length   16 limit   24 (unused)          link: the first word of a kept object
 */

import { assert } from '../../../base/assert.ts'
import { fillWords } from './fill-words.ts'
import type { Address } from './layout.ts'

export const FREE_LIST_BYTES = 32

export function initFreeList(i32: Int32Array, list: Address, limit: number): void {
  fillWords(i32, 0, list >> 2, (list + FREE_LIST_BYTES) >> 2)
  i32[(list + 16) >> 2] = limit
}

/** The object put there last; 0 where the list is empty. */
export function popFree(i32: Int32Array, list: Address): Address {
  const o = i32[list >> 2] as number
  if (o === 0) return 0
  assert((i32[(list + 8) >> 2] as number) > 0, 'free-list-length-fits-its-chain')
  i32[list >> 2] = i32[o >> 2] as number
  i32[(list + 8) >> 2] = (i32[(list + 8) >> 2] as number) - 1
  return o
}

/** False where the list is full: the caller frees the object. */
export function pushFree(i32: Int32Array, list: Address, o: Address): boolean {
  const length = i32[(list + 8) >> 2] as number
  if (length >= (i32[(list + 16) >> 2] as number)) return false
  i32[o >> 2] = i32[list >> 2] as number
  i32[list >> 2] = o
  i32[(list + 8) >> 2] = length + 1
  return true
}

export function freeListLength(i32: Int32Array, list: Address): number {
  return i32[(list + 8) >> 2] as number
}
