/**
 * One campaign from start to end, round by round: hands out a round's programs to the workers, takes in what came of it
 * when all of it is there, saves, and stops at the time, after the programs, or when interrupted. Which worker ran what,
 * and when, changes no result, and neither does a campaign that died and goes on from what it saved.
 *
 * Findings are shrunk beside the rounds, as nothing in a round depends on them. Knows engines and judge only as tasks of
 * the workers.
 */

import { assert, present } from '../base/assert.ts'
import { monotonicMs } from '../base/clock.ts'
import { showsWatched } from '../observation/watch-plan.ts'
import type { Described, Tally } from '../task/messages.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { Finding } from '../triage/finding.ts'
import type { Block } from './block-queue.ts'
import { runBlock } from './block-run.ts'
import type { Campaign } from './campaign.ts'
import type { CampaignState, Track } from './campaign-state.ts'
import type { Crew } from './crew.ts'
import { type Entry, FindingBook, findingOf } from './finding-book.ts'
import { Lane, Round, roundSize } from './round.ts'
import type { Progressed } from './saved-campaign.ts'
import { ServingSlots } from './serving-slots.ts'
import { shrinkEntry } from './shrink-entry.ts'
import { startEngine } from './start-engines.ts'

export interface CampaignListener {
  /** All engines are open; the campaign's time begins. */
  started(engines: readonly Described[]): void
  /** Once for each finding, when it is as small as it gets; its count may still grow. */
  found(finding: Finding): void
  /** At the start, after each round, and at the end: all that is needed to go on from here. What it throws ends the campaign. */
  progressed(progressed: Progressed): void
}

export interface CampaignResult {
  readonly engines: readonly Described[]
  readonly tally: Tally
  /** In order of index. */
  readonly findings: readonly Finding[]
  readonly seconds: number
  readonly ended: 'time' | 'programs' | 'interrupted'
}

export interface Progress {
  readonly stage: 'starting' | 'running' | 'shrinking'
  readonly seconds: number
  readonly tally: Tally
  readonly findings: number
}

/** How long a block should take. */
const BLOCK_MS = 500
/** How long shrinking may go on when the campaign's time is over. */
const SHRINK_AFTER_END_MS = 20_000
/** What an interrupted campaign gives its workers to come back by themselves. */
const INTERRUPT_GRACE_MS = 2_000

export class CampaignRun implements CampaignState {
  readonly campaign: Campaign
  readonly crew: Crew
  private readonly listener: CampaignListener
  private readonly tracks: readonly Track[]
  private readonly slots: ServingSlots
  private readonly sheet = new TallySheet()
  private readonly book = new FindingBook()
  /** Programs of the rounds that are over. */
  private done = 0
  private readonly secondsBefore: number
  private round: Round | undefined
  private startedAt: number | undefined
  private endedAt: number | undefined
  private ended: CampaignResult['ended'] | undefined
  private shrinking = 0

  /** With `saved`, goes on where an earlier run of the same campaign stood. */
  constructor(campaign: Campaign, crew: Crew, listener: CampaignListener, saved?: Progressed) {
    this.campaign = campaign
    this.crew = crew
    this.listener = listener
    this.slots = new ServingSlots(crew.size, (slot) => this.nextJob(slot))
    this.tracks = campaign.engines.map((engine) => ({
      choice: campaign.lie === undefined ? { engine } : { engine, lie: campaign.lie },
      blockSize: Math.min(campaign.batchSize, campaign.largestBlock),
      fullOrYoung: false,
      watches: false,
    }))
    this.secondsBefore = saved?.seconds ?? 0
    if (saved === undefined) return
    this.done = saved.done
    this.sheet.add(saved.tally)
    this.book.restore(saved.findings)
  }

  get progress(): Progress {
    const sheet = new TallySheet()
    sheet.add(this.sheet.tally)
    for (const lane of this.round?.lanes ?? []) for (const tally of lane.tallies) sheet.add(tally)
    return {
      stage: this.startedAt === undefined ? 'starting' : this.ended === undefined ? 'running' : 'shrinking',
      seconds: this.seconds,
      tally: sheet.tally,
      findings: this.book.size,
    }
  }

  get interrupted(): boolean {
    return this.ended === 'interrupted'
  }

  async run(): Promise<CampaignResult> {
    const engines = await this.start().catch((error: unknown) => {
      if (this.interrupted) return []
      throw error
    })
    if (!this.interrupted) this.listener.started(engines)
    this.startedAt = monotonicMs()
    this.slots.open()
    try {
      if (!this.interrupted) this.listener.progressed(this.progressed)
      while (this.ended === undefined) await this.nextRound()
    } catch (error) {
      this.slots.fail(error)
    }
    await this.slots.close()
    // An interrupted campaign has findings that nobody took for shrinking.
    for (let left = this.book.takeForShrinking(); left !== undefined; left = this.book.takeForShrinking()) {
      this.listener.found(findingOf(left))
    }
    if (!this.interrupted) this.listener.progressed(this.progressed)
    return {
      engines,
      tally: this.sheet.tally,
      findings: this.book.all.map(findingOf),
      seconds: this.seconds,
      ended: present(this.ended, 'the campaign is stopped'),
    }
  }

