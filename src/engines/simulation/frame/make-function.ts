/** `def` (MAKE_FUNCTION). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newFunction } from '../object/function.ts'
import type { Code } from './code.ts'

/** `defaults` is a tuple, or 0. */
export function makeFunction(m: Machine, code: Code, defaults: Address): Address {
  return newFunction(m, code.object, m.globals, defaults, 0)
}
