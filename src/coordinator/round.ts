/**
 * One round of a campaign: a run of program numbers that is decided on before it begins, so that nothing in it depends
 * on which worker is faster. Keeps true: results are handed over when all are in, and then in order of engine and
 * program number, whatever order they came in.
 */
import { assert } from '../base/assert.ts'
import type { Recipe } from '../generate/produce.ts'
import type { Showed, Suspect, Tally } from '../task/messages.ts'
import { type Block, BlockQueue } from './block-queue.ts'
import type { Track } from './campaign-state.ts'

/** What one engine runs in a round. */
export class Lane {
  readonly track: Track
  /** Program numbers, ascending; blocks are ranges of this list. */
  readonly programs: readonly number[]
  /** One a program; absent where all are made from nothing. */
  readonly recipes: readonly (Recipe | undefined)[] | undefined
  /** Features that are known already, where this lane looks for new ones. */
  readonly seen: SharedArrayBuffer | undefined
  readonly queue: BlockQueue
  private readonly results: LaneResult[] = []

  constructor(
    track: Track,
    programs: readonly number[],
    recipes?: readonly (Recipe | undefined)[],
    seen?: SharedArrayBuffer,
  ) {
    this.track = track
    this.programs = programs
    this.recipes = recipes
    this.seen = seen
    this.queue = new BlockQueue(0, programs.length)
  }

  get isComplete(): boolean {
    return this.queue.settled === this.programs.length
  }

  /** `done` programs of the block, from its first. */
  keep(block: Block, done: number, result: LaneResult): void {
    assert(done <= block.count, 'no more is done than was asked for')
    this.results.push(result)
    this.queue.complete(block.first, done)
  }

  get tallies(): readonly Tally[] {
    return this.results.map(({ tally }) => tally)
  }

  get showed(): readonly Showed[] {
    return this.results.flatMap(({ showed }) => showed ?? [])
  }

  /** Everything that looked wrong, in order of program. */
  get suspects(): readonly LaneSuspect[] {
    return this.results
      .flatMap(({ suspects, lethal = false }) => suspects.map((suspect) => ({ suspect, lethal })))
      .sort((a, b) => a.suspect.index - b.suspect.index)
  }
}

export interface LaneResult {
  readonly tally: Tally
  readonly suspects: readonly Suspect[]
  readonly showed?: Showed
  /** The worker did not survive the program. */
  readonly lethal?: boolean
}

export interface LaneSuspect {
  readonly suspect: Suspect
  readonly lethal: boolean
}

const SMALLEST_ROUND = 64
const LARGEST_ROUND = 512

/**
 * How many programs the round has that begins after `done` ones. Rounds grow to their full size, so that a short campaign
 * still has several; where they begin depends on the number of programs alone.
 */
export function roundSize(done: number): number {
  let size = SMALLEST_ROUND
  let end = size
  while (end <= done && size < LARGEST_ROUND) {
    size *= 2
    end += size
  }
  if (end > done) return end - done
  return LARGEST_ROUND - ((done - end) % LARGEST_ROUND)
}

export class Round {
  readonly lanes: readonly Lane[]
  /** Resolves when every program is done; after {@link giveUp}, as soon as no block is out. */
  readonly ended: Promise<void>
  private end: () => void = () => {}
  private blocksOut = 0
  private givenUp = false

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes
    this.ended = new Promise((resolve) => {
      this.end = resolve
    })
  }

  get isComplete(): boolean {
    return this.lanes.every((lane) => lane.isComplete)
  }

  /** Hands out nothing more. */
  giveUp(): void {
    this.givenUp = true
    this.look()
  }

  /** The next block for a worker that prefers the lane numbered `preferred`, and else helps the one that is behind. */
  take(preferred: number, helpsFirst: boolean): { readonly lane: Lane; readonly block: Block } | undefined {
    if (this.givenUp) return undefined
    const behind = this.lanes.toSorted((a, b) => a.queue.handedOut - b.queue.handedOut)
    const own = this.lanes[preferred]
    for (const lane of helpsFirst || own === undefined ? behind : [own, ...behind]) {
      const block = lane.queue.take(lane.track.blockSize)
      if (block === undefined) continue
      this.blocksOut++
      return { lane, block }
    }
    return undefined
  }

  /** What a block came to is kept by its lane, or it is handed out again. */
  blockIsBack(): void {
    this.blocksOut--
    assert(this.blocksOut >= 0, 'no more blocks come back than were handed out')
    this.look()
  }

  private look(): void {
    if (this.isComplete || (this.givenUp && this.blocksOut === 0)) this.end()
  }
}
