/**
 * Runs a task and keeps watch over its thread: a program that runs too long inside the thread is interrupted, and when
 * that does not help, the thread is ended. Either way the caller learns where it stood.
 */
import { monotonicMs } from '../base/clock.ts'
import type { Limits } from '../observation/case.ts'
import type { Position } from '../task/control-block.ts'
import type { Failed, TaskName } from '../task/messages.ts'
import type { Crew } from './crew.ts'

/** A worker thread died, was ended because it hung, or has an engine that failed. */
export class WorkerLost extends Error {
  override name = 'WorkerLost'
  readonly hung: boolean
  /** The thread lives, but its engine's adapter threw or answered what is no observation. */
  readonly failed: boolean
  /** Where its engine stood; undefined when nothing is known. */
  readonly position: Position | undefined

  constructor(end: 'died' | 'hung' | 'failed', how: string, position: Position | undefined) {
    super(how)
    this.hung = end === 'hung'
    this.failed = end === 'failed'
    this.position = position
  }
}

export interface Patience {
  readonly pollMs: number
  /** What a program gets beyond its own limit before it is interrupted. */
  readonly graceMs: number
  /** What an interrupt gets before the thread is ended. */
  readonly interruptMs: number
  /**
   * Where the engine runs nothing inside the thread: the whole silence allowed, unless the worker says how long it may take
   * now (`task/answer-time.ts`). Long, as engines start in it.
   */
  readonly silenceMs: number
}

export const PATIENCE: Patience = { pollMs: 200, graceMs: 1_000, interruptMs: 4_000, silenceMs: 90_000 }

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
  let overdueSince: number | undefined
  let hungAt: Position | undefined
  let hung = false

  const watch = setInterval(() => {
    const now = monotonicMs()
    if (control.pulse !== pulse) {
      pulse = control.pulse
      since = now
      overdueSince = undefined
      return
    }
    const outside = control.silenceMs ?? patience.silenceMs
    const allowed = control.engineInThread ? (control.limitMs ?? limits.timeMs) + patience.graceMs : outside
    if (now - since <= allowed) return
    if (control.engineInThread) control.interrupt[0] = INTERRUPT_SIGNAL
    // Counted from the interrupt, however late this thread comes to look.
    overdueSince ??= now
    if (now - overdueSince > patience.interruptMs) {
      hung = true
      hungAt = control.position
      crew.end(slot)
    }
  }, patience.pollMs)

  try {
    const reply = await crew.run<Reply | Failed>(slot, task, request)
    if (!isFailed(reply)) return reply
    const { message, place } = reply
    const known = place === 'unknown' || place === undefined ? undefined : { caseInBlock: place, statement: 0 }
    const position = place === undefined ? control.position : known
    control.reset()
    throw new WorkerLost('failed', message, position)
  } catch (error) {
    if (error instanceof WorkerLost) throw error
    const position = hung ? hungAt : control.position
    control.reset()
    throw new WorkerLost(hung ? 'hung' : 'died', error instanceof Error ? error.message : String(error), position)
  } finally {
    clearInterval(watch)
  }
}

function isFailed(reply: unknown): reply is Failed {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && reply.kind === 'failed'
}
