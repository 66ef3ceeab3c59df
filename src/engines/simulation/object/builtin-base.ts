/** Which built-in type the instances of a class begin with. */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, TP_BASE } from '../memory/layout.ts'
import { isHeapType } from './type-lookup.ts'

/** The nearest base that no program made: whose record comes first in the instances. */
export function builtinBase(m: Machine, type: Address): Address {
  let t = type
  while (isHeapType(m, t)) t = m.i32[(t + TP_BASE) >> 2] as number
  assert(t !== 0, 'every class derives from a built-in type')
  return t
}
