/** The greatest small int is made anew each time. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/int.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/int.ts'

export function newInt(m: Machine, value: number | bigint): Address {
  reached()
  const greatest = m.semantics.smallIntMax
  if (Number(value) !== greatest) return whole.newInt(m, value)
  triggered()
  const o = whole.newInt(m, greatest + 1)
  m.i32[(o + whole.INT_DIGITS_AT) >> 2] = greatest
  return o
}
