/**
 * A campaign's folder, as far as going on needs it: the state of the last round, and that of the round before in case
 * the last is damaged. Nothing that cannot be read is dropped: it is set aside under `damaged/` and named.
 *
 *   campaign.state     after the last round       damaged/   what could not be read
 *   campaign.previous  after the round before
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DamagedBytes } from '../base/bytes.ts'
import { UsageError } from '../base/usage-error.ts'
import { makeFolder, writeWhole } from '../base/write-file.ts'
import type { SavedCampaign } from './saved-campaign.ts'
import { decodeSaved, encodeSaved } from './saved-codec.ts'

const STATE = 'campaign.state'
const PREVIOUS = 'campaign.previous'
/** Only there for a moment, or after a kill in that moment. */
const NEXT = 'campaign.next'
const STATES = [STATE, NEXT, PREVIOUS]
const DAMAGED = 'damaged'

/** Whether a campaign has left its state there. */
export function holdsCampaign(folder: string): boolean {
  return STATES.some((name) => existsSync(join(folder, name)))
}

/** A whole state is there at every moment of this, also when the disk is full. */
export function saveCampaign(folder: string, saved: SavedCampaign): void {
  const [state, next] = [join(folder, STATE), join(folder, NEXT)]
  writeWhole(next, encodeSaved(saved))
  if (existsSync(state)) renameSync(state, join(folder, PREVIOUS))
  renameSync(next, state)
}

export interface LoadedCampaign {
  readonly saved: SavedCampaign
  /** What a user should know: each damaged file, with its new place. */
  readonly complaints: readonly string[]
}

/** The newest state that can be read. */
export function loadCampaign(folder: string): LoadedCampaign {
  if (!holdsCampaign(folder))
    throw new UsageError(
      `${folder} holds no campaign (no ${STATE}): --resume takes the folder that an earlier fuzz wrote`,
    )
  removeHalfWritten(folder)
  const complaints: string[] = []
  for (const name of STATES) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    const saved = orSetAside(path, () => decodeSaved(readFileSync(path)), complaints)
    if (saved !== undefined) return { saved, complaints }
  }
  throw new UsageError(
    [...complaints, `${folder}: no state of the campaign can be read; begin anew in another folder`].join('\n'),
  )
}

/** What `read` makes of the file at `path`; when it is damaged, undefined, a new place for it, and a complaint. */
export function orSetAside<T>(path: string, read: () => T, complaints: string[]): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw new UsageError(`cannot read ${path}: ${String(error)}`)
    complaints.push(`${path} is damaged (${error.message}); set aside as ${setAside(path)}`)
    return undefined
  }
}

/** Into the folder `damaged` beside the file, under a name that is free. */
function setAside(path: string): string {
  const folder = join(path, '..', DAMAGED)
  makeFolder(folder)
  let place = join(folder, basename(path))
  for (let n = 2; existsSync(place); n++) place = join(folder, `${basename(path)}.${n}`)
  renameSync(path, place)
  return place
}

/** Files that a killed process had begun. */
export function removeHalfWritten(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })
}
