/** Errors that instructions themselves raise. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { exceptionBytes, ownFields } from '../object/exception-layout.ts'
import { builtinExceptionSize } from '../object/exception-record.ts'
import { raise, raiseWith } from '../object/raise.ts'
import { incref } from '../object/refcount.ts'
import { intern, strText } from '../object/str.ts'
import type { Code } from './code.ts'

export function raiseUnbound(m: Machine, code: Code, index: number): void {
  if (index >= code.freesAt) {
    const name = intern(m, code.localNames[index] as string)
    raiseNameError(m, name, `free variable '${strText(m, name)}' referenced before assignment in enclosing scope`)
    return
  }
  raise(m, 'UnboundLocalError', `local variable '${code.localNames[index]}' referenced before assignment`)
}

export function raiseName(m: Machine, name: Address): void {
  raiseNameError(m, name, `name '${strText(m, name)}' is not defined`)
}

/** From 3.10 on it holds the name. */
function raiseNameError(m: Machine, name: Address, message: string): void {
  raise(m, 'NameError', message)
  const { error } = m
  if (builtinExceptionSize(m, error) > exceptionBytes(m)) m.i32[ownFields(m, error) >> 2] = incref(m, name)
}

/** With the message as its argument, unless 0. */
export function raiseAssertion(m: Machine, message: Address): void {
  if (message === 0) raiseWith(m, 'AssertionError', [])
  else raiseWith(m, 'AssertionError', [message])
}
