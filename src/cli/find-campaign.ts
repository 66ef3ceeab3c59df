/** `--campaign NAME|FILE`: a campaign that comes with the package by its name, or a file of the user's. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../base/package-root.ts'
import { UsageError } from '../base/usage-error.ts'
import { type CampaignFile, loadCampaign } from '../coordinator/campaign-file.ts'
import { nearest } from '../scenario/nearest.ts'
import { formatScenarioProblem } from '../scenario/problem.ts'
import { bytesOf } from './read-input.ts'

const ENDING = '.yaml'
const FOLDER = join(packageRoot, 'fuzz', 'campaigns')

/** Names of those that come with the package. */
export function campaignNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .sort()
}

export function findCampaign(named: string): CampaignFile {
  const isFile = /[/\\]|\.ya?ml$/.test(named)
  const loaded = isFile
    ? loadCampaign(bytesOf(named), named)
    : loadCampaign(readFileSync(join(FOLDER, `${known(named)}${ENDING}`)), `${named}${ENDING}`)
  if (loaded.ok) return loaded.campaign
  throw new UsageError(`the campaign is refused\n${loaded.problems.map(formatScenarioProblem).join('\n')}`)
}

function known(name: string): string {
  const names = campaignNames()
  if (names.includes(name)) return name
  const near = nearest(name, names)
  const hint = near === undefined ? `there are ${names.join(', ')}, and files (*.yaml)` : `did you mean ${near}?`
  throw new UsageError(`there is no campaign ${JSON.stringify(name)}: ${hint}`)
}
