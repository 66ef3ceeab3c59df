/**
 * Frames as objects (Objects/frameobject.c, Python/frame.c): what a traceback holds. The evaluation loop decides when to
 * make one and what to move into it; here it keeps its values alive and lets go of them in the version's order.
 *
 *   16 f_back   24 function (3.11+) or builtins   32 code   40 globals   48 values in use   56 room   64 f_locals of a class body
 *   basicsize (as in that version): values: locals, then the value stack
 */

import { gcAlloc, gcFree, gcResize, initObject, isTracked, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'
import { codeNumber, codeZombie, setCodeZombie } from './code-object.ts'
import { raiseAttributeError } from './exception.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { hashPointer } from './protocol.ts'
import { decref, incref, setField, typeOf } from './refcount.ts'

const BACK = 16
const FUNCTION_AT = 24
const CODE_AT = 32
const GLOBALS = 40
const SIZE = 48
/** How many values there is room for. */
const CAPACITY = 56
const LOCALS = 64

/** `frame.__basicsize__`, asked of each version. */
export function frameBytes(m: Machine): SizeBytes {
  switch (m.dialect.version[1]) {
    case 8:
    case 9:
      return 368
    case 10:
      return 360
    case 11:
    case 12:
      return 120
    case 13:
      return 136
    default:
      return 152
  }
}

/**
 * Memory for a frame of that code, with room for `count` values: up to 3.10 what its last activation has left, or from the
 * free list, enlarged where it is too small. 0 with MemoryError set.
 */
export function allocFrameObject(m: Machine, code: Address, count: number): Address {
  const type = m.typeByKind[Kind.frame] as number
  const zombie = codeZombie(m, code)
  if (zombie !== 0) {
    setCodeZombie(m, code, 0)
    return revived(m, zombie, type)
  }
  const bytes = frameBytes(m) + 8 * count
  let o = takeKept(m, FreeListOf.frame)
  if (o !== 0 && (m.i32[(o + CAPACITY) >> 2] as number) < count) {
    const kept = o
    o = gcResize(m, kept, bytes)
    if (o === 0) gcFree(m, kept)
  } else if (o !== 0) return revived(m, o, type)
  else o = gcAlloc(m, type, bytes)
  if (o === 0) return 0
  m.i32[(o + CAPACITY) >> 2] = count
  return revived(m, o, type)
}

function revived(m: Machine, o: Address, type: Address): Address {
  initObject(m, o, type)
  return o
}

/** Gives memory back that was never filled, or whose references are released. */
export function freeFrameObject(m: Machine, code: Address, o: Address): void {
  const left = m.dialect.callMakesFrame ? leaveToCode(m, code, o) : o
  if (left !== 0 && !keep(m, FreeListOf.frame, left)) gcFree(m, left)
}

/**
 * Up to 3.10 code keeps the frame that it gets first (co_zombieframe). What is over then, or 0. Diverges: of two, code keeps
 * the one outside of the heap, with which it was compiled.
 */
function leaveToCode(m: Machine, code: Address, o: Address): Address {
  const zombie = codeZombie(m, code)
  if (zombie !== 0 && o >= m.space.heapStart) return o
  setCodeZombie(m, code, o)
  return zombie
}

/**
 * Makes memory a frame with `count` values, all NULL. Arguments are borrowed and may be 0 except `code`; `fn` is the
 * built-ins' dict up to 3.10. It is not tracked yet.
 */
export function fillFrameObject(
  m: Machine,
  o: Address,
  back: Address,
  fn: Address,
  code: Address,
  globals: Address,
  count: number,
): void {
  const capacity = m.i32[(o + CAPACITY) >> 2] as number
  fillWords(m.i32, 0, (o + BACK) >> 2, (o + frameBytes(m) + 8 * count) >> 2)
  m.i32[(o + CAPACITY) >> 2] = capacity
  if (back !== 0) m.i32[(o + BACK) >> 2] = incref(m, back)
  if (fn !== 0) m.i32[(o + FUNCTION_AT) >> 2] = incref(m, fn)
  m.i32[(o + CODE_AT) >> 2] = incref(m, code)
  if (globals !== 0) m.i32[(o + GLOBALS) >> 2] = incref(m, globals)
  m.i32[(o + SIZE) >> 2] = count
}

/** Takes the reference over. */
export function frameSetValueSteal(m: Machine, o: Address, index: number, value: Address): void {
  setField(m, o + frameBytes(m) + 8 * index, value)
}

/** How many values are visited and released: of a generator's frame those on its stack only while it waits. */
export function setFrameSize(m: Machine, o: Address, count: number): void {
  m.i32[(o + SIZE) >> 2] = count
}

/** Takes the reference over. */
export function frameSetBackSteal(m: Machine, o: Address, back: Address): void {
  setField(m, o + BACK, back)
}

/** Takes the reference over (3.11+). */
export function frameSetFunctionSteal(m: Machine, o: Address, fn: Address): void {
  setField(m, o + FUNCTION_AT, fn)
}

/** The namespace of a class body; takes the reference over. */
export function frameSetLocalsSteal(m: Machine, o: Address, namespace: Address): void {
  setField(m, o + LOCALS, namespace)
}

/** Values in the order of the version: locals from the first on, or from the last on (3.14+). */
function releaseValues(m: Machine, o: Address): void {
  const count = m.i32[(o + SIZE) >> 2] as number
  const first = o + frameBytes(m)
  if (m.semantics.localsReleasedForward) for (let i = 0; i < count; i++) releaseValue(m, first + 8 * i)
  else for (let i = count - 1; i >= 0; i--) releaseValue(m, first + 8 * i)
}

/** On the stack of a generator's frame lie also marks that are no objects. */
function releaseValue(m: Machine, at: Address): void {
  const value = m.i32[at >> 2] as number
  m.i32[at >> 2] = 0
  if (value !== 0 && (value & 3) === 0) decref(m, value)
}

function dealloc(m: Machine, o: Address): void {
  if (isTracked(m, o)) untrack(m, o)
  if (!deallocBegins(m, o)) return
  if (!m.dialect.callMakesFrame) releaseFields(m, o, NEW_FIELDS_FIRST)
  releaseValues(m, o)
  const code = m.i32[(o + CODE_AT) >> 2] as number
  releaseFields(m, o, m.dialect.callMakesFrame ? OLD_FIELDS_LAST : NEW_FIELDS_LAST)
  freeFrameObject(m, code, o)
  deallocEnds(m)
}

/** As frame_dealloc does: around the values. */
const OLD_FIELDS_LAST: readonly number[] = [BACK, FUNCTION_AT, GLOBALS, LOCALS, CODE_AT]
const NEW_FIELDS_FIRST: readonly number[] = [FUNCTION_AT, LOCALS]
const NEW_FIELDS_LAST: readonly number[] = [BACK, CODE_AT]

function releaseFields(m: Machine, o: Address, fields: readonly number[]): void {
  for (let i = 0; i < fields.length; i++) setField(m, o + (fields[i] as number), 0)
}

/** Fields as frame_traverse and _PyFrame_Traverse go through them, then the values. */
function traverse(m: Machine, o: Address): number {
  const count = m.i32[(o + SIZE) >> 2] as number
  const referents = m.roomForReferents(count + OLD_FIELDS.length)
  const { i32 } = m
  let n = 0
  const isOld = m.dialect.callMakesFrame
  const fields = isOld ? OLD_FIELDS : NEW_FIELDS
  for (let i = 0; i < fields.length; i++) {
    const field = i32[(o + (fields[i] as number)) >> 2] as number
    if (field !== 0) referents[n++] = field
  }
  for (let i = 0, at = (o + frameBytes(m)) >> 2; i < count; i++, at += 2) {
    const value = i32[at] as number
    if (value !== 0 && (value & 3) === 0) referents[n++] = value
  }
  return n
}

const OLD_FIELDS: readonly number[] = [BACK, CODE_AT, FUNCTION_AT, GLOBALS, LOCALS]
const NEW_FIELDS: readonly number[] = [BACK, LOCALS, FUNCTION_AT, CODE_AT]

export const FRAME: TypeSlots = {
  name: 'frame',
  gc: true,
  basicSize: 368,
  itemSize: 8,
  dealloc,
  traverse,
  clear: releaseValues,
  hash: hashPointer,
  getAttribute(m, o, name) {
    if (name === m.names['f_back']) {
      const back = m.i32[(o + BACK) >> 2] as number
      return incref(m, back === 0 ? m.None : back)
    }
    if (name === m.names['f_code']) return incref(m, m.i32[(o + CODE_AT) >> 2] as number)
    if (name === m.names['__class__']) return incref(m, typeOf(m, o))
    return raiseAttributeError(m, o, name)
  },
  // Up to 3.10 one value is part of the record.
  sizeof(m, o) {
    const code = m.codes[codeNumber(m, m.i32[(o + CODE_AT) >> 2] as number)]
    return frameBytes(m) + 8 * ((code?.frameSlots ?? 0) - (m.dialect.callMakesFrame ? 1 : 0))
  },
}
