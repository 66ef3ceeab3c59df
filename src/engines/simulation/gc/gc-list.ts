/**
 * Rings of GC heads (gc_list_* in Modules/gcmodule.c, Python/gc.c). A pointer in a list is that of a GC head, 16 bytes
 * before its object. `_gc_prev` holds flags in its two low bits.
 */
import type { Machine } from '../machine.ts'
import { type Address, GC_HEAD_BYTES } from '../memory/layout.ts'

/** `_gc_prev`: the finalizer has run. */
export const PREV_FINALIZED = 1
/** `_gc_prev`: in the generation that is collected now; the upper bits hold gc_refs then. */
export const PREV_COLLECTING = 2
export const PREV_SHIFT = 2
export const PREV_MASK = ~3

export const headOf = (o: Address): Address => o - GC_HEAD_BYTES
export const objectOf = (head: Address): Address => head + GC_HEAD_BYTES

export function nextOf(m: Machine, head: Address): Address {
  return m.i32[head >> 2] as number
}

export function prevOf(m: Machine, head: Address): Address {
  return (m.i32[(head + 8) >> 2] as number) & PREV_MASK
}

export function setNext(m: Machine, head: Address, next: Address): void {
  m.i32[head >> 2] = next
}

/** Keeps the flags. */
export function setPrev(m: Machine, head: Address, prev: Address): void {
  const at = (head + 8) >> 2
  m.i32[at] = ((m.i32[at] as number) & ~PREV_MASK) | prev
}

export function initList(m: Machine, list: Address): void {
  m.i32[list >> 2] = list
  m.i32[(list + 8) >> 2] = list
}

export function isEmpty(m: Machine, list: Address): boolean {
  return m.i32[list >> 2] === list
}

export function append(m: Machine, head: Address, list: Address): void {
  const last = prevOf(m, list)
  setPrev(m, head, last)
  setNext(m, last, head)
  setNext(m, head, list)
  setPrev(m, list, head)
}

export function remove(m: Machine, head: Address): void {
  const prev = prevOf(m, head)
  const next = nextOf(m, head)
  setNext(m, prev, next)
  setPrev(m, next, prev)
  setNext(m, head, 0)
}
