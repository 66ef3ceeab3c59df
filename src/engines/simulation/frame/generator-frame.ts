/**
 * Frames of generators (gen_send_ex in Objects/genobject.c; clear_gen_frame in Python/ceval.c): they run where they lie,
 * in the generator or (up to 3.10) in its frame object, above the frame of whoever resumes them.
 */
import { assert } from '../../../base/assert.ts'
import { track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { clearItem, previousItemAt } from '../object/exc-info.ts'
import { fillFrameObject, frameBytes, setFrameSize } from '../object/frame-object.ts'
import { functionName, functionQualname } from '../object/function.ts'
import {
  generatorBytes,
  generatorExcState,
  generatorFrameObject,
  newGenerator,
  takeFrameOf,
} from '../object/generator.ts'
import { raise } from '../object/raise.ts'
import { decref, incref } from '../object/refcount.ts'
import type { Code } from './code.ts'
import {
  BORROWED,
  F_CODE,
  F_FLAGS,
  F_FUNCTION,
  F_INSTANCE,
  F_IP,
  F_LOCALS,
  F_OBJECT,
  F_PREVIOUS,
  F_SP,
  FLAG_CLEARED,
  FLAG_CLOSED,
  FLAG_EXECUTING,
  FLAG_FILLED,
  FLAG_GENERATOR,
  FLAG_STARTED,
  FLAG_VISITED,
  release,
  unlinkFrame,
} from './frame.ts'
import { replaceStopIteration } from './stop-iteration.ts'
import { leaveFrame } from './traceback-entry.ts'

/** Bytes from the begin of a frame to its local variables. */
const FRAME_BYTES = 4 * F_LOCALS

/** The word index of the frame that is part of a generator (3.11+), cleared or not. */
export function frameInside(m: Machine, o: Address): number {
  return (o + generatorBytes(m) - FRAME_BYTES) >> 2
}

/** Word index of a generator's frame; 0 where it has been cleared. */
export function frameOf(m: Machine, o: Address): number {
  if (m.dialect.callMakesFrame) {
    const object = generatorFrameObject(m, o)
    return object === 0 ? 0 : (object + frameBytes(m) - FRAME_BYTES) >> 2
  }
  const fp = frameInside(m, o)
  return ((m.i32[fp + F_FLAGS] as number) & FLAG_CLEARED) === 0 ? fp : 0
}

/** The same, 0 also where it was closed before it began. */
export function runnableFrameOf(m: Machine, o: Address): number {
  const fp = frameOf(m, o)
  return fp !== 0 && ((m.i32[fp + F_FLAGS] as number) & FLAG_CLOSED) === 0 ? fp : 0
}

/** A generator out of the function's frame on top, which has just begun and will go on at `ip`; 0: that is as it was. */
export function makeGenerator(m: Machine, fp: number, code: Code, ip: number): Address {
  const { i32 } = m
  const callee = i32[fp + F_FUNCTION] as number
  const isOld = m.dialect.callMakesFrame
  const object = i32[fp + F_OBJECT] as number
  i32[fp + F_OBJECT] = 0
  if (isOld) fillFrameObject(m, object, 0, m.builtins, code.object, m.globals, code.localCount)
  const slots = isOld ? 0 : code.localCount + code.stackSize
  const o = newGenerator(m, code.object, functionName(m, callee), functionQualname(m, callee), object, slots)
  if (o === 0) {
    if (object !== 0) decref(m, object)
    return 0
  }
  if (isOld) track(m, object)
  const own = isOld ? (object + frameBytes(m) - FRAME_BYTES) >> 2 : frameInside(m, o)
  i32[own + F_CODE] = code.number
  i32[own + F_FUNCTION] = isOld ? 0 : callee
  i32[own + F_OBJECT] = object
  i32[own + F_FLAGS] = FLAG_GENERATOR | (isOld ? FLAG_FILLED : 0)
  i32[own + F_INSTANCE] = o
  i32[own + F_IP] = ip
  const first = own + F_LOCALS
  for (let i = 0; i < 2 * code.localCount; i += 2) {
    const slot = i32[fp + F_LOCALS + i] as number
    i32[fp + F_LOCALS + i] = 0
    i32[first + i] = (slot & BORROWED) === 0 ? slot : incref(m, slot & ~BORROWED)
  }
  i32[own + F_SP] = first + 2 * code.localCount
  if (!isOld) i32[fp + F_FUNCTION] = 0
  return o
}

/**
 * Puts the runnable frame of a generator on top. `value` (taken over) is what it gets, 0 where an exception is thrown into
 * it. 0 where it cannot run: then it is finished, and RecursionError is set.
 */
export function enterGenerator(m: Machine, o: Address, fp: number, value: Address, flags: number): number {
  const { i32 } = m
  const old = i32[fp + F_FLAGS] as number
  assert((old & FLAG_EXECUTING) === 0, 'a-generator-runs-once-at-a-time')
  i32[fp + F_FLAGS] = (old & (FLAG_FILLED | FLAG_STARTED | FLAG_VISITED)) | FLAG_GENERATOR | FLAG_EXECUTING | flags
  const isOld = m.dialect.callMakesFrame
  if (isOld && (old & FLAG_STARTED) === 0) {
    if (value !== 0) decref(m, value)
  } else {
    const sp = i32[fp + F_SP] as number
    i32[sp] = value === 0 ? incref(m, m.None) : value
    i32[fp + F_SP] = sp + 2
  }
  const code = m.codes[i32[fp + F_CODE] as number] as Code
  if (isOld) setFrameSize(m, i32[fp + F_OBJECT] as number, code.localCount)
  const item = generatorExcState(m, o)
  i32[(item + previousItemAt(m)) >> 2] = m.excInfo
  m.excInfo = item
  i32[fp + F_PREVIOUS] = m.framePointer
  m.framePointer = fp << 2
  const isTooDeep = m.depth >= m.recursionLimit
  m.depth++
  if (!isTooDeep) return fp
  raise(m, 'RecursionError', 'maximum recursion depth exceeded')
  dropStack(m, fp, code)
  finishGenerator(m, fp, code)
  return 0
}

/** Gives up what lies on its value stack. */
function dropStack(m: Machine, fp: number, code: Code): void {
  const base = fp + F_LOCALS + 2 * code.localCount
  for (let at = (m.i32[fp + F_SP] as number) - 2; at >= base; at -= 2) release(m, m.i32[at] as number)
  m.i32[fp + F_SP] = base
}

/** It yields: its frame waits, with a stack up to `sp`, for being resumed at `ip`. */
export function suspendGenerator(m: Machine, fp: number, code: Code, ip: number, sp: number): void {
  const { i32 } = m
  unlink(m, i32[fp + F_INSTANCE] as number)
  m.depth--
  unlinkFrame(m, fp)
  i32[fp + F_PREVIOUS] = 0
  i32[fp + F_IP] = ip
  i32[fp + F_SP] = sp
  i32[fp + F_FLAGS] = ((i32[fp + F_FLAGS] as number) & FLAG_FILLED) | FLAG_GENERATOR | FLAG_STARTED
  if (!m.dialect.callMakesFrame) return
  setFrameSize(m, i32[fp + F_OBJECT] as number, code.localCount + ((sp - (fp + F_LOCALS + 2 * code.localCount)) >> 1))
}

function unlink(m: Machine, o: Address): void {
  const at = (generatorExcState(m, o) + previousItemAt(m)) >> 2
  assert(m.excInfo === generatorExcState(m, o), 'handled-exceptions-form-a-chain')
  m.excInfo = m.i32[at] as number
  m.i32[at] = 0
}

/** It has returned or failed: its frame, on top and without anything on its stack, is cleared. */
export function finishGenerator(m: Machine, fp: number, code: Code): void {
  const { i32 } = m
  const o = i32[fp + F_INSTANCE] as number
  // The generator may lose its last reference meanwhile.
  incref(m, o)
  unlink(m, o)
  if (m.dialect.version[1] <= 11) {
    m.depth--
    unlinkFrame(m, fp)
    i32[fp + F_PREVIOUS] = 0
    if (m.error !== 0) replaceStopIteration(m)
    clearItem(m, generatorExcState(m, o))
    if (m.dialect.callMakesFrame) forgetFrame(m, o, fp)
    else {
      i32[fp + F_FLAGS] = ((i32[fp + F_FLAGS] as number) & FLAG_FILLED) | FLAG_CLEARED
      leaveFrame(m, fp, code)
    }
  } else {
    i32[fp + F_FLAGS] = ((i32[fp + F_FLAGS] as number) & FLAG_FILLED) | FLAG_CLEARED
    unlinkFrame(m, fp)
    if (!m.semantics.endedGeneratorKeepsCaller) i32[fp + F_PREVIOUS] = 0
    leaveFrame(m, fp, code)
    m.depth--
    i32[fp + F_PREVIOUS] = 0
    clearItem(m, generatorExcState(m, o))
  }
  decref(m, o)
}

/** Up to 3.10 the frame is an object of its own. */
function forgetFrame(m: Machine, o: Address, fp: number): void {
  m.i32[fp + F_INSTANCE] = 0
  m.i32[fp + F_FLAGS] = FLAG_FILLED
  decref(m, takeFrameOf(m, o))
}

/** A generator whose frame waits dies, or is closed without running: nothing of it runs any more. */
export function clearFrameOfDead(m: Machine, o: Address, fp: number): void {
  if (m.dialect.callMakesFrame) {
    forgetFrame(m, o, fp)
    return
  }
  const code = m.codes[m.i32[fp + F_CODE] as number] as Code
  m.i32[fp + F_FLAGS] = ((m.i32[fp + F_FLAGS] as number) & FLAG_FILLED) | FLAG_CLEARED
  leaveFrame(m, fp, code, ((m.i32[fp + F_SP] as number) - (fp + F_LOCALS)) >> 1)
}

/** Closed without running: true where that version does so, which then has happened. */
export function closeAtOnce(m: Machine, o: Address, fp: number): boolean {
  const { i32, dialect } = m
  const flags = i32[fp + F_FLAGS] as number
  if ((flags & FLAG_STARTED) === 0) {
    if (dialect.version[1] <= 11) return false
    // gh-142766: from 3.14.3 on the whole frame goes (gen_clear_frame).
    if (!dialect.closedGeneratorKeepsFrame && dialect.unguardedCloseClears === 'frame') {
      clearFrameOfDead(m, o, fp)
      return true
    }
    i32[fp + F_FLAGS] = flags | FLAG_CLOSED
    if (!dialect.closedGeneratorKeepsFrame) clearValues(m, fp)
    return true
  }
  if (dialect.unguardedCloseClears === 'nothing' || !waitsInNoTry(m, fp)) return false
  if (dialect.unguardedCloseClears === 'values') {
    i32[fp + F_FLAGS] = flags | FLAG_CLOSED
    clearValues(m, fp)
  } else {
    clearFrameOfDead(m, o, fp)
    clearItem(m, generatorExcState(m, o))
  }
  return true
}

/** Only the handler that turns StopIteration into RuntimeError is around. */
function waitsInNoTry(m: Machine, fp: number): boolean {
  const code = m.codes[m.i32[fp + F_CODE] as number] as Code
  const handler = code.handlers[code.handlerOf[(m.i32[fp + F_IP] as number) - 1 - code.start] as number]
  return handler?.outer === -1
}

/** Local variables and what lies on the stack, which nobody sees any more; the function stays (_PyFrame_ClearLocals). */
function clearValues(m: Machine, fp: number): void {
  const { i32 } = m
  const first = fp + F_LOCALS
  const end = i32[fp + F_SP] as number
  const count = (end - first) >> 1
  i32[fp + F_SP] = first
  for (let i = 0; i < count; i++) {
    const at = m.semantics.localsReleasedForward ? first + 2 * i : end - 2 * (i + 1)
    const slot = i32[at] as number
    i32[at] = 0
    release(m, slot)
  }
}

/** Writes what the frame of a generator (3.11+) refers to into `m.referents` from `count` on. */
export function visitFrame(m: Machine, fp: number, count: number): number {
  const { i32 } = m
  const code = m.codes[i32[fp + F_CODE] as number] as Code
  const referents = m.roomForReferents(count + 3 + code.localCount + code.stackSize)
  const object = i32[fp + F_OBJECT] as number
  if (object !== 0) referents[count++] = object
  const callee = i32[fp + F_FUNCTION] as number
  if (callee !== 0) referents[count++] = callee
  referents[count++] = code.object
  // Up to 3.13 what one that runs holds is seen by nobody but while a call runs in the same loop.
  const end = i32[fp + F_SP] as number
  for (let at = fp + F_LOCALS; at < end; at += 2) {
    const slot = i32[at] as number
    if (slot !== 0 && (slot & 3) === 0) referents[count++] = slot
  }
  return count
}
