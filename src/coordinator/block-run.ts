/**
 * One block in one worker, whatever becomes of the worker. When its thread dies or hangs, the program that it stood at
 * is a suspect (`engine-survives`), and what is left of the block is handed out again; where it stood is unknown, the
 * block is halved until one program is left.
 */

import { present } from '../base/assert.ts'
import { type GenerateOptions, snapshotPlan } from '../generate/generate.ts'
import { produceProgram } from '../generate/produce.ts'
import { watchPlan } from '../observation/watch-plan.ts'
import { encodeProgram } from '../program/encode.ts'
import type { FuzzRequest, FuzzResult, Reply, Suspect } from '../task/messages.ts'
import { packRecipes } from '../task/recipe-places.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import { replayToken } from '../triage/replay-token.ts'
import type { Violation } from '../verdict/verdict.ts'
import type { Block } from './block-queue.ts'
import type { Campaign } from './campaign.ts'
import type { CampaignState, Track } from './campaign-state.ts'
import { caseOf } from './case-of.ts'
import type { Lane } from './round.ts'
import { EngineMissing, startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'

export async function runBlock(run: CampaignState, slot: number, lane: Lane, block: Block): Promise<void> {
  const { campaign, crew } = run
  const { track } = lane
  const request: FuzzRequest = {
    ...track.choice,
    seed: campaign.seed,
    programs: lane.programs.slice(block.first, block.first + block.count),
    batch: campaign.batchSize,
    limits: campaign.limits,
    generate: generateOptions(campaign, track),
    ...guideOf(lane, block),
  }
  try {
    const reply = await supervised<Reply<FuzzResult>>(crew, slot, 'fuzz', request, campaign.limits)
    keep(lane, block, reply)
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error
    if (run.interrupted) return
    afterLoss(run, lane, block, error)
    await startEngine(crew, slot, track.choice, campaign.limits)
  }
}

function guideOf(lane: Lane, { first, count }: Block): Pick<FuzzRequest, 'guide'> {
  const recipes = lane.recipes?.slice(first, first + count)
  if (recipes === undefined) return {}
  const weights = recipes.find((recipe) => recipe?.kind === 'mutant')?.weights ?? []
  return { guide: packRecipes(recipes, weights, lane.seen) }
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
    const half = Math.ceil(count / 2)
    lane.queue.giveBack(first, half)
    lane.queue.giveBack(first + half, count - half)
    return
  }
  const place = first + (known ? present(stoodAt, 'known') : 0)
  const culprit = present(lane.programs[place], 'a block is a range of the lane')
  // An engine inside the thread says where it hangs, one outside watches its programs itself: what hangs is ours.
  if (lost.hung && !known) throw new WorkerBroken(`a worker gave no sign of life at program ${culprit}`, '', undefined)
  const suspect = lethalSuspect(run.campaign, lane, place, lost)
  const sheet = new TallySheet()
  sheet.countProgram(suspect.statements, { 'engine-survives': 1 })
  lane.keep({ first: place, count: 1 }, 1, { tally: sheet.tally, suspects: [suspect], lethal: true })
  lane.queue.giveBack(first, place - first)
  lane.queue.giveBack(place + 1, first + count - place - 1)
}

function generateOptions(campaign: Campaign, track: Track): GenerateOptions {
  const size = campaign.statements === undefined ? {} : { statements: campaign.statements }
  return { ...size, fullOrYoung: track.fullOrYoung }
}

function lethalSuspect(
  campaign: Campaign,
  { track, programs, recipes }: Lane,
  place: number,
  lost: WorkerLost,
): Suspect & { readonly statements: number } {
  const index = present(programs[place], 'a block is a range of the lane')
  const { program } = produceProgram(campaign.seed, index, recipes?.[place], generateOptions(campaign, track))
  return {
    index,
    statements: program.body.length,
    case: {
      program: encodeProgram(program),
      snapshots: snapshotPlan(campaign.seed, index, program),
      ...watchPlan(index, track.watches),
    },
    violations: [threadLost(lost, Math.max(0, lost.position?.statement ?? 0), campaign.limits.timeMs)],
  }
}

/** The violation that a lost worker thread stands for. */
export function threadLost(lost: WorkerLost, statement: number, limitMs: number): Violation {
  const seen = lost.hung
    ? `still running after ${limitMs / 1000} s, and no interrupt helped`
    : `its thread died: ${lost.message}`
  return {
    rule: 'engine-survives',
    statement,
    objects: [],
    expected: 'the engine runs every program to its end',
    seen,
    message: `The engine did not survive the program: ${seen}.`,
  }
}
