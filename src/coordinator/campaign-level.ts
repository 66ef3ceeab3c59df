/** The level of the language that a campaign's programs may need: by default all, and what all of its engines and the judge can where that is less. */
import { DEFAULT_LEVEL } from '../generate/generate.ts'
import type { Level } from '../program/level.ts'
import type { Described } from '../task/messages.ts'
import type { Campaign } from './campaign.ts'

/** All engines run the same programs. */
export function campaignLevel(campaign: Campaign, engines: readonly Described[]): Level {
  if (campaign.level !== undefined) return campaign.level
  return Math.min(DEFAULT_LEVEL, ...engines.map(({ level }) => level)) as Level
}
