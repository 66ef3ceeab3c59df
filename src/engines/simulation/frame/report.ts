/**
 * What the entry of a function, and a class that is made, tell the log: as the adapter for real interpreters has them tell it,
 * by a native function that, up to 3.13, gets its argument in a tuple.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { cellContent } from '../object/cell.ts'
import { Kind } from '../object/kinds.ts'
import { decref, incref, kindOf } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { newTuple, tupleSetItemSteal } from '../object/tuple.ts'
import type { Code } from './code.ts'
import { BORROWED, F_LOCALS } from './frame.ts'

export function reportEntry(m: Machine, code: Code, fp: number): void {
  // What is collected for that tells of itself first.
  writeToLog(m)
  if (code.report === 'initialized') m.log.initialized(firstArgument(m, code, fp), code.reported)
  else if (code.report === 'finalized') m.log.finalized(firstArgument(m, code, fp), code.reported)
  else m.log.entered(code.reported)
}

/** Where an inner function uses it, it has moved into a cell: in its own place, or (to 3.10) behind the local variables. */
function firstArgument(m: Machine, code: Code, fp: number): Address {
  const index = Math.max(0, code.localNames.lastIndexOf(code.localNames[0] as string))
  const o = (m.i32[fp + F_LOCALS + 2 * index] as number) & ~BORROWED
  return code.hasCells && kindOf(m, o) === Kind.cell ? cellContent(m, o) : o
}

/** The tuple of one argument of a call that writes: from the free list, or allocated where that is empty. */
export function writeToLog(m: Machine): void {
  if (!m.dialect.logTakesTuple) return
  const args = granted(m, () => newTuple(m, 1))
  tupleSetItemSteal(m, args, 0, incref(m, m.None))
  decref(m, args)
}
