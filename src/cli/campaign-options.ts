/** What a new campaign is asked to do: by its flags, where they say nothing by its file (`--campaign`). */
import { UsageError } from '../base/usage-error.ts'
import type { CampaignOptions } from '../coordinator/campaign.ts'
import type { CampaignFile } from '../coordinator/campaign-file.ts'
import { readCorpus } from './command-corpus.ts'
import { chosenEngines } from './differential.ts'
import type { FuzzFlags } from './fuzz-flags.ts'

export async function campaignOptions(flags: FuzzFlags, file: CampaignFile | undefined): Promise<CampaignOptions> {
  const { engine: _, time, unguided, corpus, shrink, differential: _d, ...rest } = flags
  const base = file?.options ?? {}
  const guided = unguided === true ? false : base.guided
  if (corpus !== undefined && guided === false)
    throw new UsageError('--corpus does not go with --unguided: a campaign without guidance has no corpus')
  return {
    ...base,
    ...rest,
    ...(await enginesFor(flags, file)),
    ...(guided === undefined ? {} : { guided }),
    // Without the flag `--no-shrink` commander says true.
    ...(shrink === false ? { shrink } : {}),
    ...(corpus === undefined ? {} : { seeds: readCorpus(corpus) }),
    ...(time === undefined ? {} : { timeMs: time }),
  }
}

async function enginesFor(flags: FuzzFlags, file: CampaignFile | undefined): Promise<Pick<CampaignOptions, 'engines'>> {
  const differential = flags.differential ?? file?.differential ?? false
  if (flags.engine === undefined && !differential) return {}
  const ids = flags.engine ?? file?.options.engines?.map(({ id }) => id)
  const chosen = await chosenEngines({ ...flags, differential, ...(ids === undefined ? {} : { engine: ids }) })
  return { engines: chosen.map((id) => ({ id, every: 1 })) }
}
