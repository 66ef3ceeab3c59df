/**
 * One block of a campaign: generates its programs, has the engine run them in batches, judges each, and keeps only
 * counts and what looks wrong. Program i is a pure function of (seed, i) and of its recipe, so
 * it does not matter which worker gets it.
 *
 * Two batches are in flight: while an engine in another process works on one, this thread judges the one before. An
 * engine inside the thread gains nothing from that and gets them one by one, so that its ledger is never ambiguous. Where an
 * engine was lost and nobody knows at which program, a batch is one program, and none is begun before the last is judged.
 */
import { present } from '../base/assert.ts'
import { monotonicMs } from '../base/clock.ts'
import type { Engine } from '../engines/engine.ts'
import { describeProgram } from '../generate/describe.ts'
import { type Produced, produceProgram } from '../generate/produce.ts'
import type { Case } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import type { Judgement } from '../oracle/judge.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import { inTime } from './answer-time.ts'
import { type Abilities, abilitiesOf, campaignCase } from './campaign-case.ts'
import type { ControlBlock } from './control-block.ts'
import { judgeSeen } from './judge-seen.ts'
import type { FuzzRequest, FuzzResult, Suspect } from './messages.ts'
import { NoveltySearch } from './novelty-search.ts'
import { packCase } from './plain-case.ts'
import { recipeAt } from './recipe-places.ts'
import { judgement, orWhoseFault, runEngine } from './run-engine.ts'
import { TallySheet } from './tally-sheet.ts'
import type { ReadyEngine } from './thread-engine.ts'

interface Batch {
  /** Place of its first program in the block. */
  readonly at: number
  readonly programs: readonly Numbered[]
  readonly observed: Promise<readonly Observations[]>
}

interface Numbered {
  readonly index: number
  readonly case: Case
  readonly produced: Produced
}

export type Judge = (case_: Case, observations: Observations, index: number) => Judgement

export const fuzzTask = task(async (request: FuzzRequest, ready: ReadyEngine, control) =>
  fuzzBlock(request, ready.engine, campaignJudge(ready), control),
)

export function campaignJudge(ready: ReadyEngine): Judge {
  return (case_, seen, index) => judgeSeen(case_, ready, seen, { story: false, recount: index % RECOUNT_EVERY === 0 })
}

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
  const seen = request.guide?.seen
  const search = seen === undefined ? undefined : new NoveltySearch(seen)
  let done = 0
  const oneByOne = request.oneByOne === true
  const batchSize = oneByOne ? 1 : request.batch

  const settle = async (batch: Batch): Promise<void> => {
    const asked = monotonicMs()
    const cases = batch.programs.map((program) => program.case)
    const place = oneByOne ? { place: batch.at } : {}
    const observed = await inTime(batch.observed, engine, cases, control, { hangs: 1, ...place })
    const answered = monotonicMs()
    sheet.spend('engineMs', answered - asked)
    if (oneByOne) control.startJudging()
    else if (control.engineInThread) control.endBatch()
    batch.programs.forEach((program, i) => {
      const { index, case: case_ } = program
      const observations = present(observed[i], 'one observation a case')
      const place = batch.at + i
      const { verdict } = judgement(case_, observations, place, () => judgeOne(case_, observations, index))
      count(sheet, program, verdict)
      if (verdict.kind === 'violates') suspects.push({ index, case: packCase(case_), violations: verdict.violations })
      orWhoseFault(case_, observations, place, () =>
        search?.look({ ...program, place }, observations, verdict.kind !== 'undecided'),
      )
      control.beat()
    })
    if (oneByOne) control.endBatch()
    sheet.spend('judgeMs', monotonicMs() - answered)
    done += batch.programs.length
  }

  let inFlight: Batch | undefined
  for (let at = 0; at < request.programs.length && !control.stopRequested; at += batchSize) {
    const programs = generate(request, at, batchSize, sheet, abilitiesOf(engine.description.capabilities))
    if (inFlight !== undefined && (oneByOne || control.engineInThread)) {
      await settle(inFlight)
      inFlight = undefined
    }
    control.startBatch(at, { alone: oneByOne })
    const handedOver = monotonicMs()
    const batch: Batch = {
      at,
      programs,
      observed: runEngine(
        engine,
        programs.map((program) => program.case),
        at,
      ),
    }
    // Settled later; without this a failure meanwhile would count as unhandled and end the thread.
    batch.observed.catch(() => {})
    sheet.spend('engineMs', monotonicMs() - handedOver)
    if (inFlight !== undefined) await settle(inFlight)
    inFlight = batch
  }
  if (inFlight !== undefined) await settle(inFlight)
  if (search === undefined || control.stopRequested) return { done, tally: sheet.tally, suspects }
  const asked = monotonicMs()
  const showed = await search.confirm(engine, control, oneByOne)
  sheet.spend('engineMs', monotonicMs() - asked)
  return { done, tally: sheet.tally, suspects, showed }
}

function generate(
  request: FuzzRequest,
  at: number,
  count: number,
  sheet: TallySheet,
  abilities: Abilities,
): readonly Numbered[] {
  const start = monotonicMs()
  const { seed, guide } = request
  const programs = request.programs.slice(at, at + count).map((index, i) => {
    const produced = produceProgram(seed, index, recipeAt(guide, at + i), request.generate)
    const { program } = produced
    if (index % DESCRIBE_EVERY === 0) sheet.countTraits(describeProgram(program))
    return { index, case: campaignCase(seed, index, program, request, abilities), produced }
  })
  sheet.spend('generateMs', monotonicMs() - start)
  return programs
}

function count(sheet: TallySheet, { index, case: case_ }: Numbered, verdict: Verdict): void {
  sheet.countProgram(case_.program.body.length, verdict.checks)
  if (verdict.kind === 'undecided') sheet.countUndecided(verdict.reason, index)
}
