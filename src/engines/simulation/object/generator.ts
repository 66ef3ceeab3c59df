/**
 * Generators (Objects/genobject.c). Up to 3.10 a generator holds a frame object, from 3.11 on the frame itself: in both
 * cases the evaluation loop runs it where it lies (see frame/frame.ts for its fields). Keeps true: a generator that dies
 * has been closed, unless it was finished. Diverges: flags of asynchronous generators are not kept; the words of the frame
 * before its local variables are those of the simulation's frames.
 *
 *   3.8, 3.9:    16 gi_frame  24 gi_running  32 gi_code  40 weakreflist  48 name  56 qualname  64 gi_exc_state
 *   3.10:        16 gi_frame  24 gi_code  32 weakreflist  40 name  48 qualname  56 gi_exc_state
 *   3.11:        16 gi_code  24 weakreflist  32 name  40 qualname  48 gi_exc_state  64 …  72 gi_iframe  152 its variables
 *   3.12, 3.13:  16 weakreflist  24 name  32 qualname  40 gi_exc_state  56 …  64 gi_iframe  144 its variables
 *   3.14+:       16 weakreflist  24 name  32 qualname  40 gi_exc_state  56 …  72 gi_iframe  152 its variables
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import { PREV_FINALIZED } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, GC_PREV, OB_REFCNT, type SizeBytes } from '../memory/layout.ts'
import { clearItem, visitItem } from './exc-info.ts'
import { Kind } from './kinds.ts'
import { decref, incref } from './refcount.ts'

interface Layout {
  /** Up to 3.10, else 0. */
  readonly frame: number
  readonly code: number
  readonly weaklist: number
  readonly name: number
  readonly qualname: number
  readonly excState: number
  readonly bytes: SizeBytes
}

const LAYOUT_38: Layout = { frame: 16, code: 32, weaklist: 40, name: 48, qualname: 56, excState: 64, bytes: 96 }
const LAYOUT_310: Layout = { frame: 16, code: 24, weaklist: 32, name: 40, qualname: 48, excState: 56, bytes: 88 }
const LAYOUT_311: Layout = { frame: 0, code: 16, weaklist: 24, name: 32, qualname: 40, excState: 48, bytes: 152 }
const LAYOUT_312: Layout = { frame: 0, code: 0, weaklist: 16, name: 24, qualname: 32, excState: 40, bytes: 144 }
const LAYOUT_314: Layout = { ...LAYOUT_312, bytes: 152 }

function layoutOf(m: Machine): Layout {
  switch (m.dialect.version[1]) {
    case 8:
    case 9:
      return LAYOUT_38
    case 10:
      return LAYOUT_310
    case 11:
      return LAYOUT_311
    case 12:
    case 13:
      return LAYOUT_312
    default:
      return LAYOUT_314
  }
}

export function generatorBytes(m: Machine): SizeBytes {
  return layoutOf(m).bytes
}

export function generatorWeaklistOffset(m: Machine): number {
  return layoutOf(m).weaklist
}

/**
 * Names and code are borrowed, the frame object (0 from 3.11 on) is taken over; `slots`: room behind it (3.11+). Gives 0 with
 * MemoryError set: then nothing is taken over.
 */
export function newGenerator(
  m: Machine,
  code: Address,
  name: Address,
  qualname: Address,
  frame: Address,
  slots: number,
): Address {
  const at = layoutOf(m)
  const bytes = at.bytes + 8 * slots
  const o = gcAlloc(m, m.typeByKind[Kind.generator] as number, bytes)
  if (o === 0) return 0
  const { i32 } = m
  fillWords(i32, 0, (o + 16) >> 2, (o + bytes) >> 2)
  if (at.code !== 0) i32[(o + at.code) >> 2] = incref(m, code)
  if (at.frame !== 0) i32[(o + at.frame) >> 2] = frame
  i32[(o + at.name) >> 2] = incref(m, name)
  i32[(o + at.qualname) >> 2] = incref(m, qualname)
  track(m, o)
  return o
}

/** The frame object (up to 3.10); borrowed, 0 once it is finished. */
export function generatorFrameObject(m: Machine, o: Address): Address {
  const { frame } = layoutOf(m)
  return frame === 0 ? 0 : (m.i32[(o + frame) >> 2] as number)
}

/** Takes the frame object away from it. */
export function takeFrameOf(m: Machine, o: Address): Address {
  const at = (o + layoutOf(m).frame) >> 2
  const frame = m.i32[at] as number
  m.i32[at] = 0
  return frame
}

export function generatorExcState(m: Machine, o: Address): Address {
  return o + layoutOf(m).excState
}

/** Borrowed. */
export function generatorName(m: Machine, o: Address): Address {
  return m.i32[(o + layoutOf(m).name) >> 2] as number
}

/** What a generator visits beside its frame (from 3.11 on): before that frame, and behind it. */
export function visitBefore(m: Machine, o: Address): number {
  const at = layoutOf(m)
  let count = 0
  const frame = at.frame === 0 ? 0 : (m.i32[(o + at.frame) >> 2] as number)
  if (frame !== 0) m.referents[count++] = frame
  const code = at.code === 0 ? 0 : (m.i32[(o + at.code) >> 2] as number)
  if (code !== 0) m.referents[count++] = code
  m.referents[count++] = m.i32[(o + at.name) >> 2] as number
  m.referents[count++] = m.i32[(o + at.qualname) >> 2] as number
  return count
}

export function visitBehind(m: Machine, o: Address, count: number): number {
  return visitItem(m, o + layoutOf(m).excState, count)
}

/** Runs its finalizer if that has not run; true where somebody took a reference (PyObject_CallFinalizerFromDealloc). */
export function isRevivedByFinalizer(m: Machine, o: Address): boolean {
  const count = (o + OB_REFCNT) >> 2
  const flags = (o + GC_PREV) >> 2
  if (((m.i32[flags] as number) & PREV_FINALIZED) !== 0) return false
  track(m, o)
  m.i32[count] = 1
  m.services.callFinalizer(m, o)
  m.i32[flags] = (m.i32[flags] as number) | PREV_FINALIZED
  m.i32[count] = (m.i32[count] as number) - 1
  if ((m.i32[count] as number) > 0) return true
  untrack(m, o)
  return false
}

/** The last part of its death: everything but the frame goes. */
export function freeGenerator(m: Machine, o: Address): void {
  const at = layoutOf(m)
  if (at.code !== 0) decref(m, m.i32[(o + at.code) >> 2] as number)
  decref(m, m.i32[(o + at.name) >> 2] as number)
  decref(m, m.i32[(o + at.qualname) >> 2] as number)
  clearItem(m, o + at.excState)
  gcFree(m, o)
}
