/**
 * Which types keep free lists, how long these may be in each version, and their clearing by a full collection
 * (clear_freelists in Modules/gcmodule.c, _PyGC_ClearAllFreeLists). Leaves out lists of types that level 1 never makes.
 */

import { gcFree } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { FREE_LIST_BYTES, freeListLength, initFreeList, popFree, pushFree } from '../memory/freelist.ts'
import type { Address } from '../memory/layout.ts'

/** Numbers of the lists; tuples of n items are in list `tuple + n`, n from 1 to 20. */
export const FreeListOf = {
  float: 0,
  int: 1,
  list: 2,
  dict: 3,
  dictKeys: 4,
  boundMethod: 5,
  builtinMethod: 6,
  slice: 7,
  listIterator: 8,
  tupleIterator: 9,
  range: 10,
  rangeIterator: 11,
  frame: 12,
  /** The list of size 0 would be here: it has the number of `frame`, as no empty tuple is ever kept (`deallocTuple`). */
  tuple: 12,
} as const

export const TUPLE_FREE_LIST_SIZE_MAX = 20
export const FREE_LIST_COUNT = FreeListOf.tuple + TUPLE_FREE_LIST_SIZE_MAX + 1

/** Lists of objects without a GC head. */
export const PLAIN_FREE_LISTS: ReadonlySet<number> = new Set([
  FreeListOf.float,
  FreeListOf.int,
  FreeListOf.dictKeys,
  FreeListOf.range,
  FreeListOf.rangeIterator,
])

function limitOf(m: Machine, list: number): number {
  const minor = m.dialect.version[1]
  const since314 = minor >= 14
  switch (list) {
    case FreeListOf.float:
      return 100
    case FreeListOf.int:
      return since314 ? 100 : 0
    case FreeListOf.list:
    case FreeListOf.dict:
    case FreeListOf.dictKeys:
      return 80
    case FreeListOf.boundMethod:
      return minor === 8 ? 256 : since314 ? 20 : 0
    case FreeListOf.builtinMethod:
      return minor === 8 ? 256 : since314 ? 16 : 0
    case FreeListOf.slice:
      return 1
    case FreeListOf.listIterator:
    case FreeListOf.tupleIterator:
      return since314 ? 10 : 0
    case FreeListOf.range:
    case FreeListOf.rangeIterator:
      return since314 ? 6 : 0
    case FreeListOf.frame:
      return minor <= 10 ? 200 : 0
  }
  const size = list - FreeListOf.tuple
  return size < TUPLE_FREE_LIST_SIZE_MAX || minor >= 11 ? 2000 : 0
}

export function bootFreeLists(m: Machine): void {
  m.freeLists = m.space.takeStatic(FREE_LIST_COUNT * FREE_LIST_BYTES)
  m.noFreeLists = m.space.takeStatic(FREE_LIST_COUNT * FREE_LIST_BYTES)
  for (let list = 0; list < FREE_LIST_COUNT; list++) {
    initFreeList(m.i32, m.freeLists + list * FREE_LIST_BYTES, limitOf(m, list))
  }
}

/** An object kept by that list, with its old contents except for the first word; 0 where there is none. */
export function takeKept(m: Machine, list: number): Address {
  const o = popFree(m.i32, m.freeLists + list * FREE_LIST_BYTES)
  if (m.watcher !== null && o !== 0) m.watcher.leftFreeList(list, o)
  return o
}

/** Keeps a dead object (untracked, all references released); false where the list is full. */
export function keep(m: Machine, list: number, o: Address): boolean {
  const isKept = pushFree(m.i32, m.freeLists + list * FREE_LIST_BYTES, o)
  if (m.watcher !== null && isKept) m.watcher.joinedFreeList(list, o)
  return isKept
}

/** Gives everything that is kept back to the allocator, as at the end of a full collection. */
export function clearFreeLists(m: Machine): void {
  m.watcher?.clearsFreeLists(true)
  for (let list = 0; list < FREE_LIST_COUNT; list++) {
    const isPlain = PLAIN_FREE_LISTS.has(list)
    for (let o = takeKept(m, list); o !== 0; o = takeKept(m, list)) {
      if (isPlain) m.objects.free(o)
      else gcFree(m, o)
    }
  }
  m.watcher?.clearsFreeLists(false)
}

/** What a list keeps, the next to serve first. */
export function keptObjects(m: Machine, list: number): readonly Address[] {
  const objects: Address[] = []
  const first = m.i32[(m.freeLists + list * FREE_LIST_BYTES) >> 2] as number
  for (let o = first; o !== 0; o = m.i32[o >> 2] as number) objects.push(o)
  return objects
}

export function keptCount(m: Machine, list: number): number {
  return freeListLength(m.i32, m.freeLists + list * FREE_LIST_BYTES)
}
