/** Which built-in type an exception is of, and how long that says its record is (drawn in exception-layout.ts). */
import type { Machine } from '../machine.ts'
import { type Address, TP_BASE, TP_BASICSIZE } from '../memory/layout.ts'
import { typeOf } from './refcount.ts'
import { isHeapType } from './type-lookup.ts'

/** Without what a class of the program adds. */
export function builtinExceptionSize(m: Machine, o: Address): number {
  let type = typeOf(m, o)
  while (isHeapType(m, type)) type = m.i32[(type + TP_BASE) >> 2] as number
  return m.i32[(type + TP_BASICSIZE) >> 2] as number
}

/** Along `tp_base`: built-in exceptions have single inheritance. */
export function isExceptionType(m: Machine, type: Address, base: Address): boolean {
  for (let t = type; t !== 0; t = m.i32[(t + TP_BASE) >> 2] as number) if (t === base) return true
  return false
}

export function isExceptionOf(m: Machine, o: Address, name: string): boolean {
  return isExceptionType(m, typeOf(m, o), m.types[name] as number)
}
