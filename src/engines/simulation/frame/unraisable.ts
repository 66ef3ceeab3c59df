/**
 * Exceptions that nobody can catch: of finalizers and callbacks (_PyErr_WriteUnraisableMsg in Python/errors.c). They go to
 * `sys.unraisablehook`, or to the log where the program has not replaced it.
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { dictGetInterned } from '../object/dict.ts'
import { exceptionTraceback, raiseAttributeError } from '../object/exception.ts'
import { Kind } from '../object/kinds.ts'
import { moduleDict } from '../object/module.ts'
import { hashPointer } from '../object/protocol.ts'
import { clearError, errorTypeName, takeError } from '../object/raise.ts'
import { decref, incref, setField, typeOf } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { newStr, strText } from '../object/str.ts'
import { makeError } from '../object/unmade-error.ts'
import { callArgs } from './call.ts'
import { writeToLog } from './report.ts'
import { addTracebackOfCaller } from './traceback-entry.ts'

/** The `unraisable` service: reports `m.error`, which then is no more. `context` is a function, or 0. Lacks no memory. */
export function reportUnraisable(m: Machine, context: Address): void {
  const sys = dictGetInterned(m, m.modules, m.names['sys'] as number)
  const hook = dictGetInterned(m, moduleDict(m, sys), m.names['unraisablehook'] as number)
  const name = errorTypeName(m)
  makeError(m)
  addTracebackOfCaller(m)
  const error = takeError(m)
  const args = granted(m, () => newArgs(m, error, context))
  decref(m, error)
  if (hook === m.unraisableHook || hook === 0 || hook === m.None) {
    writeToLog(m)
    m.log.unraisable(name)
    // Whoever writes it down is a function of Python.
    if (m.gc.due) m.services.collectIfDue(m)
    decref(m, args)
    return
  }
  incref(m, hook)
  const result = callArgs(m, hook, [args])
  decref(m, args)
  decref(m, hook)
  // A hook that fails is told on a stream that no program sees.
  if (result === 0) clearError(m)
  else decref(m, result)
}

const FIELDS = ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'] as const
const FIELDS_AT = 24
const BYTES = FIELDS_AT + 8 * FIELDS.length

/** From 3.14 on the message names the function, and there is no object. */
function newArgs(m: Machine, error: Address, context: Address): Address {
  const traceback = exceptionTraceback(m, error)
  const names = m.dialect.version[1] >= 14
  const message = names ? newStr(m, 'Exception ignored while calling deallocator') : incref(m, m.None)
  const o = gcAlloc(m, m.typeByKind[Kind.unraisableHookArgs] as number, BYTES)
  const values = [
    incref(m, typeOf(m, error)),
    incref(m, error),
    incref(m, traceback === 0 ? m.None : traceback),
    message,
    incref(m, names || context === 0 ? m.None : context),
  ]
  fillWords(m.i32, 0, (o + 16) >> 2, (o + BYTES) >> 2)
  m.i32[(o + 16) >> 2] = values.length
  for (const [i, value] of values.entries()) m.i32[(o + FIELDS_AT + 8 * i) >> 2] = value
  track(m, o)
  return o
}

export const UNRAISABLE_HOOK_ARGS: TypeSlots = {
  name: 'UnraisableHookArgs',
  gc: true,
  basicSize: BYTES,
  dealloc(m, o) {
    untrack(m, o)
    for (let i = 0; i < FIELDS.length; i++) setField(m, o + FIELDS_AT + 8 * i, 0)
    gcFree(m, o)
  },
  traverse(m, o) {
    let count = 0
    for (let i = 0; i < FIELDS.length; i++) {
      const value = m.i32[(o + FIELDS_AT + 8 * i) >> 2] as number
      if (value !== 0) m.referents[count++] = value
    }
    return count
  },
  clear() {},
  hash: hashPointer,
  getAttribute(m, o, name) {
    const index = (FIELDS as readonly string[]).indexOf(strText(m, name))
    if (index < 0) return raiseAttributeError(m, o, name)
    return incref(m, m.i32[(o + FIELDS_AT + 8 * index) >> 2] as number)
  },
}
