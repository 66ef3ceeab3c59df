/**
 * One block of a campaign: generates its programs, has the engine run them in batches, judges each, and keeps only
 * counts and what looks wrong. Program i is a pure function of (seed, i), so it does not matter which worker gets it.
 *
 * Two batches are in flight: while an engine in another process works on one, this thread judges the one before. An
 * engine inside the thread gains nothing from that and gets them one by one, so that its ledger is never ambiguous.
 */
import { present } from '../base/assert.ts'
import { monotonicMs } from '../base/clock.ts'
import type { Engine } from '../engines/engine.ts'
import { describeProgram } from '../generate/describe.ts'
import { generateProgram, snapshotPlan } from '../generate/generate.ts'
import { type Case, plainCase } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import { showsWatched, watchPlan } from '../observation/watch-plan.ts'
import type { Judgement } from '../oracle/judge.ts'
import { CulpritKnown, task } from './answer.ts'
import type { ControlBlock } from './control-block.ts'
import { judgeSeen } from './judge-seen.ts'
import type { FuzzRequest, FuzzResult, Suspect } from './messages.ts'
import { packCase } from './plain-case.ts'
import { TallySheet } from './tally-sheet.ts'
import type { ReadyEngine } from './thread-engine.ts'

interface Batch {
  readonly programs: readonly number[]
  readonly cases: readonly Case[]
  readonly observed: Promise<readonly Observations[]>
}

export type Judge = (case_: Case, observations: Observations, index: number) => Judgement

export const fuzzTask = task(async (request: FuzzRequest, ready: ReadyEngine, control) =>
  fuzzBlock(
    request,
    ready.engine,
    (case_, seen, index) => judgeSeen(case_, ready, seen, { story: false, recount: index % RECOUNT_EVERY === 0 }),
    control,
  ),
)

/** The oracle counts references as it goes; for one program in so many it also recounts them from nothing. */
const RECOUNT_EVERY = 64
/** One program in so many is looked at for what it exercises. */
const DESCRIBE_EVERY = 16

export async function fuzzBlock(
  request: FuzzRequest,
  engine: Engine,
  judgeOne: Judge,
  control: ControlBlock,
): Promise<FuzzResult> {
  const sheet = new TallySheet()
  const suspects: Suspect[] = []
  let done = 0

  const settle = async (batch: Batch): Promise<void> => {
    const asked = monotonicMs()
    const observed = await batch.observed
    const answered = monotonicMs()
    sheet.spend('engineMs', answered - asked)
    if (control.engineInThread) control.endBatch()
    batch.cases.forEach((case_, i) => {
      const suspect = judged(
        case_,
        present(observed[i], 'one observation a case'),
        present(batch.programs[i], 'one number a case'),
        judgeOne,
        sheet,
      )
      if (suspect !== undefined) suspects.push(suspect)
      control.beat()
    })
    sheet.spend('judgeMs', monotonicMs() - answered)
    done += batch.cases.length
  }

  let inFlight: Batch | undefined
  for (let at = 0; at < request.programs.length && !control.stopRequested; at += request.batch) {
    const programs = request.programs.slice(at, at + request.batch)
    const cases = generate(request, programs, sheet, showsWatched(engine.description.capabilities))
    if (inFlight !== undefined && control.engineInThread) {
      await settle(inFlight)
      inFlight = undefined
    }
    control.startBatch(at)
    const handedOver = monotonicMs()
    const batch: Batch = { programs, cases, observed: engine.run(cases) }
    // Settled later; without this a failure meanwhile would count as unhandled and end the thread.
    batch.observed.catch(() => {})
    sheet.spend('engineMs', monotonicMs() - handedOver)
    if (inFlight !== undefined) await settle(inFlight)
    inFlight = batch
  }
  if (inFlight !== undefined) await settle(inFlight)
  return { done, tally: sheet.tally, suspects }
}

function generate(
  request: FuzzRequest,
  programs: readonly number[],
  sheet: TallySheet,
  shows: boolean,
): readonly Case[] {
  const start = monotonicMs()
  const cases = programs.map((index) => {
    const program = generateProgram(request.seed, index, request.generate)
    if (index % DESCRIBE_EVERY === 0) sheet.countTraits(describeProgram(program))
    const item = plainCase(program, snapshotPlan(request.seed, index, program), request.limits)
    return { ...item, ...watchPlan(index, shows) }
  })
  sheet.spend('generateMs', monotonicMs() - start)
  return cases
}

function judged(
  case_: Case,
  seen: Observations,
  index: number,
  judgeOne: Judge,
  sheet: TallySheet,
): Suspect | undefined {
  const { verdict } = orCulprit(case_, () => judgeOne(case_, seen, index))
  sheet.countProgram(case_.program.body.length, verdict.checks)
  if (verdict.kind === 'undecided') sheet.countUndecided(verdict.reason, index)
  return verdict.kind === 'violates' ? { index, case: packCase(case_), violations: verdict.violations } : undefined
}

function orCulprit<T>(case_: Case, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new CulpritKnown(packCase(case_), error)
  }
}
