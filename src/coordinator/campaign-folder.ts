/**
 * A campaign's folder, as far as going on needs it: the state of the last round, and that of the round before in case
 * the last is damaged. Nothing that cannot be read is dropped: it is set aside under `damaged/` and named.
 *
 *   campaign.state     after the last round       corpus/    programs that showed something new
 *   campaign.previous  after the round before     seeds/     programs that were given, to run first
 *                                                 damaged/   what could not be read
 */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { orSetAside, removeHalfWritten } from '../base/set-aside.ts'
import { UsageError } from '../base/usage-error.ts'
import { writeWhole } from '../base/write-file.ts'
import { CorpusFolder } from '../corpus/corpus-folder.ts'
import type { CorpusEntry } from '../corpus/entry.ts'
import type { SavedCampaign } from './saved-campaign.ts'
import { decodeSaved, encodeSaved } from './saved-codec.ts'

const STATE = 'campaign.state'
const PREVIOUS = 'campaign.previous'
/** Only there for a moment, or after a kill in that moment. */
const NEXT = 'campaign.next'
const STATES = [STATE, NEXT, PREVIOUS]

/** Whether a campaign has left its state there. */
export function holdsCampaign(folder: string): boolean {
  return STATES.some((name) => existsSync(join(folder, name)))
}

/** Left by a merge of shards, in place of a campaign's state. */
export const MERGED = 'merged.state'

/** Whether a campaign, or a merge of its shards, has left its results there. */
export function holdsResults(folder: string): boolean {
  return holdsCampaign(folder) || existsSync(join(folder, MERGED))
}

/** Where the entries of a campaign's corpus are. */
export function corpusOf(folder: string): string {
  return join(folder, 'corpus')
}

export interface LoadedCampaign {
  readonly saved: SavedCampaign
  /** Those that the state speaks of, and those that the campaign was to run first. */
  readonly entries: readonly CorpusEntry[]
  readonly seeds: readonly CorpusEntry[]
  /** What a user should know: each damaged file, with its new place. */
  readonly complaints: readonly string[]
}

export class CampaignFolder {
  private readonly path: string
  private readonly corpus: CorpusFolder
  private readonly seeds: CorpusFolder

  constructor(path: string) {
    this.path = path
    this.corpus = new CorpusFolder(corpusOf(path))
    this.seeds = new CorpusFolder(join(path, 'seeds'))
  }

  /** A whole state is there at every moment of this, also when the disk is full. */
  save(saved: SavedCampaign, entries: readonly CorpusEntry[]): void {
    this.corpus.write(entries)
    const [state, next] = [join(this.path, STATE), join(this.path, NEXT)]
    writeWhole(next, encodeSaved(saved))
    if (existsSync(state)) renameSync(state, join(this.path, PREVIOUS))
    renameSync(next, state)
    this.corpus.clean(entries)
  }

  saveSeeds(seeds: readonly CorpusEntry[]): void {
    this.seeds.write(seeds)
  }

  /** The newest state that can be read. */
  load(): LoadedCampaign {
    if (!holdsCampaign(this.path))
      throw new UsageError(
        `${this.path} holds no campaign (no ${STATE}): --resume takes the folder that an earlier fuzz wrote`,
      )
    removeHalfWritten(this.path)
    const complaints: string[] = []
    for (const name of STATES) {
      const path = join(this.path, name)
      if (!existsSync(path)) continue
      const saved = orSetAside(path, () => decodeSaved(readFileSync(path)), complaints)
      if (saved !== undefined) return this.withEntries(saved, complaints)
    }
    throw new UsageError(
      [...complaints, `${this.path}: no state of the campaign can be read; begin anew in another folder`].join('\n'),
    )
  }

  private withEntries(saved: SavedCampaign, complaints: string[]): LoadedCampaign {
    const keys = saved.progressed.guidance?.entries.map(({ key }) => key) ?? []
    const entries = this.corpus.read(keys, complaints)
    this.corpus.removeOthers(keys)
    const seeds = this.seeds.read(saved.identity.seeds, complaints)
    return { saved, entries, seeds, complaints }
  }
}
