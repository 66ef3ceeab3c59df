/**
 * Hunts planted defects, each with several seeds, one hunt in each worker at a time. A worker that the defect kills or
 * hangs has found it: the engine did not survive.
 */
import { monotonicMs } from '../base/clock.ts'
import type { Defect } from '../defect/defect.ts'
import { generateProgram } from '../generate/generate.ts'
import { DEFAULT_LIMITS, type Limits } from '../observation/case.ts'
import type { Program } from '../program/ast.ts'
import { decodeProgram } from '../program/decode.ts'
import { printProgram } from '../program/print.ts'
import type { DefectRequest, DefectResult, Reply } from '../task/messages.ts'
import type { Detection, Hunt } from '../triage/defect-score.ts'
import type { RuleId } from '../verdict/rule.ts'
import type { Crew } from './crew.ts'
import { startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'

export interface DefectRunOptions {
  readonly defects: readonly Defect[]
  readonly seeds: readonly number[]
  /** For one hunt. */
  readonly seconds: number
  readonly programs: number
  readonly shrinkSeconds: number
}

const LIMITS: Limits = { ...DEFAULT_LIMITS, timeMs: 2_000 }

/** In order of defects, then seeds. `stop` ends it with what there is. */
export async function runDefects(
  crew: Crew,
  options: DefectRunOptions,
  stop: AbortSignal,
  hunted: (hunt: Hunt) => void,
): Promise<readonly Hunt[]> {
  const jobs = options.defects.flatMap((defect) => options.seeds.map((seed) => ({ defect, seed })))
  const hunts: (Hunt | undefined)[] = jobs.map(() => undefined)
  stop.addEventListener('abort', () => {
    for (let slot = 0; slot < crew.size; slot++) crew.control(slot).requestStop(true)
  })
  let next = 0
  const serve = async (slot: number) => {
    for (let at = next++; at < jobs.length && !stop.aborted; at = next++) {
      const { defect, seed } = jobs[at] as (typeof jobs)[number]
      const hunt = await huntOne(crew, slot, defect, seed, options)
      if (stop.aborted && hunt.detected === undefined) return
      hunts[at] = hunt
      hunted(hunt)
    }
  }
  await Promise.all(Array.from({ length: crew.size }, (_, slot) => serve(slot)))
  return hunts.filter((hunt) => hunt !== undefined)
}

async function huntOne(
  crew: Crew,
  slot: number,
  defect: Defect,
  seed: number,
  { programs, seconds, shrinkSeconds }: DefectRunOptions,
): Promise<Hunt> {
  const engine = engineOf(defect)
  const started = await startEngine(crew, slot, { engine }, LIMITS)
  const request: DefectRequest = { engine, defect, seed, programs, seconds, shrinkSeconds, limits: LIMITS }
  const begun = monotonicMs()
  try {
    const reply = await supervised<Reply<DefectResult>>(crew, slot, 'defect', request, LIMITS)
    if (reply.kind === 'unavailable') throw new WorkerBroken(reply.reason, '', undefined)
    if (reply.kind === 'broken') throw new WorkerBroken(reply.message, reply.stack, undefined)
    const { reached, triggered, detected } = reply
    return {
      defect: defect.name,
      seed,
      programs: reply.programs,
      seconds: reply.seconds,
      reached,
      triggered,
      detected: detected && {
        ...shown(defect, detected.rule, detected.message, decodeProgram(detected.case.program)),
        statementsFound: decodeProgram(detected.found.program).body.length,
        shrinkingSeconds: detected.shrinkingSeconds,
      },
    }
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error
    const index = error.position?.caseInBlock ?? 0
    const program = generateProgram(seed, index, { fullOrYoung: started.description.facts.incrementalCollector })
    return {
      defect: defect.name,
      seed,
      programs: index + 1,
      seconds: (monotonicMs() - begun) / 1000,
      reached: undefined,
      triggered: undefined,
      detected: { ...shown(defect, 'engine-survives', error.message, program), shrinkingSeconds: 0 },
    }
  }
}

/** The broken engine, or the whole one beside a broken oracle. */
export function engineOf({ name, replaces, engine }: Defect): string {
  return replaces.startsWith('engines/') ? `${engine}+${name}` : engine
}

function shown(defect: Defect, rule: RuleId, message: string, program: Program): Omit<Detection, 'shrinkingSeconds'> {
  const statements = program.body.length
  const python = printProgram(program)
  return {
    rule,
    underItsRule: defect.rules.includes(rule),
    message,
    python,
    statements,
    statementsFound: statements,
  }
}
