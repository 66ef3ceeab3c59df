/**
 * Rings of GC heads (gc_list_* in Modules/gcmodule.c, Python/gc.c). A pointer in a list is that of a GC head, 16 bytes
 * before its object; the head of a ring is such a record of its own. Both words carry flags in their two low bits.
 *
 *   0 _gc_next | unreachable | old space     (0: the object is untracked)
 *   8 _gc_prev | collecting | finalized      (while its generation is collected: gc_refs << 2 instead of the pointer)
 *
 * Diverges: 3.8–3.13 keep the unreachable mark in bit 0 of `_gc_next`; here it is bit 1 as in 3.14, for all.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, GC_HEAD_BYTES } from '../memory/layout.ts'

/** `_gc_prev`: the finalizer has run. */
export const PREV_FINALIZED = 1
/** `_gc_prev`: in the generation that is collected now; the upper bits hold gc_refs then. */
export const PREV_COLLECTING = 2
export const PREV_SHIFT = 2
export const PREV_MASK = ~3
/** `_gc_next`: which of the two old spaces it is in (3.14.0–3.14.4 only). */
export const NEXT_OLD_SPACE = 1
/** `_gc_next`: tentatively unreachable; only while moveUnreachable works and until the marks are cleared. */
export const NEXT_UNREACHABLE = 2
export const NEXT_MASK = ~3
export const LIST_HEAD_BYTES = 16

export const headOf = (o: Address): Address => o - GC_HEAD_BYTES
export const objectOf = (head: Address): Address => head + GC_HEAD_BYTES

export function nextOf(m: Machine, head: Address): Address {
  return (m.i32[head >> 2] as number) & NEXT_MASK
}

export function prevOf(m: Machine, head: Address): Address {
  return (m.i32[(head + 8) >> 2] as number) & PREV_MASK
}

/** Keeps the flags. */
export function setNext(m: Machine, head: Address, next: Address): void {
  const at = head >> 2
  m.i32[at] = ((m.i32[at] as number) & ~NEXT_MASK) | next
}

/** Keeps the flags. */
export function setPrev(m: Machine, head: Address, prev: Address): void {
  const at = (head + 8) >> 2
  m.i32[at] = ((m.i32[at] as number) & ~PREV_MASK) | prev
}

export function initList(m: Machine, list: Address): void {
  assert((list & 15) === 0, 'a list head is aligned, its low bits are flags')
  m.i32[list >> 2] = list
  m.i32[(list + 4) >> 2] = 0
  m.i32[(list + 8) >> 2] = list
  m.i32[(list + 12) >> 2] = 0
}

export function isEmpty(m: Machine, list: Address): boolean {
  return nextOf(m, list) === list
}

export function append(m: Machine, head: Address, list: Address): void {
  const last = prevOf(m, list)
  setPrev(m, head, last)
  setNext(m, last, head)
  setNext(m, head, list)
  setPrev(m, list, head)
}

/** Out of its list; `_gc_next` is 0 then, `_gc_prev` is the caller's to set. */
export function remove(m: Machine, head: Address): void {
  const prev = prevOf(m, head)
  const next = nextOf(m, head)
  assert(next !== 0 && prev !== 0, 'only-what-is-in-a-list-is-removed')
  setNext(m, prev, next)
  setPrev(m, next, prev)
  m.i32[head >> 2] = 0
}

/** To the end of `list`, from whichever list it is in (gc_list_move). Keeps the flags of both words. */
export function move(m: Machine, head: Address, list: Address): void {
  const prev = prevOf(m, head)
  const next = nextOf(m, head)
  setNext(m, prev, next)
  setPrev(m, next, prev)
  append(m, head, list)
}

/** All of `from` behind the end of `to`, in order; `from` is empty then (gc_list_merge). */
export function merge(m: Machine, from: Address, to: Address): void {
  assert(from !== to, 'a list is not merged into itself')
  if (!isEmpty(m, from)) {
    const first = nextOf(m, from)
    const last = prevOf(m, from)
    const toLast = prevOf(m, to)
    setNext(m, toLast, first)
    setPrev(m, first, toLast)
    setNext(m, last, to)
    setPrev(m, to, last)
  }
  initList(m, from)
}

export function listSize(m: Machine, list: Address): number {
  let size = 0
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) size++
  return size
}

/** Takes the mark of a running collection off every member (gc_list_clear_collecting). */
export function clearCollecting(m: Machine, list: Address): void {
  const { i32 } = m
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
    const at = (head + 8) >> 2
    i32[at] = (i32[at] as number) & ~PREV_COLLECTING
  }
}

/** Marks an object as belonging to that old space (3.14.0–3.14.4). */
export function setSpaceOf(m: Machine, head: Address, space: 0 | 1): void {
  m.i32[head >> 2] = ((m.i32[head >> 2] as number) & ~NEXT_OLD_SPACE) | space
}
