/**
 * Reference counts. Keeps true: `immortal-count-never-moves` (3.12+: the low word of an immortal's count is negative).
 * Mirrors Py_INCREF, Py_DECREF and _Py_Dealloc (Include/object.h, Objects/object.c).
 */
import { assert } from '../../../base/assert.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { type Address, OB_REFCNT, OB_TYPE, TP_DEALLOC } from '../memory/layout.ts'

export function incref(m: Machine, o: Address): Address {
  const at = (o + OB_REFCNT) >> 2
  const count = m.i32[at] as number
  if (count >= 0) m.i32[at] = count + 1
  return o
}

export function decref(m: Machine, o: Address): void {
  const at = (o + OB_REFCNT) >> 2
  const count = m.i32[at] as number
  if (count < 0) return
  assert(count > 0, 'refcount-is-never-negative')
  m.i32[at] = count - 1
  if (count === 1) slotsOf(m, o).dealloc(m, o)
}

/** For a field that may be NULL. */
export function xdecref(m: Machine, o: Address): void {
  if (o !== 0) decref(m, o)
}

/** Releases the `count` references from `argv` on, which found no place: up to 3.11 from the top of the stack. Gives 0. */
export function releaseStack(m: Machine, argv: Address, count: number): 0 {
  const isUpwards = m.dialect.version[1] >= 12
  for (let i = 0; i < count; i++) decref(m, m.i32[(argv + 8 * (isUpwards ? i : count - 1 - i)) >> 2] as number)
  return 0
}

export function refcountOf(m: Machine, o: Address): number {
  return m.i32[(o + OB_REFCNT) >> 2] as number
}

export function isImmortal(m: Machine, o: Address): boolean {
  return refcountOf(m, o) < 0
}

export function typeOf(m: Machine, o: Address): Address {
  return m.i32[(o + OB_TYPE) >> 2] as number
}

export function kindOf(m: Machine, o: Address): number {
  return m.i32[((m.i32[(o + OB_TYPE) >> 2] as number) + TP_DEALLOC) >> 2] as number
}

export function slotsOf(m: Machine, o: Address): TypeSlots {
  return m.slots[kindOf(m, o)] as TypeSlots
}

/** Takes over the reference `value` into the field at `at`, then gives up what was there (Py_XSETREF). */
export function setField(m: Machine, at: Address, value: Address): void {
  const old = m.i32[at >> 2] as number
  m.i32[at >> 2] = value
  if (old !== 0) decref(m, old)
}
