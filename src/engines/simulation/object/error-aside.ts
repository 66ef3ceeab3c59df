/**
 * The exception that is on its way waits while code of the program runs: a finalizer, a callback (PyErr_Fetch, PyErr_Restore).
 * Keeps true: up to 3.11 one that nobody has caught yet is no object meanwhile, but its type and arguments, as long as
 * nothing was handled when it was raised (PyErr_NormalizeException makes it where it is caught); so neither it nor its tuple
 * of arguments counts.
 */
import { assert } from '../../../base/assert.ts'
import { gcFree } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { exceptionArgs, exceptionTraceback, newExceptionOfType, setTracebackSteal } from './exception.ts'
import { FreeListOf, takeKept } from './free-lists.ts'
import { decref, incref, refcountOf, typeOf, xdecref } from './refcount.ts'
import { granted } from './request-memory.ts'
import { tupleFrom, tupleItem, tupleSize } from './tuple.ts'

export interface ErrorAside {
  /** 0 where it is no object. */
  readonly error: Address
  readonly isPending: boolean
  readonly areArgsPending: boolean
  /** What it is otherwise; all owned. */
  readonly type: Address
  readonly args: Address
  readonly items: readonly Address[]
  readonly traceback: Address
}

/** Undefined where none is on its way. */
export function putErrorAside(m: Machine): ErrorAside | undefined {
  const { error } = m
  if (error === 0) return undefined
  m.error = 0
  const flags = { isPending: m.errorIsPending, areArgsPending: m.errorArgsArePending }
  const isObject = !m.errorIsPending || m.dialect.version[1] >= 12
  if (isObject) return { error, ...flags, type: 0, args: 0, items: [], traceback: 0 }
  assert(refcountOf(m, error) === 1, 'nobody else holds an exception that nobody has caught')
  const args = exceptionArgs(m, error)
  const traceback = exceptionTraceback(m, error)
  const items = m.errorArgsArePending ? Array.from({ length: tupleSize(m, args) }, (_, i) => tupleItem(m, args, i)) : []
  for (const item of items) incref(m, item)
  const aside = {
    error: 0,
    ...flags,
    type: incref(m, typeOf(m, error)),
    args: m.errorArgsArePending ? 0 : incref(m, args),
    items,
    traceback: traceback === 0 ? 0 : incref(m, traceback),
  }
  decref(m, error)
  if (items.length > 0 && m.errorArgsAreNew) gcFree(m, takeKept(m, FreeListOf.tuple + items.length))
  return aside
}

/** Up to 3.11 the tuple of a failed call's arguments is gone before the exception is made. */
export function releaseArguments(m: Machine, args: Address): void {
  const waits = m.error !== 0 && m.errorIsPending && m.dialect.version[1] <= 11
  const aside = waits ? putErrorAside(m) : undefined
  xdecref(m, args)
  if (waits) bringErrorBack(m, aside)
}

/** In place of none. */
export function bringErrorBack(m: Machine, aside: ErrorAside | undefined): void {
  assert(m.error === 0, 'one exception is on its way at a time')
  if (aside === undefined) return
  m.error = aside.error === 0 ? granted(m, () => madeAgain(m, aside)) : aside.error
  m.errorIsPending = aside.isPending
  m.errorArgsArePending = aside.areArgsPending
}

function madeAgain(m: Machine, { type, args, items, traceback }: ErrorAside): Address {
  const error = newExceptionOfType(m, type, args === 0 ? tupleFrom(m, items) : args)
  for (const item of items) decref(m, item)
  decref(m, type)
  if (traceback !== 0) setTracebackSteal(m, error, traceback)
  return error
}
