/**
 * Which exception is being handled (_PyErr_StackItem in Include/cpython/pystate.h): one item for the running code, and
 * one in each generator; the items of what is running form a chain. An exception that is raised meanwhile remembers the
 * handled one as its `__context__`.
 *
 *   to 3.10:  0 exc_type   8 exc_value   16 exc_traceback   24 previous_item
 *   3.11+:    0 exc_value   8 previous_item
 */
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { tracebackField } from './exception-layout.ts'
import { decref, incref, xdecref } from './refcount.ts'

const ITEM_BYTES = 32

export function bootExcInfo(m: Machine): void {
  m.excInfo = m.space.takeStatic(ITEM_BYTES)
}

function valueAt(m: Machine): number {
  return m.dialect.callMakesFrame ? 8 : 0
}

export function previousItemAt(m: Machine): number {
  return m.dialect.callMakesFrame ? 24 : 8
}

/** The innermost item in which an exception is handled; 0: none is. */
function handlingItem(m: Machine): Address {
  const { i32 } = m
  const at = valueAt(m)
  const previousAt = previousItemAt(m)
  let item = m.excInfo
  while (item !== 0 && i32[(item + at) >> 2] === 0) item = i32[(item + previousAt) >> 2] as number
  return item
}

/** The exception that is handled at the moment (_PyErr_GetTopmostException); borrowed, or 0. */
export function handledException(m: Machine): Address {
  const item = handlingItem(m)
  return item === 0 ? 0 : (m.i32[(item + valueAt(m)) >> 2] as number)
}

/** The traceback with which what is handled now was caught (up to 3.10); borrowed. */
export function handledTraceback(m: Machine): Address {
  return m.i32[(handlingItem(m) + 16) >> 2] as number
}

/** The handled exception of the running code alone; borrowed, or 0. */
export function ownHandledException(m: Machine): Address {
  return m.i32[(m.excInfo + valueAt(m)) >> 2] as number
}

/** That of an item, as the collector visits it: the value, up to 3.10 with type and traceback. */
export function visitItem(m: Machine, item: Address, count: number): number {
  const { i32, referents } = m
  const end = m.dialect.callMakesFrame ? 24 : 8
  for (let at = 0; at < end; at += 8) {
    const field = i32[(item + at) >> 2] as number
    if (field !== 0) referents[count++] = field
  }
  return count
}

export function clearItem(m: Machine, item: Address): void {
  const end = m.dialect.callMakesFrame ? 24 : 8
  for (let at = 0; at < end; at += 8) {
    const field = m.i32[(item + at) >> 2] as number
    m.i32[(item + at) >> 2] = 0
    xdecref(m, field)
  }
}

/** A new exception gets the handled one as its context; no chain of contexts leads back to it (_PyErr_SetObject). */
export function setContext(m: Machine, exception: Address): void {
  const handled = handledException(m)
  if (handled === 0 || handled === exception) return
  const { i32 } = m
  const at = tracebackField(m) + 8
  for (let o = handled; ; ) {
    const context = i32[(o + at) >> 2] as number
    if (context === 0) break
    if (context === exception) {
      i32[(o + at) >> 2] = 0
      decref(m, context)
      break
    }
    o = context
  }
  const old = i32[(exception + at) >> 2] as number
  i32[(exception + at) >> 2] = incref(m, handled)
  xdecref(m, old)
}

/** The exception becomes the handled one, the item takes it over; what it held is left to the caller, at `stack` (words). */
export function enterHandling(m: Machine, exception: Address, traceback: Address, stack: number): void {
  const { i32, excInfo } = m
  const at = excInfo >> 2
  if (!m.dialect.callMakesFrame) {
    i32[stack] = i32[at] as number
    i32[at] = exception
    return
  }
  // From the traceback up, so that the type is on top.
  i32[stack] = i32[at + 4] as number
  i32[stack + 2] = i32[at + 2] as number
  i32[stack + 4] = i32[at] as number
  i32[at] = incref(m, i32[(exception + OB_TYPE) >> 2] as number)
  i32[at + 2] = exception
  i32[at + 4] = traceback === 0 ? 0 : incref(m, traceback)
}

/** The handled exception is given up; the one that `enterHandling` left at `stack` (words) comes back. */
export function leaveHandling(m: Machine, stack: number): void {
  const { i32 } = m
  const at = m.excInfo >> 2
  const first = i32[at] as number
  if (!m.dialect.callMakesFrame) {
    i32[at] = i32[stack] as number
    xdecref(m, first)
    return
  }
  const value = i32[at + 2] as number
  const traceback = i32[at + 4] as number
  i32[at] = i32[stack + 4] as number
  i32[at + 2] = i32[stack + 2] as number
  i32[at + 4] = i32[stack] as number
  xdecref(m, first)
  xdecref(m, value)
  xdecref(m, traceback)
}
