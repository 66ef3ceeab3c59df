/**
 * What `fuzz --resume` makes of a campaign's folder: the options that the campaign had, with a new budget where one is
 * given. What would change its results is refused, because they would be those of no campaign at all.
 */
import { join } from 'node:path'
import { UsageError } from '../base/usage-error.ts'
import { removeParts } from '../base/write-file.ts'
import type { CampaignOptions } from '../coordinator/campaign.ts'
import { CampaignFolder, type LoadedCampaign } from '../coordinator/campaign-folder.ts'
import type { CampaignIdentity } from '../coordinator/saved-campaign.ts'
import type { FuzzFlags } from './fuzz-flags.ts'
import { ownVersion } from './own-version.ts'
import type { Screen } from './screen.ts'

const FIXED = {
  seed: 'seed',
  engine: 'engine',
  first: 'first',
  shard: 'shard',
  statements: 'statements',
  level: 'level',
  out: 'out',
  corpus: 'corpus',
} as const

/** The saved campaign; says what of its folder could not be read. */
export function resumable(folder: string, flags: FuzzFlags, screen: Screen): LoadedCampaign {
  for (const key of Object.keys(FIXED) as (keyof typeof FIXED)[]) {
    if (flags[key] !== undefined)
      throw new UsageError(`--${FIXED[key]} does not go with --resume: the campaign in ${folder} has its own`)
  }
  if (flags.shrink === false || flags.unguided === true)
    throw new UsageError('--no-shrink and --unguided do not go with --resume: the campaign has its own')
  const loaded = new CampaignFolder(folder).load()
  for (const part of ['.', 'findings', 'corpus']) removeParts(join(folder, part))
  for (const complaint of loaded.complaints) screen.complain(`heapsmith: ${complaint}`)
  const { heapsmith } = loaded.saved.identity
  if (heapsmith !== ownVersion())
    throw new UsageError(`the campaign in ${folder} was run by Heapsmith ${heapsmith}, this is ${ownVersion()}`)
  return loaded
}

/** Of `file` (`--campaign`) only what no result depends on. */
export function optionsToResume(
  { saved, seeds }: LoadedCampaign,
  flags: FuzzFlags,
  file: CampaignOptions = {},
): CampaignOptions {
  const { identity, budget } = saved
  const [newPrograms, newTimeMs] = [flags.programs ?? file.programs, flags.time ?? file.timeMs]
  const isNew = newPrograms !== undefined || newTimeMs !== undefined
  const programs = newPrograms ?? (isNew ? Number.POSITIVE_INFINITY : budget.programs)
  const timeMs = newTimeMs ?? (isNew ? Number.POSITIVE_INFINITY : budget.timeMs)
  const workers = flags.workers ?? file.workers
  const maxUndecided = flags.maxUndecided ?? file.maxUndecided
  return {
    engines: identity.engines.map(({ id, every }) => ({ id, every })),
    seed: identity.seed,
    first: identity.first,
    shard: identity.shard,
    level: identity.level,
    shrink: identity.shrinks,
    guided: identity.guided,
    schedule: identity.schedule,
    ...(identity.emphasis === undefined ? {} : { emphasis: identity.emphasis }),
    seeds,
    programs,
    timeMs,
    ...(identity.statements === 0 ? {} : { statements: identity.statements }),
    ...(workers === undefined ? {} : { workers }),
    ...(maxUndecided === undefined ? {} : { maxUndecided }),
    ...(flags.lie === undefined ? {} : { lie: flags.lie }),
  }
}

/** Other engines would give other results. */
export function assertSameEngines(saved: CampaignIdentity, now: CampaignIdentity): void {
  for (const [i, before] of saved.engines.entries()) {
    const here = now.engines[i]
    if (here?.version !== before.version || here.semantics !== before.semantics)
      throw new UsageError(
        `the campaign ran on ${before.id}, which was ${before.version} with the semantics of ${before.semantics}; here it is ${here?.version} with those of ${here?.semantics}`,
      )
  }
}
