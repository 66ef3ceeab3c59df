/** The exception that is on its way waits while code of the program runs: a finalizer, a callback (PyErr_Fetch, PyErr_Restore). */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { takeError } from './raise.ts'
import { xdecref } from './refcount.ts'
import { bringUnmadeBack, takeUnmade, type UnmadeError } from './unmade-error.ts'

export type ErrorAside = Address | UnmadeError

/** Undefined where none is on its way. */
export function putErrorAside(m: Machine): ErrorAside | undefined {
  if (m.error === 0) return undefined
  return m.errorIsUnmade ? takeUnmade(m) : takeError(m)
}

/** In place of none. */
export function bringErrorBack(m: Machine, aside: ErrorAside | undefined): void {
  assert(m.error === 0, 'one exception is on its way at a time')
  if (aside === undefined) return
  if (typeof aside === 'object') return bringUnmadeBack(m, aside)
  m.error = aside
  m.errorIsUnmade = false
}

/** The tuple of a failed call's arguments is gone before the exception is made: its place may become that of other arguments. */
export function releaseArguments(m: Machine, args: Address): void {
  if (m.error === 0 || !m.errorIsUnmade) return xdecref(m, args)
  const unmade = takeUnmade(m)
  xdecref(m, args)
  bringErrorBack(m, unmade)
}
