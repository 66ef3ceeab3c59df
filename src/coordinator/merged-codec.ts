/**
 * What a folder of merged shards keeps besides its report, so that it can be merged again: which campaign it is part of,
 * which shards it holds, how many programs they ran, and in how many of them each feature was seen.
 */
import { ByteReader, ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import type { Incidence } from '../corpus/feature-map.ts'
import { readIncidence, writeIncidence } from '../corpus/incidence-codec.ts'
import { readIdentity, readShard, writeIdentity, writeShard } from './identity-codec.ts'
import type { CampaignIdentity } from './saved-campaign.ts'
import type { Shard } from './shard.ts'

export interface MergedState {
  /** Of the whole campaign: its own shard is `WHOLE`. */
  readonly identity: CampaignIdentity
  /** Ascending, disjoint. */
  readonly shards: readonly Shard[]
  /** Programs of rounds that are over. */
  readonly done: number
  /** Absent where the campaign is not guided. */
  readonly incidence?: Incidence
}

const MAGIC = 'HSMS'
const VERSION = 2

export function encodeMerged({ identity, shards, done, incidence }: MergedState): Uint8Array {
  const out = new ByteWriter()
  writeIdentity(out, identity)
  out.list(shards, (shard) => writeShard(out, shard))
  out.unsigned(done)
  out.list(incidence === undefined ? [] : [incidence], (counts) => writeIncidence(out, counts))
  return sealBytes(MAGIC, VERSION, out.finish())
}

/** Throws {@link DamagedBytes}. */
export function decodeMerged(sealed: Uint8Array): MergedState {
  const input = new ByteReader(unsealBytes(MAGIC, VERSION, sealed))
  const identity = readIdentity(input)
  const shards = input.list(() => readShard(input))
  const done = input.unsigned()
  const [incidence] = input.list(() => readIncidence(input))
  if (!input.atEnd) throw new DamagedBytes('something follows its end')
  if (shards.length === 0) throw new DamagedBytes('it has no shard')
  return { identity, shards, done, ...(incidence === undefined ? {} : { incidence }) }
}
