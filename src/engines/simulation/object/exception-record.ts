/**
 * Where the fields of an exception lie, and which built-in type says how long its record is.
 *
 *   to 3.10:  16 dict   24 args   32 traceback   40 context   48 cause   56 suppress_context   64 …
 *   3.11+:    16 dict   24 args   32 notes   40 traceback   48 context   56 cause   64 suppress_context   72 …
 *   behind that: AttributeError (3.10+) obj, name; NameError (3.10+) name; StopIteration value
 */
import type { Machine } from '../machine.ts'
import { type Address, TP_BASE, TP_BASICSIZE } from '../memory/layout.ts'
import { typeOf } from './refcount.ts'
import { isHeapType } from './type-lookup.ts'

export const DICT = 16
export const ARGS = 24

export function exceptionBytes(m: Machine): number {
  return m.dialect.version[1] >= 11 ? 72 : 64
}

export function tracebackField(m: Machine): number {
  return m.dialect.version[1] >= 11 ? 40 : 32
}

/** First of a type's own fields. */
export function ownFields(m: Machine, o: Address): Address {
  return o + exceptionBytes(m)
}

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
