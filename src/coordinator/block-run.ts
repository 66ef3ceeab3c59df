/**
 * One block in one worker, whatever becomes of the worker. When its thread dies or hangs, the program that it stood at
 * is a suspect (`engine-survives`), and what is left of the block is handed out again. Where nobody knows at which it stood,
 * the block is run again one by one; then it is known.
 */

import { present } from '../base/assert.ts'
import type { GenerateOptions } from '../generate/generate.ts'
import { produceProgram } from '../generate/produce.ts'
import { campaignCase } from '../task/campaign-case.ts'
import type { FuzzRequest, FuzzResult, Reply, Suspect } from '../task/messages.ts'
import { packCase } from '../task/plain-case.ts'
import { packRecipes } from '../task/recipe-places.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import { replayToken } from '../triage/replay-token.ts'
import type { Block } from './block-queue.ts'
import type { CampaignState, Track } from './campaign-state.ts'
import { caseOf } from './case-of.ts'
import type { Lane } from './round.ts'
import { EngineMissing, startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'
import { threadLost } from './thread-lost.ts'

/** An engine that is lost so often and does no program between is none. */
const LOSSES_MAX = 12

export async function runBlock(run: CampaignState, slot: number, lane: Lane, block: Block): Promise<void> {
  const { campaign, crew } = run
  const { track } = lane
  const request: FuzzRequest = {
    ...track.choice,
    seed: campaign.seed,
    programs: lane.programs.slice(block.first, block.first + block.count),
    batch: campaign.batchSize,
    ...(block.oneByOne ? { oneByOne: true } : {}),
    limits: campaign.limits,
    generate: generateOptions(run, track),
    schedule: campaign.schedule,
    ...guideOf(lane, block),
  }
  try {
    const reply = await supervised<Reply<FuzzResult>>(crew, slot, 'fuzz', request, campaign.limits)
    track.lossesInARow = 0
    keep(lane, block, reply)
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error
    if (run.interrupted) return
    if (++track.lossesInARow >= LOSSES_MAX)
      throw new EngineMissing(`engine ${track.choice.engine} was lost ${LOSSES_MAX} times in a row: ${error.message}`)
    afterLoss(run, lane, block, error)
    await startEngine(crew, slot, track.choice, campaign.limits)
  }
}

function guideOf(lane: Lane, { first, count }: Block): Pick<FuzzRequest, 'guide'> {
  const recipes = lane.recipes?.slice(first, first + count)
  if (recipes === undefined) return {}
  return { guide: packRecipes(recipes, lane.seen) }
}

function keep(lane: Lane, block: Block, reply: Reply<FuzzResult>): void {
  const { engine } = lane.track.choice
  if (reply.kind === 'unavailable') throw new EngineMissing(`engine ${engine}: ${reply.reason}`)
  if (reply.kind === 'broken') {
    const replay = reply.culprit && replayToken(engine, caseOf(reply.culprit))
    throw new WorkerBroken(reply.message, reply.stack, replay)
  }
  lane.keep(block, reply.done, reply)
  lane.queue.giveBack(block.first + reply.done, block.count - reply.done)
}

function afterLoss(run: CampaignState, lane: Lane, block: Block, lost: WorkerLost): void {
  const { first, count } = block
  const stoodAt = lost.position?.caseInBlock
  const known = stoodAt !== undefined && stoodAt < count
  if (!known && count > 1) {
    // Lost between two programs even so: which part of the block does that?
    const part = block.oneByOne ? Math.ceil(count / 2) : count
    lane.queue.giveBack(first, part, { oneByOne: true })
    lane.queue.giveBack(first + part, count - part, { oneByOne: true })
    return
  }
  const place = first + (known ? present(stoodAt, 'known') : 0)
  const culprit = present(lane.programs[place], 'a block is a range of the lane')
  const suspect = lethalSuspect(run, lane, place, lost)
  // What no engine works at is ours.
  if (lost.position?.isJudged || (lost.hung && !known)) {
    const end = lost.hung ? 'gave no sign of life' : `died (${lost.message})`
    const replay = replayToken(lane.track.choice.engine, caseOf(suspect.case))
    throw new WorkerBroken(`a worker ${end} at program ${culprit}, and no engine was at work`, '', replay)
  }
  const sheet = new TallySheet()
  sheet.countProgram(suspect.statements, { 'engine-survives': 1 })
  lane.keep({ first: place, count: 1 }, 1, { tally: sheet.tally, suspects: [suspect], lethal: true })
  lane.queue.giveBack(first, place - first)
  lane.queue.giveBack(place + 1, first + count - place - 1)
}

function generateOptions({ campaign, level }: CampaignState, track: Track): GenerateOptions {
  const size = campaign.statements === undefined ? {} : { statements: campaign.statements }
  const emphasis = campaign.emphasis === undefined ? {} : { emphasis: campaign.emphasis }
  return { ...size, ...emphasis, level, fullOrYoung: track.fullOrYoung }
}

function lethalSuspect(
  run: CampaignState,
  { track, programs, recipes }: Lane,
  place: number,
  lost: WorkerLost,
): Suspect & { readonly statements: number } {
  const { seed, limits } = run.campaign
  const index = present(programs[place], 'a block is a range of the lane')
  const { program } = produceProgram(seed, index, recipes?.[place], generateOptions(run, track))
  return {
    index,
    statements: program.body.length,
    case: packCase(campaignCase(seed, index, program, run.campaign, track.abilities)),
    violations: [threadLost(lost, Math.max(0, lost.position?.statement ?? 0), limits.timeMs)],
  }
}
