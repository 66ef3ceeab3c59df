/**
 * One campaign from start to end: hands out blocks to the workers, adds up what they count, has findings shrunk, and
 * stops at the time, after the programs, or when interrupted. Which worker ran what, and when, changes no result: counts
 * are sums, and findings are entered in order of index.
 *
 * Knows engines and judge only as tasks of the workers.
 */
import { present } from '../base/assert.ts'
import { monotonicMs } from '../base/clock.ts'
import type { Described, Tally } from '../task/messages.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import { type Finding, makeFinding } from '../triage/finding.ts'
import { type Block, BlockQueue } from './block-queue.ts'
import { runBlock } from './block-run.ts'
import type { Campaign } from './campaign.ts'
import type { CampaignState, Track } from './campaign-state.ts'
import type { Crew } from './crew.ts'
import { type Entry, FindingBook } from './finding-book.ts'
import { shrinkEntry } from './shrink-entry.ts'
import { shrunkFacts } from './shrunk-facts.ts'
import { startEngine } from './start-engines.ts'

export interface CampaignListener {
  /** All engines are open; the campaign's time begins. */
  started(engines: readonly Described[]): void
  /** Once for each finding, when it is as small as it gets; its count may still grow. */
  found(finding: Finding): void
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

type Job =
  | { readonly kind: 'block'; readonly track: Track; readonly block: Block }
  | { readonly kind: 'shrink'; readonly entry: Entry }

/** How long a block should take. */
const BLOCK_MS = 500
/** How long shrinking may go on when the campaign's time is over. */
const SHRINK_AFTER_END_MS = 20_000
/** What an interrupted campaign gives its workers to come back by themselves. */
const INTERRUPT_GRACE_MS = 2_000

export class CampaignRun implements CampaignState {
  readonly campaign: Campaign
  readonly crew: Crew
  readonly sheet = new TallySheet()
  readonly book = new FindingBook()
  private readonly listener: CampaignListener
  private readonly tracks: readonly Track[]
  private readonly waiting: (() => void)[] = []
  private startedAt: number | undefined
  private endedAt: number | undefined
  private ended: CampaignResult['ended'] | undefined
  private fatal: unknown
  private busy = 0
  private shrinking = 0
  private shrinksLeft: number

  constructor(campaign: Campaign, crew: Crew, listener: CampaignListener) {
    this.campaign = campaign
    this.crew = crew
    this.listener = listener
    this.shrinksLeft = campaign.shrink?.findings ?? 0
    const end = campaign.first + campaign.programs
    this.tracks = campaign.engines.map((engine) => ({
      choice: campaign.lie === undefined ? { engine } : { engine, lie: campaign.lie },
      queue: new BlockQueue(campaign.first, end),
      blockSize: Math.min(campaign.batchSize, campaign.largestBlock),
      fullOrYoung: false,
    }))
  }

  get progress(): Progress {
    const now = this.endedAt ?? monotonicMs()
    return {
      stage: this.startedAt === undefined ? 'starting' : this.ended === undefined ? 'running' : 'shrinking',
      seconds: this.startedAt === undefined ? 0 : (now - this.startedAt) / 1000,
      tally: this.sheet.tally,
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
    const timer = Number.isFinite(this.campaign.timeMs)
      ? setTimeout(() => this.stop('time'), this.campaign.timeMs)
      : undefined
    await this.serveAll().finally(() => clearTimeout(timer))
    this.stop('programs')
    // After a stop there are gaps, and nothing will fill them any more.
    for (const track of this.tracks) this.enter(track, Number.POSITIVE_INFINITY)
    await this.serveAll()
    // An interrupted campaign has findings that nobody took for shrinking.
    for (let left = this.book.takeForShrinking(); left !== undefined; left = this.book.takeForShrinking()) {
      this.listener.found(findingOf(left))
    }
    return {
      engines,
      tally: this.sheet.tally,
      findings: this.book.all.map(findingOf),
      seconds: (present(this.endedAt, 'the campaign is stopped') - this.startedAt) / 1000,
      ended: present(this.ended, 'the campaign is stopped'),
    }
  }

  /** Ctrl-C: hands out nothing more, and takes from the workers what they have. */
  interrupt(): void {
    this.stop('interrupted')
    this.ended = 'interrupted'
    for (let slot = 0; slot < this.crew.size; slot++) this.crew.control(slot).requestStop(true)
    setTimeout(() => this.endAllThreads(), INTERRUPT_GRACE_MS).unref()
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
        described.set(track, started)
      }
    }
    await Promise.all(Array.from({ length: size }, (_, slot) => startSlot(slot)))
    return this.tracks.map((track) => present(described.get(track), 'every engine is started'))
  }

