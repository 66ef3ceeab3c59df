/** One case on one engine, judged; also when its worker does not survive it. */
import { UsageError } from '../base/usage-error.ts'
import { DEFAULT_LIMITS, type Limits } from '../observation/case.ts'
import { aboveLevel } from '../program/level.ts'
import type { Described, EngineChoice, ExamineRequest, ExamineResult, PlainCase, Reply } from '../task/messages.ts'
import { replayToken } from '../triage/replay-token.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { caseOf } from './case-of.ts'
import type { Crew } from './crew.ts'
import { EngineMissing, startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'
import { threadLost } from './thread-lost.ts'

export interface Examined {
  readonly engine: Described
  readonly verdict: Verdict
  /** Absent when the worker did not survive. */
  readonly told?: ExamineResult
}

/** A program above the engine's level is the user's mistake. */
export async function examineCase(
  crew: Crew,
  choice: EngineChoice,
  plain: PlainCase,
  limits: Limits = DEFAULT_LIMITS,
): Promise<Examined> {
  const engine = await startEngine(crew, 0, choice, limits)
  refuseAboveLevel(engine, plain)
  const request: ExamineRequest = { ...choice, case: plain, limits }
  try {
    const reply = await supervised<Reply<ExamineResult>>(crew, 0, 'examine', request, limits)
    if (reply.kind === 'unavailable') throw new EngineMissing(`engine ${choice.engine}: ${reply.reason}`)
    if (reply.kind === 'broken') {
      throw new WorkerBroken(reply.message, reply.stack, replayToken(choice.engine, caseOf(plain)))
    }
    return { engine, verdict: reply.verdict, told: reply }
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error
    const violation = threadLost(error, Math.max(0, error.position?.statement ?? 0), limits.timeMs)
    return { engine, verdict: { kind: 'violates', violations: [violation], checks: { 'engine-survives': 1 } } }
  }
}

function refuseAboveLevel({ description }: Described, plain: PlainCase): void {
  const { level } = description.capabilities
  const above = aboveLevel(caseOf(plain).program, level)
  if (above !== undefined) {
    throw new UsageError(
      `${above}; the engine ${description.id} runs level ${level}: choose another with --engine, such as cpython or pyodide`,
    )
  }
}
