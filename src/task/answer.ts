/**
 * Turns what a task throws into a reply, so that nothing crosses the thread boundary as an exception and loses its
 * class: an engine that cannot be had is the user's affair, everything else that is thrown is a bug of ours.
 */
import { UsageError } from '../base/usage-error.ts'
import { EngineUnavailable } from '../engines/engine.ts'
import { ControlBlock } from './control-block.ts'
import type { EngineChoice, Failed, PlainCase, Reply } from './messages.ts'
import { forgetEngine, type ReadyEngine, threadEngine } from './thread-engine.ts'

/** What a worker is handed: the request, and the block that it shares with the coordinator. */
export interface Parcel<Request> {
  readonly request: Request
  readonly control: SharedArrayBuffer
}

/** Thrown inside a task in place of `cause`, where the program that led to it is known. */
export class CulpritKnown extends Error {
  override name = 'CulpritKnown'
  readonly culprit: PlainCase

  constructor(culprit: PlainCase, cause: unknown) {
    super('a program led to an error of Heapsmith', { cause })
    this.culprit = culprit
  }
}

/**
 * The engine's adapter threw or answered what is no observation. `place`: of the program in the task; absent where the
 * engine's ledger tells.
 */
export class EngineFailed extends Error {
  override name = 'EngineFailed'
  readonly place: number | 'unknown' | undefined

  constructor(message: string, place?: number | 'unknown') {
    super(message)
    this.place = place
  }
}

type Work<Request, Done> = (request: Request, ready: ReadyEngine, control: ControlBlock) => Promise<Done>

/** A worker's entry point: opens the engine that the request names, does the work, and answers with a value always. */
export function task<Request extends EngineChoice, Done extends object>(
  work: Work<Request, Done>,
): (parcel: Parcel<Request>) => Promise<Reply<Done> | Failed> {
  return async ({ request, control }) => {
    const block = new ControlBlock(control)
    try {
      const ready = await threadEngine(request, block)
      return { kind: 'done', ...(await work(request, ready, block)) }
    } catch (error) {
      if (!(error instanceof EngineFailed)) return refusal(error)
      // It said that it cannot be used any more, or it cannot be trusted: the next task opens it anew.
      await forgetEngine(request)
      const { message, place } = error
      return { kind: 'failed', message, ...(place === undefined ? {} : { place }) }
    }
  }
}

function refusal(error: unknown): Reply<never> {
  if (error instanceof EngineUnavailable || error instanceof UsageError) {
    return { kind: 'unavailable', reason: error.message }
  }
  const [cause, culprit] = error instanceof CulpritKnown ? [error.cause, error.culprit] : [error, undefined]
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  const stack = cause instanceof Error ? (cause.stack ?? '') : ''
  return culprit === undefined ? { kind: 'broken', message, stack } : { kind: 'broken', message, stack, culprit }
}
