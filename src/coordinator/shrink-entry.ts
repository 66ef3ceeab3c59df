/** Has a worker shrink one entry of the finding book. What cannot be shrunk stays as it was found. */
import type { Reply, ShrinkRequest, ShrinkResult } from '../task/messages.ts'
import type { CampaignState } from './campaign-state.ts'
import type { Entry } from './finding-book.ts'
import { startEngine, WorkerBroken } from './start-engines.ts'
import { supervised, WorkerLost } from './supervise.ts'

export async function shrinkEntry(
  run: CampaignState,
  slot: number,
  entry: Entry,
  seconds: number,
): Promise<ShrinkResult | undefined> {
  const { campaign, crew } = run
  const choice = campaign.lie === undefined ? { engine: entry.engine } : { engine: entry.engine, lie: campaign.lie }
  const request: ShrinkRequest = {
    ...choice,
    case: entry.found,
    signature: entry.signature,
    limits: campaign.limits,
    attempts: campaign.shrink?.attempts ?? 0,
    seconds,
  }
  try {
    const reply = await supervised<Reply<ShrinkResult>>(crew, slot, 'shrink', request, campaign.limits)
    if (reply.kind === 'done') return reply
    if (reply.kind === 'broken') throw new WorkerBroken(reply.message, reply.stack, undefined)
    return undefined
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error
    if (!run.interrupted) await startEngine(crew, slot, choice, campaign.limits)
    return undefined
  }
}
