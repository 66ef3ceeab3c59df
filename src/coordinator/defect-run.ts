/**
 * Hunts planted defects, each with several seeds, one hunt in each worker at a time. A worker that the defect kills or
 * hangs has found it: the engine did not survive.
 */
import { monotonicMs } from '../base/clock.ts'
import type { Defect } from '../defect/defect.ts'
import { huntedProgram } from '../generate/hunted-program.ts'
import { DEFAULT_LIMITS, type Limits } from '../observation/case.ts'
import type { Program } from '../program/ast.ts'
import { decodeProgram } from '../program/decode.ts'
import { printProgram } from '../program/print.ts'
import type { DefectRequest, DefectResult, Reply } from '../task/messages.ts'
import { packRecipes } from '../task/recipe-places.ts'
import type { Detection, Hunt, HuntWay } from '../triage/defect-score.ts'
import type { RuleId } from '../verdict/rule.ts'
import type { Crew } from './crew.ts'
import { Guidance } from './guidance.ts'
import { roundSize } from './round.ts'
import { startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'

export interface DefectRunOptions {
  readonly defects: readonly Defect[]
  readonly seeds: readonly number[]
  readonly ways: readonly HuntWay[]
  /** For one hunt. */
  readonly seconds: number
  readonly programs: number
  readonly shrinkSeconds: number
}

interface Job {
  readonly defect: Defect
  readonly seed: number
  readonly way: HuntWay
}

const LIMITS: Limits = { ...DEFAULT_LIMITS, timeMs: 2_000 }

/** In order of defects, then seeds, then ways. `stop` ends it with what there is. */
export async function runDefects(
  crew: Crew,
  options: DefectRunOptions,
  stop: AbortSignal,
  hunted: (hunt: Hunt) => void,
): Promise<readonly Hunt[]> {
  const jobs = options.defects.flatMap((defect) =>
    options.seeds.flatMap((seed) => options.ways.map((way): Job => ({ defect, seed, way }))),
  )
  const hunts: (Hunt | undefined)[] = jobs.map(() => undefined)
  stop.addEventListener('abort', () => {
    for (let slot = 0; slot < crew.size; slot++) crew.control(slot).requestStop(true)
  })
  let next = 0
  const serve = async (slot: number) => {
    for (let at = next++; at < jobs.length && !stop.aborted; at = next++) {
      const hunt = await huntOne(crew, slot, jobs[at] as Job, options)
      if (stop.aborted && hunt.detected === undefined) return
      hunts[at] = hunt
      hunted(hunt)
    }
  }
  await Promise.all(Array.from({ length: crew.size }, (_, slot) => serve(slot)))
  return hunts.filter((hunt) => hunt !== undefined)
}

async function huntOne(crew: Crew, slot: number, { defect, seed, way }: Job, options: DefectRunOptions): Promise<Hunt> {
  const { programs, seconds, shrinkSeconds } = options
  const engine = engineOf(defect)
  const started = await startEngine(crew, slot, { engine }, LIMITS)
  const guidance = way === 'guided' ? new Guidance(seed, []) : undefined
  let sum = { programs: 0, seconds: 0, reached: 0, triggered: 0, strays: 0 }
  for (;;) {
    const first = sum.programs
    const count = Math.min(programs - first, guidance === undefined ? programs : roundSize(first))
    const numbers = guidance === undefined ? [] : Array.from({ length: count }, (_, i) => first + i)
    const recipes = guidance?.recipes(numbers, 0) ?? []
    const request: DefectRequest = {
      engine,
      defect,
      seed,
      first,
      programs: count,
      seconds: seconds - sum.seconds,
      shrinkSeconds,
      limits: LIMITS,
      ...(guidance === undefined ? {} : { guide: packRecipes(recipes, guidance.corpus.seen.memory) }),
    }
    const begun = monotonicMs()
    try {
      const reply = await supervised<Reply<DefectResult>>(crew, slot, 'defect', request, LIMITS)
      if (reply.kind === 'unavailable') throw new WorkerBroken(reply.reason, '', undefined)
      if (reply.kind === 'broken') throw new WorkerBroken(reply.message, reply.stack, undefined)
      const { detected, showed } = reply
      // Learning takes time, too; making the program small does not count.
      const learning = monotonicMs()
      if (guidance !== undefined && showed !== undefined && reply.programs === count)
        guidance.learn(numbers, recipes, [showed], first)
      sum = {
        programs: first + reply.programs,
        seconds: sum.seconds + reply.seconds + (monotonicMs() - learning) / 1000,
        reached: sum.reached + reply.reached,
        triggered: sum.triggered + reply.triggered,
        strays: sum.strays + reply.strays,
      }
      const isOver = reply.programs < count || sum.programs >= programs || sum.seconds > seconds
      if (detected === undefined && !isOver) continue
      return {
        defect: defect.name,
        seed,
        way,
        ...sum,
        detected: detected && {
          ...shown(defect, detected.rule, detected.message, decodeProgram(detected.case.program)),
          statementsFound: decodeProgram(detected.found.program).body.length,
          shrinkingSeconds: detected.shrinkingSeconds,
        },
      }
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      const index = error.position?.caseInBlock ?? first
      const incremental = started.description.facts.incrementalCollector
      const { program } = huntedProgram(defect, seed, index, incremental, recipes[index - first])
      return {
        defect: defect.name,
        seed,
        way,
        programs: index + 1,
        seconds: sum.seconds + (monotonicMs() - begun) / 1000,
        reached: undefined,
        triggered: undefined,
        strays: sum.strays,
        detected: { ...shown(defect, 'engine-survives', error.message, program), shrinkingSeconds: 0 },
      }
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
