/** A worker that died in the middle of a case, as a violation. */
import type { Violation } from '../verdict/verdict.ts'
import type { WorkerLost } from './supervise.ts'

/** The violation that a lost worker stands for. */
export function threadLost(lost: WorkerLost, statement: number, limitMs: number): Violation {
  const seen = lost.hung
    ? `still running after ${limitMs / 1000} s, and no interrupt helped`
    : lost.failed
      ? `its adapter failed: ${lost.message}`
      : `its thread died: ${lost.message}`
  return {
    rule: 'engine-survives',
    statement,
    objects: [],
    expected: 'the engine runs every program to its end',
    seen,
    message: `The engine did not survive the program: ${seen}.`,
  }
}
