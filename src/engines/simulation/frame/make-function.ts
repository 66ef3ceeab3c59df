/** `def` (MAKE_FUNCTION). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newFunction } from '../object/function.ts'
import type { Code } from './code.ts'

/** `defaults` and `closure` are tuples, or 0. */
export function makeFunction(m: Machine, code: Code, defaults: Address, closure = 0): Address {
  return newFunction(m, code.object, m.globals, defaults, closure)
}
