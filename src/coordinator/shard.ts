/**
 * A share of a campaign's programs, for one machine of several. Every `of` programs that follow each other are dealt out, one
 * to each shard, in an order that is drawn anew: so shards are disjoint, together they are the whole, and none of them
 * gets all programs of a kind that comes at every so many numbers. Depends on the numbers alone.
 */
import { assert } from '../base/assert.ts'
import { Prng } from '../base/prng.ts'

export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

export const WHOLE: Shard = { index: 1, of: 1 }

/** Sets the stream apart from those of the programs. */
const STREAM = 0x7368_6172

/** Where the program stands in the whole campaign that is the shard's own at `place`; both from 0. */
export function placeInWhole(shard: Shard, place: number): number {
  assert(place >= 0, 'places begin with 0')
  return place * shard.of + seatIn(shard, place)
}

/** How many of the whole campaign's programs are the shard's. */
export function ownShare(shard: Shard, programs: number): number {
  if (!Number.isFinite(programs)) return programs
  const deals = Math.floor(programs / shard.of)
  return deals + (seatIn(shard, deals) < programs % shard.of ? 1 : 0)
}

/** Such as `2/5`. */
export function shardName({ index, of }: Shard): string {
  return `${index}/${of}`
}

/** Its place among those that are dealt out together. */
function seatIn({ index, of }: Shard, deal: number): number {
  return of === 1 ? 0 : (index - 1 + new Prng(deal, of, STREAM).below(of)) % of
}