  /** Ctrl-C: hands out nothing more, and takes from the workers what they have. */
  interrupt(): void {
    this.stop('interrupted')
    this.ended = 'interrupted'
    for (let slot = 0; slot < this.crew.size; slot++) this.crew.control(slot).requestStop(true)
    setTimeout(() => this.endAllThreads(), INTERRUPT_GRACE_MS).unref()
    this.round?.giveUp()
  }

  /** Each worker opens the engine that it prefers, and each engine is opened by some worker. */
  private async start(): Promise<readonly Described[]> {
    const { size } = this.crew
    const described = new Map<Track, Described>()
    const startSlot = async (slot: number) => {
      for (let pair = slot; pair < Math.max(size, this.tracks.length); pair += size) {
        const track = present(this.tracks[pair % this.tracks.length], 'every pair has an engine')
        const started = await startEngine(this.crew, slot, track.choice, this.campaign.limits, () => this.interrupted)
        track.fullOrYoung = started.description.facts.incrementalCollector
        track.watches = showsWatched(started.description.capabilities)
        described.set(track, started)
      }
    }
    await Promise.all(Array.from({ length: size }, (_, slot) => startSlot(slot)))
    return this.tracks.map((track) => present(described.get(track), 'every engine is started'))
  }

  private async nextRound(): Promise<void> {
    const count = Math.min(roundSize(this.done), this.campaign.programs - this.done)
    if (count <= 0) return this.stop('programs')
    const begun = this.seconds
    const round = this.openRound(count)
    this.round = round
    this.slots.wake()
    await round.ended
    this.round = undefined
    // An interrupted round counts for the report; to go on, it is run again from its start.
    for (const lane of round.lanes) {
      for (const tally of lane.tallies) this.sheet.add(tally)
      this.book.enter(lane.track.choice.engine, lane.suspects)
    }
    this.slots.wake()
    if (this.interrupted) return
    assert(round.isComplete, 'a round ends when every program of it is done')
    this.done += count
    this.listener.progressed(this.progressed)
    // The next round will take about as long: is the end nearer to its start or to its end?
    const spent = this.seconds
    if (spent + (spent - begun) / 2 >= this.campaign.timeMs / 1000 + this.secondsBefore) this.stop('time')
  }

  private openRound(count: number): Round {
    const first = this.campaign.first + this.done
    const programs = Array.from({ length: count }, (_, i) => first + i)
    return new Round(this.tracks.map((track) => new Lane(track, programs)))
  }

  private nextJob(slot: number): (() => Promise<void>) | undefined {
    if (this.interrupted) return undefined
    this.crew.control(slot).requestStop(false)
    const entry = this.nextToShrink()
    if (entry !== undefined) return () => this.shrink(slot, entry)
    const helpsFirst = this.crew.size < this.tracks.length
    const { round } = this
    const job = round?.take(slot % this.tracks.length, helpsFirst)
    return round && job && (() => this.runBlock(slot, job.lane, job.block).finally(() => round.blockIsBack()))
  }

  private async runBlock(slot: number, lane: Lane, block: Block): Promise<void> {
    const start = monotonicMs()
    try {
      await runBlock(this, slot, lane, block)
      this.fitBlockSize(lane.track, block.count, monotonicMs() - start)
    } catch (error) {
      this.interrupt()
      throw error
    }
  }

  /** While programs still run, at most half of the workers shrink. */
  private nextToShrink(): Entry | undefined {
    if (this.ended === undefined && this.shrinking >= Math.ceil(this.crew.size / 2)) return undefined
    return this.book.takeForShrinking()
  }

  private async shrink(slot: number, entry: Entry): Promise<void> {
    this.shrinking++
    try {
      const seconds = this.shrinkSeconds(entry)
      if (seconds > 0) entry.shrunk = await shrinkEntry(this, slot, entry, seconds)
    } catch (error) {
      this.interrupt()
      throw error
    } finally {
      this.shrinking--
    }
    this.listener.found(findingOf(entry))
  }

  /** How long this entry may be shrunk; 0: not at all. */
  private shrinkSeconds(entry: Entry): number {
    const budget = this.campaign.shrink
    if (budget === undefined || entry.lethal || entry.ordinal >= budget.findings) return 0
    if (this.endedAt === undefined || this.ended !== 'time') return budget.seconds
    const leftMs = this.endedAt + SHRINK_AFTER_END_MS - monotonicMs()
    return Math.min(budget.seconds, Math.max(0, leftMs / 1000))
  }

  /** Large enough that handing out costs nothing, small enough that a stop and a progress line come soon. */
  private fitBlockSize(track: Track, count: number, ms: number): void {
    const fitting = Math.round((count * BLOCK_MS) / Math.max(ms, 1))
    track.blockSize = Math.max(1, Math.min(this.campaign.largestBlock, fitting))
  }

  private get progressed(): Progressed {
    return {
      done: this.done,
      tally: this.sheet.tally,
      findings: this.book.inOrderOfEntry,
      seconds: this.seconds,
    }
  }

  private get seconds(): number {
    if (this.startedAt === undefined) return this.secondsBefore
    return this.secondsBefore + ((this.endedAt ?? monotonicMs()) - this.startedAt) / 1000
  }

  private stop(reason: CampaignResult['ended']): void {
    if (this.ended !== undefined) return
    this.ended = reason
    this.endedAt = monotonicMs()
    this.slots.wake()
  }

  private endAllThreads(): void {
    for (let slot = 0; slot < this.crew.size; slot++) this.crew.end(slot)
  }
}
