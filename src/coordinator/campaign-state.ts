/** What the parts of a running campaign share. */
import type { EngineChoice } from '../task/messages.ts'
import type { TallySheet } from '../task/tally-sheet.ts'
import type { Campaign } from './campaign.ts'
import type { Crew } from './crew.ts'

export interface CampaignState {
  readonly campaign: Campaign
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
  /** Its engine shows its deaths and its allocator: some programs are watched. */
  watches: boolean
}
