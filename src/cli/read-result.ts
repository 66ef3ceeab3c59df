/**
 * The folder that a campaign, or a merge of its shards, has left → all that merging needs of it. What is damaged is named;
 * a folder of which the report or the state cannot be read is refused, as merging without it would hide what it found.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DamagedBytes } from '../base/bytes.ts'
import { UsageError } from '../base/usage-error.ts'
import { CampaignFolder, corpusOf, holdsCampaign, MERGED } from '../coordinator/campaign-folder.ts'
import { decodeMerged, type MergedState } from '../coordinator/merged-codec.ts'
import type { EngineIdentity } from '../coordinator/saved-campaign.ts'
import { WHOLE } from '../coordinator/shard.ts'
import { CorpusFolder } from '../corpus/corpus-folder.ts'
import type { CorpusEntry } from '../corpus/entry.ts'
import { readCampaignReport, readTiming, type Timing } from '../report/read-json.ts'
import type { RunReport } from '../triage/run-report.ts'

export interface ResultFolder {
  readonly folder: string
  readonly state: MergedState
  readonly report: RunReport
  readonly entries: readonly CorpusEntry[]
  /** What a user should know: what could not be read, and what came of it. */
  readonly complaints: readonly string[]
}

type Named = Pick<EngineIdentity, 'id' | 'version' | 'semantics'>
type Known = Pick<ResultFolder, 'state' | 'entries' | 'complaints'>

const NO_TIME: Timing = { workers: 0, seconds: 0, spent: { generateMs: 0, engineMs: 0, judgeMs: 0 } }

/** Throws {@link UsageError}, which names the folder. */
export function readResult(folder: string): ResultFolder {
  if (!existsSync(folder)) throw new UsageError(`${folder}: there is no such folder`)
  const { state, entries, complaints } = existsSync(join(folder, MERGED)) ? ofMerge(folder) : ofCampaign(folder)
  const path = join(folder, 'report.json')
  if (!existsSync(path))
    throw new UsageError(`${folder} has no report.json: end its campaign with --resume ${folder}, then merge`)
  const timing = timingOf(folder)
  const report = orRefused(path, () => readCampaignReport(readFileSync(path, 'utf8'), timing.read))
  const programs = report.engines[0]?.did?.programs ?? 0
  if (programs < state.done)
    throw new UsageError(
      `${path} is older than the state beside it (${programs} programs, ${state.done}): end its campaign with --resume ${folder}, then merge`,
    )
  if (!isOf(report, state)) throw new UsageError(`${path} is of another campaign than the state beside it`)
  return { folder, state, report, entries, complaints: [...complaints, ...timing.complaints] }
}

function isOf({ seed, heapsmith, engines }: RunReport, { identity }: MergedState): boolean {
  const same = (a: Named, b: Named | undefined) =>
    a.id === b?.id && a.version === b.version && a.semantics === b.semantics
  return (
    seed === identity.seed &&
    heapsmith === identity.heapsmith &&
    engines.length === identity.engines.length &&
    engines.every((engine, i) => same(engine, identity.engines[i]))
  )
}

function ofCampaign(folder: string): Known {
  if (!holdsCampaign(folder))
    throw new UsageError(`${folder} holds no campaign: merge takes the folders that fuzz --shard, or a merge, has left`)
  const { saved, entries, complaints } = new CampaignFolder(folder).load()
  const { identity, progressed } = saved
  const { done, guidance } = progressed
  const state = {
    identity: { ...identity, shard: WHOLE },
    shards: [identity.shard],
    done,
    ...(guidance === undefined ? {} : { incidence: guidance.incidence }),
  }
  return { state, entries, complaints }
}

function ofMerge(folder: string): Known {
  const path = join(folder, MERGED)
  const state = orRefused(path, () => decodeMerged(readFileSync(path)))
  const complaints: string[] = []
  const entries = new CorpusFolder(corpusOf(folder)).readAll(complaints)
  return { state, entries, complaints }
}

/** Time is no result: without it the rest counts. */
function timingOf(folder: string): { readonly read: Timing; readonly complaints: readonly string[] } {
  const path = join(folder, 'timing.json')
  try {
    return { read: readTiming(readFileSync(path, 'utf8')), complaints: [] }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { read: NO_TIME, complaints: [`${path} cannot be read (${why}); its time is not counted`] }
  }
}

function orRefused<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof DamagedBytes) throw new UsageError(`${path} is damaged: ${error.message}`)
    throw error
  }
}
