/** The end of programs that run too long: loops and calls count down, and look at the clock once in a while. */
import { monotonicMs } from '../../../base/clock.ts'
import type { Machine } from '../machine.ts'

/** Far below a millisecond of work. */
const STEPS = 2000

/** The program has run longer than it may; ends the case. */
export class Overdue extends Error {
  override name = 'Overdue'
}

export function lookAtClock(m: Machine): void {
  m.patience = STEPS
  if (monotonicMs() > m.deadlineMs) throw new Overdue('the program runs too long')
}
