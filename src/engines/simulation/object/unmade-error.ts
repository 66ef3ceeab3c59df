/**
 * Up to 3.11 an exception that C code raises is no object yet, but a type, its arguments and a traceback, as long as nothing
 * was handled when it was raised; whoever catches it makes it (PyErr_NormalizeException). Here an object stands in for it
 * from the start. Keeps true: neither that nor its tuple of arguments counts as allocated, and nobody else holds it.
 */
import { assert } from '../../../base/assert.ts'
import { countStandIns } from '../gc/allocation-count.ts'
import { gcFree, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import {
  clearException,
  exceptionArgs,
  exceptionTraceback,
  newExceptionOfType,
  setTracebackSteal,
} from './exception.ts'
import { ARGS } from './exception-layout.ts'
import { decref, incref, refcountOf, typeOf, xdecref } from './refcount.ts'
import { granted } from './request-memory.ts'
import { releaseTuple, tupleFrom, tupleItem, tupleSize } from './tuple.ts'

/** What is there instead of an object; all owned, 0 where there is none. */
export interface UnmadeError {
  readonly type: Address
  /** The tuple of arguments, where C code has made one; else its items. */
  readonly args: Address
  readonly items: readonly Address[]
  readonly traceback: Address
}

/** Takes `m.error`, which is unmade, away; its stand-in is gone then. */
export function takeUnmade(m: Machine): UnmadeError {
  const { error, errorArgsAreUnmade } = m
  assert(m.errorIsUnmade && refcountOf(m, error) === 1, 'nobody else holds what stands in for an exception')
  m.error = 0
  m.errorIsUnmade = false
  const args = exceptionArgs(m, error)
  const items = errorArgsAreUnmade ? Array.from({ length: tupleSize(m, args) }, (_, i) => tupleItem(m, args, i)) : []
  for (const item of items) incref(m, item)
  const traceback = exceptionTraceback(m, error)
  const unmade = {
    type: incref(m, typeOf(m, error)),
    args: errorArgsAreUnmade ? 0 : incref(m, args),
    items,
    traceback: traceback === 0 ? 0 : incref(m, traceback),
  }
  const tupleIsStandIn = items.length > 0 && m.errorArgsAreNew
  countStandIns(m, tupleIsStandIn ? 2 : 1)
  if (tupleIsStandIn) {
    // It was never there: no free list keeps it.
    m.i32[(error + ARGS) >> 2] = 0
    untrack(m, args)
    releaseTuple(m, args)
    gcFree(m, args)
  }
  untrack(m, error)
  clearException(m, error)
  gcFree(m, error)
  return unmade
}

/** Puts it back as `m.error`, with a new stand-in. */
export function bringUnmadeBack(m: Machine, unmade: UnmadeError): void {
  m.gc.makesStandIn = true
  const error = made(m, unmade)
  m.gc.makesStandIn = false
  m.errorArgsAreNew = m.tupleIsNew
  m.error = error
  m.errorIsUnmade = true
  m.errorArgsAreUnmade = unmade.args === 0
}

/** `m.error`, if any, is an object from now on. */
export function makeError(m: Machine): void {
  if (m.error !== 0 && m.errorIsUnmade) m.error = made(m, takeUnmade(m))
}

/** Takes it over. */
function made(m: Machine, { type, args, items, traceback }: UnmadeError): Address {
  const error = granted(m, () => newExceptionOfType(m, type, args === 0 ? tupleFrom(m, items) : args))
  for (const item of items) decref(m, item)
  decref(m, type)
  if (traceback !== 0) setTracebackSteal(m, error, traceback)
  return error
}

/** Service. */
export function dropUnmade(m: Machine): void {
  const { type, args, items, traceback } = takeUnmade(m)
  decref(m, type)
  xdecref(m, args)
  for (const item of items) decref(m, item)
  xdecref(m, traceback)
}
