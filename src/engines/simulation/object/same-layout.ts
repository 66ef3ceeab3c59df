/** Whether an instance of one class may become one of another (compatible_for_assignment in Objects/typeobject.c). */
import type { Machine } from '../machine.ts'
import {
  type Address,
  OB_SIZE,
  TP_BASE,
  TP_BASICSIZE,
  TP_DEALLOC,
  TP_DICTOFFSET,
  TP_ITEMSIZE,
  TP_WEAKLISTOFFSET,
} from '../memory/layout.ts'
import { HT_SLOTS, TP_ATTRIBUTES } from './heap-type.ts'
import { isSameText } from './str.ts'
import { tupleItem, tupleSize } from './tuple.ts'
import { isHeapType } from './type-lookup.ts'

/** Fields in which a class that adds nothing is as its base. */
const LAYOUT: readonly number[] = [TP_BASICSIZE, TP_ITEMSIZE, TP_DICTOFFSET, TP_WEAKLISTOFFSET]

export function haveSameLayout(m: Machine, a: Address, b: Address): boolean {
  if (!isHeapType(m, a) || !isHeapType(m, b)) return false
  if (m.i32[(a + TP_DEALLOC) >> 2] !== m.i32[(b + TP_DEALLOC) >> 2]) return false
  const first = nearestThatAdds(m, a)
  const second = nearestThatAdds(m, b)
  if (first === second) return true
  return areEqual(m, first, second, [TP_BASE, TP_ATTRIBUTES, OB_SIZE, ...LAYOUT]) && haveSameSlots(m, first, second)
}

function nearestThatAdds(m: Machine, type: Address): Address {
  let t = type
  for (;;) {
    const base = m.i32[(t + TP_BASE) >> 2] as number
    if (base === 0 || !areEqual(m, t, base, LAYOUT)) return t
    t = base
  }
}

function areEqual(m: Machine, a: Address, b: Address, fields: readonly number[]): boolean {
  return fields.every((field) => m.i32[(a + field) >> 2] === m.i32[(b + field) >> 2])
}

function haveSameSlots(m: Machine, a: Address, b: Address): boolean {
  const first = m.i32[(a + HT_SLOTS) >> 2] as number
  const second = m.i32[(b + HT_SLOTS) >> 2] as number
  if (first === 0 || second === 0) return first === second
  const count = tupleSize(m, first)
  if (tupleSize(m, second) !== count) return false
  for (let i = 0; i < count; i++) if (!isSameText(m, tupleItem(m, first, i), tupleItem(m, second, i))) return false
  return true
}
