/**
 * Frames in the stack segment (struct _PyInterpreterFrame). Registers of a frame that called another are saved in it.
 *
 *    0 previous frame      8 code (number)       16 function (owned from 3.11 on)   24 namespace (module, class) or 0
 *   32 frame object or 0  40 saved instruction   48 saved top of the value stack    56 flags
 *   64 new instance       72 its arguments (frames that initialise); 64 generator
 *   80 local variables, 8 bytes each; behind them the value stack up to `Code.stackSize`
 *
 * Whoever runs on top of a frame starts behind the room of its whole value stack, so that the stack pointer register
 * moves with frames only. A slot holds an address; bit 0 set means borrowed (3.14+), bit 1 no object at all.
 */
import { Abort } from '../abort.ts'
import { trashcanEnd } from '../gc/trashcan.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newCell } from '../object/cell.ts'
import { codeNumber } from '../object/code-object.ts'
import { allocFrameObject, freeFrameObject } from '../object/frame-object.ts'
import { functionCode, functionDefaults } from '../object/function.ts'
import { listSetItemSteal, newList } from '../object/list.ts'
import { raise } from '../object/raise.ts'
import { decref, incref, xdecref } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { newStr } from '../object/str.ts'
import { tupleItem, tupleSize } from '../object/tuple.ts'
import type { Code } from './code.ts'
import { lookAtClock } from './patience.ts'

/** Offsets in words. */
export const F_PREVIOUS = 0
export const F_CODE = 2
export const F_FUNCTION = 4
export const F_NAMESPACE = 6
export const F_OBJECT = 8
export const F_IP = 10
/** Where its stack ends; negative while the frame itself runs, or a native call, and nobody may see it (3.11–3.13). */
export const F_SP = 12
export const F_FLAGS = 14
/** Of a frame that initialises: the new instance, and the tuple of its arguments; both owned. Of a generator's: that. */
export const F_INSTANCE = 16
export const F_ARGUMENTS = 18
export const F_LOCALS = 20
/** The frame was entered by a native caller, to whom it returns. */
export const FLAG_ENTRY = 1
/** The frame object holds references: to its code and to the frame before. */
export const FLAG_FILLED = 2
/** `__init__` of an instance that the caller's loop is making. */
export const FLAG_INITIALIZER = 4
/** Of a generator, which `F_INSTANCE` names; it lies in that or in its frame object. */
export const FLAG_GENERATOR = 8
/** The generator has yielded; runs; its frame has been cleared; it was closed before it began. */
export const FLAG_STARTED = 16
export const FLAG_EXECUTING = 32
export const FLAG_CLEARED = 64
export const FLAG_CLOSED = 128
/** An initializer's, whose caller's stack does not show type and arguments any more: CPython has moved them (3.13+). */
export const FLAG_DIRECT = 512
/** The incremental collector has marked from it (3.14.0–3.14.4). */
export const FLAG_VISITED = 256

export const BORROWED = 1
export const NO_OBJECT = 2

/** Gives up what a slot holds. */
export function release(m: Machine, slot: number): void {
  if (slot !== 0 && (slot & 3) === 0) decref(m, slot)
}

/** The function's code. */
export function codeOf(m: Machine, callee: Address): Code {
  return m.codes[codeNumber(m, functionCode(m, callee))] as Code
}

/** A frame on top of the stack, its local variables unset; its word index, or 0 with RecursionError or MemoryError set. */
export function pushFrame(m: Machine, code: Code, callee: Address, flags: number): number {
  if (--m.patience < 0) lookAtClock(m)
  if (m.depth >= m.recursionLimit) return raise(m, 'RecursionError', 'maximum recursion depth exceeded')
  const { i32 } = m
  const object = m.dialect.callMakesFrame ? allocFrameObject(m, code.object, code.frameSlots) : 0
  if (object === 0 && m.dialect.callMakesFrame) return 0
  const fp = m.stackPointer >> 2
  const locals = fp + F_LOCALS
  const stack = locals + 2 * code.localCount
  const end = stack + 2 * code.stackSize
  if (end << 2 > m.space.stackEnd) throw new Abort('the-stack-ends-where-its-segment-does')
  m.depth++
  const caller = object === 0 ? 0 : heldCaller(m, m.framePointer)
  if (caller !== 0) incref(m, caller)
  i32[fp + F_PREVIOUS] = m.framePointer
  i32[fp + F_CODE] = code.number
  i32[fp + F_FUNCTION] = callee
  i32[fp + F_NAMESPACE] = 0
  i32[fp + F_OBJECT] = object
  i32[fp + F_FLAGS] = flags
  for (let at = locals; at < stack; at += 2) i32[at] = 0
  m.stackPointer = end << 2
  m.framePointer = fp << 2
  return fp
}

