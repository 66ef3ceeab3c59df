/**
 * What the caller gives up after a call, in that version's order: up to 3.10 the last argument first and the callee
 * last; 3.11 to 3.13 the callee, then the arguments from the first on; from 3.14 on as up to 3.10.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { incref } from '../object/refcount.ts'
import { BORROWED, release } from './frame.ts'
import { Op } from './opcodes.ts'

/** Slots from word index `bottom` to `top`; those with their bit in `mask` are borrowed. */
export function releaseCall(m: Machine, bottom: number, top: number, mask = 0): void {
  const { i32 } = m
  if (m.semantics.callReleasesForward) {
    for (let at = bottom; at < top; at += 2) release(m, i32[at] as number)
    return
  }
  for (let at = top - 2, bit = (top - bottom - 2) >> 1; at >= bottom; at -= 2, bit--)
    if (bit >= MASK_BITS || ((mask >>> bit) & 1) === 0) release(m, i32[at] as number)
}

const MASK_BITS = 31

/** Native functions see plain addresses: takes the marks of borrowed slots away and gives them as a mask. */
export function untag(m: Machine, bottom: number, top: number): number {
  const { i32 } = m
  let mask = 0
  for (let at = bottom, bit = 0; at < top; at += 2, bit++) {
    const slot = i32[at] as number
    if ((slot & BORROWED) === 0) continue
    i32[at] = slot & ~BORROWED
    if (bit < MASK_BITS) mask |= 1 << bit
    else incref(m, slot & ~BORROWED)
  }
  assert(mask >= 0, 'a mask has 31 bits')
  return mask
}

/** Where the stack was before what the call by this instruction takes: callee and arguments. */
export function calledFrom(word: number, sp: number): number {
  return sp - 2 * ((word >>> 8) + ((word & 255) === Op.CALL ? 1 : 2))
}
