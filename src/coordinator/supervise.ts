/**
 * Runs a task and keeps watch over its thread: a program that runs too long inside the thread is interrupted, and when
 * that does not help, the thread is ended. Either way the caller learns where it stood.
 */
import { monotonicMs } from '../base/clock.ts'
import type { Limits } from '../observation/case.ts'
import type { Position } from '../task/control-block.ts'
import type { TaskName } from '../task/messages.ts'
import type { Crew } from './crew.ts'

/** A worker thread died, or was ended because it hung. */
export class WorkerLost extends Error {
  override name = 'WorkerLost'
  readonly hung: boolean
  /** Where its engine stood; undefined when nothing is known. */
  readonly position: Position | undefined

  constructor(hung: boolean, how: string, position: Position | undefined) {
    super(how)
    this.hung = hung
    this.position = position
  }
}

export interface Patience {
  readonly pollMs: number
  /** What a program gets beyond its own limit before it is interrupted. */
  readonly graceMs: number
  /** What an interrupt gets before the thread is ended. */
  readonly interruptMs: number
  /** For tasks of an engine in another process, which watches its programs itself: the whole silence allowed. */
  readonly silenceMs: number
}

export const PATIENCE: Patience = { pollMs: 200, graceMs: 1_000, interruptMs: 4_000, silenceMs: 180_000 }

const INTERRUPT_SIGNAL = 2

/** The task's reply. Rejects with {@link WorkerLost} alone. */
export async function supervised<Reply>(
  crew: Crew,
  slot: number,
  task: TaskName,
  request: object,
  limits: Limits,
  patience: Patience = PATIENCE,
): Promise<Reply> {
  const control = crew.control(slot)
  let pulse = control.pulse
  let since = monotonicMs()
  let hungAt: Position | undefined
  let hung = false

  const watch = setInterval(() => {
    const now = monotonicMs()
    if (control.pulse !== pulse) {
      pulse = control.pulse
      since = now
      return
    }
    const allowed = control.engineInThread ? (control.limitMs ?? limits.timeMs) + patience.graceMs : patience.silenceMs
    if (now - since > allowed && control.engineInThread) control.interrupt[0] = INTERRUPT_SIGNAL
    if (now - since > allowed + patience.interruptMs) {
      hung = true
      hungAt = control.position
      crew.end(slot)
    }
  }, patience.pollMs)

  try {
    return await crew.run<Reply>(slot, task, request)
  } catch (error) {
    const position = hung ? hungAt : control.position
    control.reset()
    throw new WorkerLost(hung, error instanceof Error ? error.message : String(error), position)
  } finally {
    clearInterval(watch)
  }
}
