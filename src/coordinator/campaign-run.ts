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
import type { CorpusEntry } from '../corpus/entry.ts'
import type { Recipe } from '../generate/produce.ts'
import type { Level } from '../program/level.ts'
import { abilitiesOf } from '../task/campaign-case.ts'
import type { Described, Tally } from '../task/messages.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { Block } from './block-queue.ts'
import { runBlock } from './block-run.ts'
import type { Campaign } from './campaign.ts'
import { campaignLevel } from './campaign-level.ts'
import type { CampaignListener, CampaignResult, Progress } from './campaign-result.ts'
import { type CampaignState, fitBlockSize, newTracks, type Track } from './campaign-state.ts'
import type { Crew } from './crew.ts'
import { type Entry, FindingBook, findingOf } from './finding-book.ts'
import { Guidance } from './guidance.ts'
import { PaceKeeper } from './pace.ts'
import { Lane, Round, roundSize } from './round.ts'
import type { Progressed } from './saved-campaign.ts'
import { ServingSlots } from './serving-slots.ts'
import { placeInWhole } from './shard.ts'
import { shrinkEntry } from './shrink-entry.ts'
import { startEngine } from './start-engines.ts'

/** How long shrinking may go on when the campaign's time is over. */
const SHRINK_AFTER_END_MS = 20_000
/** What an interrupted campaign gives its workers to come back by themselves. */
const INTERRUPT_GRACE_MS = 2_000

export class CampaignRun implements CampaignState {
  readonly campaign: Campaign
  readonly crew: Crew
  level: Level = 1
  private readonly listener: CampaignListener
  private readonly tracks: readonly Track[]
  private readonly slots: ServingSlots
  private readonly book = new FindingBook()
  private readonly guidance: Guidance | undefined
  /** Programs of the rounds that are over. */
  private done = 0
  private readonly secondsBefore: number
  private readonly pace: PaceKeeper
  private round: Round | undefined
  private startedAt: number | undefined
  private endedAt: number | undefined
  private ended: CampaignResult['ended'] | undefined
  private shrinking = 0

  /** With `saved`, goes on where an earlier run of the same campaign stood; `entries` are those of its corpus. */
  constructor(
    campaign: Campaign,
    crew: Crew,
    listener: CampaignListener,
    saved?: Progressed,
    entries: readonly CorpusEntry[] = [],
  ) {
    this.campaign = campaign
    this.crew = crew
    this.listener = listener
    this.slots = new ServingSlots(crew.size, (slot) => this.nextJob(slot))
    this.tracks = newTracks(campaign)
    this.guidance = campaign.guided ? new Guidance(campaign.seed, campaign.seeds, saved?.guidance, entries) : undefined
    this.secondsBefore = saved?.seconds ?? 0
    const features = this.guidance?.corpus.counts.distinct ?? 0
    this.pace = new PaceKeeper({ seconds: this.secondsBefore, features }, saved?.noveltySeconds ?? 0)
    if (saved === undefined) return
    this.done = saved.done
    for (const [i, track] of this.tracks.entries())
      track.sheet.add(present(saved.tallies[i], 'each engine has a tally'))
    this.book.restore(saved.findings)
  }

