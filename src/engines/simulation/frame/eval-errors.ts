/** Errors that instructions themselves raise. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { raise, raiseWith } from '../object/raise.ts'
import { strText } from '../object/str.ts'
import type { Code } from './code.ts'

export function raiseUnbound(m: Machine, code: Code, index: number): void {
  if (index >= code.freesAt) {
    raise(m, 'NameError', `free variable '${code.localNames[index]}' referenced before assignment in enclosing scope`)
    return
  }
  raise(m, 'UnboundLocalError', `local variable '${code.localNames[index]}' referenced before assignment`)
}

export function raiseName(m: Machine, name: Address): void {
  raise(m, 'NameError', `name '${strText(m, name)}' is not defined`)
}

/** With the message as its argument, unless 0. */
export function raiseAssertion(m: Machine, message: Address): void {
  if (message === 0) raiseWith(m, 'AssertionError', [])
  else raiseWith(m, 'AssertionError', [message])
}
