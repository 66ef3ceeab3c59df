/**
 * Tracebacks (Python/traceback.c): a chain from the frame that caught to the one that raised.
 *
 *   16 tb_next   24 tb_frame   32 tb_lasti, tb_lineno (not kept)
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { raiseAttributeError } from './exception.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { hashPointer } from './protocol.ts'
import { incref, setField, typeOf } from './refcount.ts'

const NEXT = 16
const FRAME_AT = 24
const BYTES = 40

/** Both are borrowed; `next` may be 0. */
export function newTraceback(m: Machine, next: Address, frame: Address): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.traceback] as number, BYTES)
  fillWords(m.i32, 0, (o + NEXT) >> 2, (o + BYTES) >> 2)
  if (next !== 0) m.i32[(o + NEXT) >> 2] = incref(m, next)
  m.i32[(o + FRAME_AT) >> 2] = incref(m, frame)
  track(m, o)
  return o
}

/** Borrowed, or 0. */
export function tracebackNext(m: Machine, o: Address): Address {
  return m.i32[(o + NEXT) >> 2] as number
}

/** Borrowed. */
export function tracebackFrame(m: Machine, o: Address): Address {
  return m.i32[(o + FRAME_AT) >> 2] as number
}

function clear(m: Machine, o: Address): void {
  setField(m, o + NEXT, 0)
  setField(m, o + FRAME_AT, 0)
}

export const TRACEBACK: TypeSlots = {
  name: 'traceback',
  gc: true,
  basicSize: BYTES,
  dealloc(m, o) {
    untrack(m, o)
    if (!deallocBegins(m, o)) return
    clear(m, o)
    gcFree(m, o)
    deallocEnds(m)
  },
  traverse(m, o) {
    let count = 0
    const next = tracebackNext(m, o)
    const frame = tracebackFrame(m, o)
    if (next !== 0) m.referents[count++] = next
    if (frame !== 0) m.referents[count++] = frame
    return count
  },
  clear,
  hash: hashPointer,
  getAttribute(m, o, name) {
    if (name === m.names['tb_next']) return incref(m, tracebackNext(m, o) === 0 ? m.None : tracebackNext(m, o))
    if (name === m.names['tb_frame']) return incref(m, tracebackFrame(m, o))
    if (name === m.names['__class__']) return incref(m, typeOf(m, o))
    return raiseAttributeError(m, o, name)
  },
}