/** What the object of a call refers to as its caller (f_back): where that is in the collector's lists, a generator's. Or 0. */
function heldCaller(m: Machine, previous: Address): Address {
  const isTracked = previous !== 0 && ((m.i32[(previous >> 2) + F_FLAGS] as number) & FLAG_GENERATOR) !== 0
  return isTracked ? (m.i32[(previous >> 2) + F_OBJECT] as number) : 0
}

/** A cell of that frame, made before it begins. */
export function newCellOf(m: Machine, fp: number, content: Address): Address {
  const { beginningFrame } = m
  m.beginningFrame = fp << 2
  const cell = newCell(m, content)
  m.beginningFrame = beginningFrame
  return cell
}

/** The frame is about to be cleared: a frame that this runs is called by its caller, not by what is going away. */
export function unlinkFrame(m: Machine, fp: number): void {
  m.framePointer = m.i32[fp + F_PREVIOUS] as number
}

/** The unlinked frame has been cleared: its room is free again. */
export function popFrame(m: Machine, fp: number): void {
  m.depth--
  m.stackPointer = fp << 2
  if (m.dialect.callMakesFrame) xdecref(m, heldCaller(m, m.i32[fp + F_PREVIOUS] as number))
}

/**
 * A frame for a call with borrowed arguments, `self` in front of them unless 0. Its word index, or 0 with TypeError or
 * RecursionError set. The frame holds a reference to the function from 3.11 on.
 */
export function bindFrame(
  m: Machine,
  callee: Address,
  self: Address,
  argv: Address,
  argc: number,
  flags: number,
): number {
  const code = codeOf(m, callee)
  const defaults = functionDefaults(m, callee)
  const given = self === 0 ? argc : argc + 1
  const missing = code.argumentCount - given
  const defaultCount = defaults === 0 ? 0 : tupleSize(m, defaults)
  if (missing < 0 || missing > defaultCount) return refuseArguments(m, code, missing - defaultCount)
  const fp = pushFrame(m, code, callee, flags)
  if (fp === 0) return 0
  if (!m.dialect.callMakesFrame) incref(m, callee)
  const { i32 } = m
  let at = fp + F_LOCALS
  if (self !== 0) {
    i32[at] = incref(m, self)
    at += 2
  }
  for (let i = 0; i < argc; i++, at += 2) i32[at] = incref(m, (i32[(argv + 8 * i) >> 2] as number) & ~BORROWED)
  for (let i = defaultCount - missing; i < defaultCount; i++, at += 2) i32[at] = incref(m, tupleItem(m, defaults, i))
  return fp
}

/** Up to 3.10 the frame is there by then, with the arguments. Diverges: it lacks no memory. */
function refuseArguments(m: Machine, code: Code, missing: number): 0 {
  const { callMakesFrame } = m.dialect
  const object = callMakesFrame ? granted(m, () => allocFrameObject(m, code.object, code.frameSlots)) : 0
  if (missing > 0) raiseMissing(m, code, missing)
  else raise(m, 'TypeError', `${code.name}() takes fewer arguments`)
  if (object !== 0) freeFrameObject(m, code.object, object)
  return 0
}

/** The names of what is missing are a list while the error is made (missing_arguments). Diverges: they lack no memory. */
function raiseMissing(m: Machine, code: Code, missing: number): void {
  const names = granted(m, () => newList(m, missing))
  for (let i = 0; i < missing; i++) listSetItemSteal(m, names, i, newStr(m, "'name'"))
  raise(m, 'TypeError', `${code.name}() missing required positional arguments`)
  decref(m, names)
}

/** Releases `count` slots from the local variables on, then (3.11+) the function. */
export function clearFrame(m: Machine, fp: number, count: number): void {
  const { i32 } = m
  const first = fp + F_LOCALS
  // Up to 3.10 the death of a frame object is one level of the trashcan (frame_dealloc).
  const isLevel = m.dialect.callMakesFrame
  if (isLevel) m.deallocDepth++
  if (m.semantics.localsReleasedForward) {
    for (let i = 0; i < count; i++) clearSlot(m, first + 2 * i)
  } else {
    for (let i = count - 1; i >= 0; i--) clearSlot(m, first + 2 * i)
  }
  if (!m.dialect.callMakesFrame) {
    const callee = i32[fp + F_FUNCTION] as number
    i32[fp + F_FUNCTION] = 0
    xdecref(m, callee)
  }
  if (isLevel) trashcanEnd(m)
}

function clearSlot(m: Machine, at: number): void {
  const slot = m.i32[at] as number
  m.i32[at] = 0
  release(m, slot)
}