  private async serveAll(): Promise<void> {
    await Promise.all(Array.from({ length: this.crew.size }, (_, slot) => this.serve(slot)))
    if (this.fatal !== undefined) throw this.fatal
  }

  private async serve(slot: number): Promise<void> {
    for (;;) {
      const job = this.nextJob(slot)
      if (job === undefined && this.busy === 0) return
      if (job === undefined) {
        await new Promise<void>((resolve) => this.waiting.push(resolve))
        continue
      }
      this.busy++
      try {
        await this.perform(slot, job)
      } catch (error) {
        this.fatal ??= error
        this.interrupt()
      } finally {
        this.busy--
        for (const wake of this.waiting.splice(0)) wake()
      }
    }
  }

  private nextJob(slot: number): Job | undefined {
    if (this.fatal !== undefined || this.interrupted) return undefined
    const entry = this.nextToShrink()
    if (entry !== undefined) return { kind: 'shrink', entry }
    if (this.ended !== undefined) return undefined
    const preferred = this.tracks[slot % this.tracks.length]
    const others = this.tracks.toSorted((a, b) => a.queue.handedOut - b.queue.handedOut)
    const order = this.crew.size < this.tracks.length || preferred === undefined ? others : [preferred, ...others]
    for (const track of order) {
      const block = track.queue.take(track.blockSize)
      if (block !== undefined) return { kind: 'block', track, block }
    }
    return undefined
  }

  /** While programs still run, at most half of the workers shrink. */
  private nextToShrink(): Entry | undefined {
    if (this.ended === undefined && this.shrinking >= Math.ceil(this.crew.size / 2)) return undefined
    return this.book.takeForShrinking()
  }

  private async perform(slot: number, job: Job): Promise<void> {
    this.crew.control(slot).requestStop(false)
    if (job.kind === 'block') {
      const start = monotonicMs()
      await runBlock(this, slot, job.track, job.block)
      this.fitBlockSize(job.track, job.block.count, monotonicMs() - start)
      this.enter(job.track, job.track.queue.settled)
      return
    }
    this.shrinking++
    try {
      const seconds = this.shrinkSeconds(job.entry)
      if (seconds > 0) job.entry.shrunk = await shrinkEntry(this, slot, job.entry, seconds)
    } finally {
      this.shrinking--
    }
    this.listener.found(findingOf(job.entry))
  }

  /** How long this entry may be shrunk; 0: not at all. */
  private shrinkSeconds(entry: Entry): number {
    const budget = this.campaign.shrink
    if (budget === undefined || entry.lethal || this.shrinksLeft === 0) return 0
    this.shrinksLeft--
    if (this.endedAt === undefined) return budget.seconds
    const leftMs = this.endedAt + SHRINK_AFTER_END_MS - monotonicMs()
    return Math.min(budget.seconds, Math.max(0, leftMs / 1000))
  }

  /** Large enough that handing out costs nothing, small enough that a stop and a progress line come soon. */
  private fitBlockSize(track: Track, count: number, ms: number): void {
    const fitting = Math.round((count * BLOCK_MS) / Math.max(ms, 1))
    track.blockSize = Math.max(1, Math.min(this.campaign.largestBlock, Math.max(this.campaign.batchSize, fitting)))
  }

  private enter(track: Track, settled: number): void {
    this.book.enter(track.choice.engine, settled)
  }

  private stop(reason: CampaignResult['ended']): void {
    if (this.ended !== undefined) return
    this.ended = reason
    this.endedAt = monotonicMs()
    for (let slot = 0; slot < this.crew.size; slot++) this.crew.control(slot).requestStop(true)
  }

  private endAllThreads(): void {
    for (let slot = 0; slot < this.crew.size; slot++) this.crew.end(slot)
  }
}

function findingOf(entry: Entry): Finding {
  const { engine, signature, firstSeen, count, found, shrunk } = entry
  return makeFinding({ engine, signature, firstSeen, count, ...shrunkFacts(found, entry.violations, shrunk) })
}
