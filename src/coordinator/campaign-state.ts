/** What the parts of a running campaign share. */
import type { Level } from '../program/level.ts'
import type { Abilities } from '../task/campaign-case.ts'
import type { EngineChoice } from '../task/messages.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { Campaign } from './campaign.ts'
import type { Crew } from './crew.ts'

export interface CampaignState {
  readonly campaign: Campaign
  /** Of its programs; known when its engines are open. */
  readonly level: Level
  readonly crew: Crew
  /** Nobody waits for results any more; a lost worker is no finding. */
  readonly interrupted: boolean
}

/** One engine of the campaign. */
export interface Track {
  readonly choice: EngineChoice
  /** It runs one program in so many. */
  readonly every: number
  /** What it has counted in rounds that are over. */
  readonly sheet: TallySheet
  /** Programs in the next block: grows and shrinks with the engine's speed. */
  blockSize: number
  /** Its programs collect the youngest generation or all: nothing else is predictable on an incremental collector. */
  fullOrYoung: boolean
  /** What its engine can do says how some of its programs are run. */
  abilities: Abilities
  /** How often its engine was lost since a program of it was done. */
  lossesInARow: number
}

/** Nothing is known of the engines yet, and nothing counted. */
export function newTracks({ engines, lie, batchSize, largestBlock }: Campaign): readonly Track[] {
  return engines.map(({ id, every }) => ({
    choice: lie === undefined ? { engine: id } : { engine: id, lie },
    every,
    sheet: new TallySheet(),
    blockSize: Math.min(batchSize, largestBlock),
    fullOrYoung: false,
    abilities: { watches: false, refuses: false },
    lossesInARow: 0,
  }))
}

/** How long a block should take. */
const BLOCK_MS = 500

/** Large enough that handing out costs nothing, small enough that a stop and a progress line come soon. */
export function fitBlockSize(track: Track, count: number, ms: number, largest: number): void {
  const fitting = Math.round((count * BLOCK_MS) / Math.max(ms, 1))
  track.blockSize = Math.max(1, Math.min(largest, fitting))
}
