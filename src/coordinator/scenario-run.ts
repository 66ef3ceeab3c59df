/**
 * Runs scenarios, each on each engine, spread over the workers; results come in the order of files, then of engines.
 * A scenario that its worker does not survive has failed, and the next one gets a new worker.
 */
import { present } from '../base/assert.ts'
import type { AdapterLie } from '../engines/engine.ts'
import type { Limits } from '../observation/case.ts'
import { type Scenario, scenarioProgram } from '../scenario/scenario.ts'
import { stepOf } from '../scenario/step-of.ts'
import type { Described, EngineChoice, Reply, ScenarioDone, ScenarioRequest, Tally } from '../task/messages.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { ScenarioResult } from '../triage/run-report.ts'
import type { Crew } from './crew.ts'
import { EngineMissing, startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'
import { threadLost } from './thread-lost.ts'

export interface LoadedScenario {
  readonly file: string
  readonly scenario: Scenario
}

export interface ScenarioPlan {
  readonly scenarios: readonly LoadedScenario[]
  readonly engines: readonly string[]
  readonly limits: Limits
  readonly lie: AdapterLie | undefined
}

export interface ScenarioRunResult {
  readonly engines: readonly Described[]
  readonly results: readonly ScenarioResult[]
  readonly tally: Tally
}

/** What an interrupted run gives the scenarios under way. */
const INTERRUPT_GRACE_MS = 2_000

/** `done` is called for each result as it comes, in no certain order. */
export async function runScenarios(
  plan: ScenarioPlan,
  crew: Crew,
  done: (result: ScenarioResult) => void,
  stop: AbortSignal,
): Promise<ScenarioRunResult> {
  const choices = plan.engines.map(
    (engine): EngineChoice => (plan.lie === undefined ? { engine } : { engine, lie: plan.lie }),
  )
  const engines = await startAll(crew, choices, plan.limits)
  // Engine by engine, so that a worker opens a second one only when the first has nothing left.
  const jobs = choices.flatMap((choice, e) =>
    plan.scenarios.map((loaded, s) => ({ choice, loaded, order: s * choices.length + e })),
  )
  const results: ScenarioResult[] = []
  const sheet = new TallySheet()
  const serve = async (slot: number) => {
    for (let job = jobs.shift(); job !== undefined && !stop.aborted; job = jobs.shift()) {
      const reply = await runOne(crew, slot, job.choice, job.loaded, plan.limits)
      // Its thread was ended for the interrupt, not by the scenario.
      if (stop.aborted && reply.outcome === 'failed') return
      const { checks, ...shown } = reply
      const statements = scenarioProgram(job.loaded.scenario).body.length
      if (reply.outcome !== 'skipped') sheet.countProgram(statements, checks)
      if (reply.outcome === 'undecided') sheet.countUndecided(reply.reason ?? 'no reason given', job.order)
      const result = { file: job.loaded.file, title: job.loaded.scenario.title, engine: job.choice.engine, ...shown }
      results[job.order] = result
      done(result)
    }
  }
  stop.addEventListener('abort', () => setTimeout(() => endThreads(crew), INTERRUPT_GRACE_MS).unref())
  await Promise.all(Array.from({ length: crew.size }, (_, slot) => serve(slot)))
  return { engines, results: results.filter((result) => result !== undefined), tally: sheet.tally }
}

function endThreads(crew: Crew): void {
  for (let slot = 0; slot < crew.size; slot++) crew.end(slot)
}

async function startAll(crew: Crew, choices: readonly EngineChoice[], limits: Limits): Promise<readonly Described[]> {
  const described: Described[] = []
  const startSlot = async (slot: number) => {
    for (let e = slot; e < choices.length; e += crew.size) {
      described[e] = await startEngine(crew, slot, present(choices[e], 'an index of the list'), limits)
    }
  }
  await Promise.all(Array.from({ length: crew.size }, (_, slot) => startSlot(slot)))
  return described
}

async function runOne(
  crew: Crew,
  slot: number,
  choice: EngineChoice,
  { scenario }: LoadedScenario,
  limits: Limits,
): Promise<ScenarioDone> {
  const request: ScenarioRequest = { ...choice, scenario, limits }
  try {
    const reply = await supervised<Reply<ScenarioDone>>(crew, slot, 'scenario', request, limits)
    if (reply.kind === 'unavailable') throw new EngineMissing(`engine ${choice.engine}: ${reply.reason}`)
    if (reply.kind === 'broken') throw new WorkerBroken(`${scenario.title}: ${reply.message}`, reply.stack, undefined)
    const { kind: _kind, ...result } = reply
    return result
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error
    const statement = Math.max(0, error.position?.statement ?? 0)
    const violation = { ...threadLost(error, statement, limits.timeMs), step: stepOf(scenario, statement) }
    return { outcome: 'failed', violations: [violation], checked: 0, unchecked: [], checks: { 'engine-survives': 1 } }
  }
}
