/**
 * Where the fields of an exception lie.
 *
 *   to 3.10:  16 dict   24 args   32 traceback   40 context   48 cause   56 suppress_context   64 …
 *   3.11+:    16 dict   24 args   32 notes   40 traceback   48 context   56 cause   64 suppress_context   72 …
 *   behind that: AttributeError (3.10+) obj, name; NameError (3.10+) name; StopIteration value
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'

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