  get progress(): Progress {
    const sheet = new TallySheet()
    for (const tally of this.tallies) sheet.add(tally)
    for (const lane of this.round?.lanes ?? []) for (const tally of lane.tallies) sheet.add(tally)
    return {
      stage: this.startedAt === undefined ? 'starting' : this.ended === undefined ? 'running' : 'shrinking',
      seconds: this.seconds,
      tally: sheet.tally,
      findings: this.book.size,
      features: this.guidance?.corpus.counts.distinct,
      pace: this.guidance && this.pace.at(this.seconds),
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
    this.level = campaignLevel(this.campaign, engines)
    if (!this.interrupted) this.listener.started(engines)
    this.startedAt = monotonicMs()
    this.slots.open()
    try {
      if (!this.interrupted) this.tellProgress()
      while (this.ended === undefined) await this.nextRound()
    } catch (error) {
      this.slots.fail(error)
    }
    await this.slots.close()
    // An interrupted campaign has findings that nobody took for shrinking.
    for (let left = this.book.takeForShrinking(); left !== undefined; left = this.book.takeForShrinking()) {
      this.listener.found(findingOf(left))
    }
    if (!this.interrupted) this.tellProgress()
    return {
      engines,
      level: this.level,
      tallies: this.tallies,
      findings: this.book.all.map(findingOf),
      ...(this.guidance === undefined
        ? {}
        : { corpus: this.guidance.summary(this.done), pace: this.pace.at(this.seconds) }),
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
        track.abilities = abilitiesOf(started.description.capabilities)
        described.set(track, started)
      }
    }
    await Promise.all(Array.from({ length: size }, (_, slot) => startSlot(slot)))
    return this.tracks.map((track) => present(described.get(track), 'every engine is started'))
  }

  private async nextRound(): Promise<void> {
    const count = Math.min(roundSize(this.done), this.campaign.ownPrograms - this.done)
    if (count <= 0) return this.stop('programs')
    const begun = this.seconds
    const round = this.openRound(count)
    this.round = round
    this.slots.wake()
    await round.ended
    this.round = undefined
    // An interrupted round counts for the report; to go on, it is run again from its start.
    for (const lane of round.lanes) {
      for (const tally of lane.tallies) lane.track.sheet.add(tally)
      this.book.enter(lane.track.choice.engine, lane.suspects)
    }
    this.slots.wake()
    if (this.interrupted) return
    assert(round.isComplete, 'a round ends when every program of it is done')
    const [leader] = round.lanes
    if (leader?.recipes !== undefined) this.learn(leader, leader.recipes)
    this.done += count
    this.tellProgress()
    // The next round will take about as long: is the end nearer to its start or to its end?
    const spent = this.seconds
    if (spent + (spent - begun) / 2 >= this.campaign.timeMs / 1000 + this.secondsBefore) this.stop('time')
  }

  private learn({ programs, showed }: Lane, recipes: readonly (Recipe | undefined)[]): void {
    const guidance = present(this.guidance, 'only guided programs have recipes')
    const before = guidance.lastNovelty
    guidance.learn(programs, recipes, showed, this.done)
    const mark = { seconds: this.seconds, features: guidance.corpus.counts.distinct }
    this.pace.mark(mark, guidance.lastNovelty > before)
  }

  private openRound(count: number): Round {
    const { first, shard } = this.campaign
    const programs = Array.from({ length: count }, (_, i) => first + placeInWhole(shard, this.done + i))
    const recipes = this.guidance?.recipes(programs, first)
    // What is new is what the first engine shows: the others run the same programs.
    return new Round(
      this.tracks.map((track, i) => {
        if (i === 0) return new Lane(track, programs, recipes, this.guidance?.corpus.seen.memory)
        const places = programs.flatMap((index, place) => (index % track.every === track.every - 1 ? [place] : []))
        const own = <T>(all: readonly T[]): readonly T[] => places.map((place) => all[place] as T)
        return new Lane(track, own(programs), recipes && own(recipes))
      }),
    )
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
      fitBlockSize(lane.track, block.count, monotonicMs() - start, this.campaign.largestBlock)
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

  private get tallies(): readonly Tally[] {
    return this.tracks.map(({ sheet }) => sheet.tally)
  }

  private tellProgress(): void {
    this.listener.progressed(this.progressed, this.guidance?.corpus.entries ?? [])
  }

  private get progressed(): Progressed {
    return {
      done: this.done,
      tallies: this.tallies,
      findings: this.book.inOrderOfEntry,
      ...(this.guidance === undefined ? {} : { guidance: this.guidance.state }),
      seconds: this.seconds,
      noveltySeconds: this.pace.lastNovelty,
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
