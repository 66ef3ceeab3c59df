/**
 * Frames as objects: what a traceback holds of a frame that an exception leaves (PyTraceBack_Here; take_ownership in
 * Python/frame.c). Up to 3.10 every call has its frame object (frame_alloc in Objects/frameobject.c); it is filled only
 * when somebody asks for it. Leaves out the entry for the harness's own frame.
 */
import { assert } from '../../../base/assert.ts'
import { isTracked, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { exceptionTraceback, setTracebackSteal } from '../object/exception.ts'
import {
  allocFrameObject,
  fillFrameObject,
  frameSetBackSteal,
  frameSetFunctionSteal,
  frameSetLocalsSteal,
  frameSetValueSteal,
  freeFrameObject,
} from '../object/frame-object.ts'
import { decref, incref, refcountOf } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { newTraceback } from '../object/traceback.ts'
import type { Code } from './code.ts'
import {
  BORROWED,
  clearFrame,
  F_CODE,
  F_FLAGS,
  F_FUNCTION,
  F_LOCALS,
  F_NAMESPACE,
  F_OBJECT,
  F_PREVIOUS,
  FLAG_FILLED,
} from './frame.ts'

/** That frame, or where it has not begun its caller. */
function begunFrame(m: Machine, frame: Address): Address {
  return frame !== 0 && frame === m.beginningFrame ? (m.i32[(frame >> 2) + F_PREVIOUS] as number) : frame
}

/** The frame as an object; borrowed. */
function frameObjectOf(m: Machine, fp: number): Address {
  const { i32 } = m
  const flags = i32[fp + F_FLAGS] as number
  let o = i32[fp + F_OBJECT] as number
  if ((flags & FLAG_FILLED) !== 0) return o
  const code = m.codes[i32[fp + F_CODE] as number] as Code
  const isOld = m.dialect.callMakesFrame
  const previous = begunFrame(m, i32[fp + F_PREVIOUS] as number)
  const back = isOld && previous !== 0 ? frameObjectOf(m, previous >> 2) : 0
  if (o === 0) o = allocFrameObject(m, code.object, code.frameSlots)
  // From 3.11 on the function is the frame's until that ends.
  fillFrameObject(m, o, back, isOld ? m.builtins : 0, code.object, m.globals, code.frameSlots)
  i32[fp + F_OBJECT] = o
  i32[fp + F_FLAGS] = flags | FLAG_FILLED
  return o
}

/** An error that nobody can catch has passed no frame: it comes from C code that the running frame has called. */
export function addTracebackOfCaller(m: Machine): void {
  const running = begunFrame(m, m.framePointer)
  if (running !== 0 && exceptionTraceback(m, m.error) === 0) addTraceback(m, running >> 2)
}

/** The exception on its way passes this frame. Diverges: its entry lacks no memory. */
export function addTraceback(m: Machine, fp: number): void {
  const { error, errorIsUnmade, errorArgsAreUnmade, errorArgsAreNew } = m
  // What is made here may start a collection, which must not see an exception on its way.
  m.error = 0
  const entry = granted(m, () => newTraceback(m, exceptionTraceback(m, error), frameObjectOf(m, fp)))
  setTracebackSteal(m, error, entry)
  assert(m.error === 0, 'a traceback can be made')
  Object.assign(m, { error, errorIsUnmade, errorArgsAreUnmade, errorArgsAreNew })
}

/**
 * The frame ends. If somebody else holds its object, its values live on in that: `count` slots, which are the local
 * variables, and where a generator dies that waits what lies on its stack.
 */
export function leaveFrame(m: Machine, fp: number, code: Code, count = code.localCount): void {
  const { i32 } = m
  const o = i32[fp + F_OBJECT] as number
  if (m.dialect.callMakesFrame && m.deallocDepth >= m.dialect.trashcanDepth) return putOffFrame(m, fp, code, count)
  i32[fp + F_OBJECT] = 0
  if (((i32[fp + F_FLAGS] as number) & FLAG_FILLED) === 0) {
    clearFrame(m, fp, count)
    if (o !== 0) freeFrameObject(m, code.object, o)
    return
  }
  if (refcountOf(m, o) > 1) {
    takeOwnership(m, o, fp, code, count)
    decref(m, o)
  } else if (m.dialect.callMakesFrame) {
    clearFrame(m, fp, count)
    decref(m, o)
  } else {
    decref(m, o)
    clearFrame(m, fp, count)
  }
}

/** Up to 3.10 a frame is an object in any case, and waits with all that it has where deallocations are nested too deep. */
function putOffFrame(m: Machine, fp: number, code: Code, count: number): void {
  const o = granted(m, () => frameObjectOf(m, fp))
  m.i32[fp + F_OBJECT] = 0
  takeOwnership(m, o, fp, code, count)
  decref(m, o)
}

function takeOwnership(m: Machine, o: Address, fp: number, code: Code, count: number): void {
  const { i32 } = m
  for (let i = 0, at = fp + F_LOCALS; i < count; i++, at += 2) {
    const slot = i32[at] as number
    i32[at] = 0
    if (slot !== 0) frameSetValueSteal(m, o, i, (slot & BORROWED) === 0 ? slot : incref(m, slot & ~BORROWED))
  }
  if (code.kind === 'class') frameSetLocalsSteal(m, o, incref(m, i32[fp + F_NAMESPACE] as number))
  if (!m.dialect.callMakesFrame) {
    const previous = begunFrame(m, i32[fp + F_PREVIOUS] as number)
    if (previous !== 0)
      frameSetBackSteal(
        m,
        o,
        incref(
          m,
          granted(m, () => frameObjectOf(m, previous >> 2)),
        ),
      )
    frameSetFunctionSteal(m, o, i32[fp + F_FUNCTION] as number)
    i32[fp + F_FUNCTION] = 0
  }
  if (!isTracked(m, o)) track(m, o)
}
