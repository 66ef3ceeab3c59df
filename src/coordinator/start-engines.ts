/**
 * Opens the engines in their workers and learns what they are. A worker that cannot start its engine is tried three
 * times at most: the reason is what the user needs, not a loop.
 */
import type { Limits } from '../observation/case.ts'
import type { Described, EngineChoice, Reply } from '../task/messages.ts'
import type { Crew } from './crew.ts'
import { supervised, WorkerLost } from './supervise.ts'

/** An engine that was asked for cannot be had; the command line exits with 4. */
export class EngineMissing extends Error {
  override name = 'EngineMissing'
}

/** A bug of ours inside a worker; the command line exits with 3. */
export class WorkerBroken extends Error {
  override name = 'WorkerBroken'
  /** A replay token of the program that led to it. */
  readonly replay: string | undefined

  constructor(message: string, stack: string, replay: string | undefined) {
    super(message)
    if (stack !== '') this.stack = stack
    this.replay = replay
  }
}

const STARTS = 3

/** Opens one engine in one worker. Lost threads are not replaced any more once `givenUp`. */
export async function startEngine(
  crew: Crew,
  slot: number,
  choice: EngineChoice,
  limits: Limits,
  givenUp: () => boolean = () => false,
): Promise<Described> {
  let reason = ''
  for (let attempt = 1; attempt <= STARTS; attempt++) {
    try {
      const reply = await supervised<Reply<Described>>(crew, slot, 'describe', choice, limits)
      if (reply.kind === 'done') return reply
      if (reply.kind === 'broken') throw new WorkerBroken(reply.message, reply.stack, undefined)
      throw new EngineMissing(`engine ${choice.engine}: ${reply.reason}`)
    } catch (error) {
      if (!(error instanceof WorkerLost) || givenUp()) throw error
      reason = error.message
    }
  }
  throw new EngineMissing(`engine ${choice.engine} did not start in ${STARTS} attempts: ${reason}`)
}
