/**
 * `map(function, iterable)` (Python/bltinmodule.c), which weak sets use; programs have no name for it.
 *
 *   0 ob_refcnt   8 ob_type   16 iters, a tuple   24 func   (32 strict from 3.14 on)
 */
import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { hashPointer, iterate, nextItem } from './protocol.ts'
import { decref, incref, xdecref } from './refcount.ts'
import { tupleFrom, tupleItem } from './tuple.ts'

const ITERS = 16
const FUNC = 24

/** With borrowed arguments, which are in a tuple meanwhile up to 3.9; 0 with an error set. */
export function newMap(m: Machine, callee: Address, iterable: Address): Address {
  const args = m.dialect.version[1] <= 9 ? tupleFrom(m, [callee, iterable]) : 0
  const iterator = iterate(m, iterable)
  const iterators = iterator === 0 ? 0 : tupleFrom(m, [iterator])
  xdecref(m, iterator)
  const bytes = m.dialect.version[1] >= 14 ? 40 : 32
  const o = iterators === 0 ? 0 : gcAlloc(m, m.typeByKind[Kind.map] as number, bytes)
  if (o === 0) xdecref(m, iterators)
  else {
    m.i32[(o + ITERS) >> 2] = iterators
    m.i32[(o + FUNC) >> 2] = incref(m, callee)
    for (const word of [ITERS + 4, FUNC + 4]) m.i32[(o + word) >> 2] = 0
    track(m, o)
  }
  xdecref(m, args)
  return o
}

export const MAP: TypeSlots = {
  name: 'map',
  gc: true,
  basicSize: 32,
  dealloc(m, o) {
    untrack(m, o)
    decref(m, m.i32[(o + ITERS) >> 2] as number)
    decref(m, m.i32[(o + FUNC) >> 2] as number)
    gcFree(m, o)
  },
  traverse(m, o) {
    m.referents[0] = m.i32[(o + ITERS) >> 2] as number
    m.referents[1] = m.i32[(o + FUNC) >> 2] as number
    return 2
  },
  clear() {},
  hash: hashPointer,
  iterate: incref,
  next(m, o) {
    const item = nextItem(m, tupleItem(m, m.i32[(o + ITERS) >> 2] as number, 0))
    if (item === 0) return 0
    const value = m.services.call(m, m.i32[(o + FUNC) >> 2] as number, [item])
    decref(m, item)
    return value
  },
}
