/** What native functions do with their arguments: reading them off the stack, and refusing a wrong number of them. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { raise } from './raise.ts'

/** The argument of that index; borrowed. */
export function argument(m: Machine, argv: Address, index: number): Address {
  return m.i32[(argv + 8 * index) >> 2] as number
}

/** All of them; borrowed. */
export function allArguments(m: Machine, argv: Address, argc: number): Address[] {
  return Array.from({ length: argc }, (_, i) => argument(m, argv, i))
}

/** Whether the number of arguments is in the range; TypeError is set where it is not. */
export function isArity(m: Machine, argc: number, least: number, most: number): boolean {
  if (argc >= least && argc <= most) return true
  raise(m, 'TypeError', 'wrong number of arguments')
  return false
}
