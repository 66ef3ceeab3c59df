/**
 * What the entry of a function tells the log: as the adapter for real interpreters has functions tell it, who write by a
 * native function that gets its argument in a tuple.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { decref, incref } from '../object/refcount.ts'
import { newTuple, tupleSetItemSteal } from '../object/tuple.ts'
import type { Code } from './code.ts'

export function reportEntry(m: Machine, code: Code, first: Address): void {
  if (code.report === 'initialized') m.log.initialized(first, code.reported)
  else if (code.report === 'finalized') m.log.finalized(first, code.reported)
  else m.log.entered(code.reported)
  writeToLog(m)
}

/** The tuple of one argument of a call that writes: from the free list, or allocated where that is empty. */
export function writeToLog(m: Machine): void {
  const args = newTuple(m, 1)
  tupleSetItemSteal(m, args, 0, incref(m, m.None))
  decref(m, args)
}
