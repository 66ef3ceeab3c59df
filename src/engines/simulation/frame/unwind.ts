/**
 * Where an exception goes in the frame that it comes to (exception_unwind in Python/ceval.c): the value stack is released
 * down to the innermost handler's depth, and what that handler finds there is pushed.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { OB_TYPE } from '../memory/layout.ts'
import { enterHandling, leaveHandling } from '../object/exc-info.ts'
import { exceptionTraceback } from '../object/exception.ts'
import { takeError } from '../object/raise.ts'
import { incref } from '../object/refcount.ts'
import { makeError } from '../object/unmade-error.ts'
import type { Code } from './code.ts'
import { F_LOCALS, NO_OBJECT, release } from './frame.ts'
import { type CodeHandler, HandlerKind } from './handler.ts'

/**
 * The instruction before word index `ip` has failed, with a stack up to `sp`. Where the frame goes on, with the stack up to
 * `m.unwoundSp`; 0 where it ends: then nothing is on its stack.
 */
export function unwind(m: Machine, fp: number, code: Code, ip: number, sp: number): number {
  const base = fp + F_LOCALS + 2 * code.localCount
  let top = sp
  if (code.handlerOf.length > 0) {
    for (let index = code.handlerOf[ip - 1 - code.start] as number; index >= 0; ) {
      const handler = code.handlers[index] as CodeHandler
      const bottom = base + 2 * handler.depth
      if (handler.kind !== HandlerKind.handling) {
        top = dropTo(m, top, bottom)
        m.unwoundSp = push(m, handler.kind, bottom)
        return handler.target
      }
      // The exception leaves a handler: what was handled before is so again.
      top = dropTo(m, top, bottom + 6)
      leaveHandling(m, bottom)
      top = bottom
      index = handler.outer
    }
  }
  m.unwoundSp = dropTo(m, top, base)
  return 0
}

function dropTo(m: Machine, top: number, bottom: number): number {
  assert(top >= bottom, 'a handler finds on the stack what was there')
  let at = top
  while (at > bottom) {
    at -= 2
    release(m, m.i32[at] as number)
  }
  return bottom
}

function push(m: Machine, kind: HandlerKind, at: number): number {
  const { i32 } = m
  makeError(m)
  const error = takeError(m)
  if (kind === HandlerKind.plain) {
    i32[at] = error
    return at + 2
  }
  if (kind === HandlerKind.cleanup) {
    i32[at] = NO_OBJECT
    i32[at + 2] = error
    return at + 4
  }
  const traceback = exceptionTraceback(m, error)
  i32[at + 6] = traceback === 0 ? 0 : incref(m, traceback)
  i32[at + 8] = incref(m, error)
  i32[at + 10] = incref(m, i32[(error + OB_TYPE) >> 2] as number)
  enterHandling(m, error, traceback, at)
  return at + 12
}
