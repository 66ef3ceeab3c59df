/** What a campaign tells while it runs, and what it comes to. */
import type { CorpusEntry } from '../corpus/entry.ts'
import type { Level } from '../program/level.ts'
import type { Described, Tally } from '../task/messages.ts'
import type { Finding } from '../triage/finding.ts'
import type { CorpusSummary, Pace } from '../triage/run-report.ts'
import type { Progressed } from './saved-campaign.ts'

export interface CampaignListener {
  /** All engines are open; the campaign's time begins. */
  started(engines: readonly Described[]): void
  /** Once for each finding, when it is as small as it gets; its count may still grow. */
  found(finding: Finding): void
  /** At the start, after each round, and at the end: all that is needed to go on from here. What it throws ends the campaign. */
  progressed(progressed: Progressed, entries: readonly CorpusEntry[]): void
}

export interface CampaignResult {
  readonly engines: readonly Described[]
  /** Of the programs. */
  readonly level: Level
  /** One an engine. */
  readonly tallies: readonly Tally[]
  /** In order of index. */
  readonly findings: readonly Finding[]
  /** Absent where every program is made from nothing. */
  readonly corpus?: CorpusSummary
  readonly pace?: Pace
  readonly seconds: number
  readonly ended: 'time' | 'programs' | 'interrupted'
}

export interface Progress {
  readonly stage: 'starting' | 'running' | 'shrinking'
  readonly seconds: number
  readonly tally: Tally
  readonly findings: number
  /** Different features of rounds that are over; undefined where nobody looks for them. */
  readonly features: number | undefined
  readonly pace: Pace | undefined
}
