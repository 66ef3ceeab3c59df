/** KeyError carries the key itself, so that the exception keeps it alive (_PyErr_SetKeyError). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { raiseWith } from './raise.ts'

export function raiseKeyError(m: Machine, key: Address): 0 {
  return raiseWith(m, 'KeyError', [key])
}
