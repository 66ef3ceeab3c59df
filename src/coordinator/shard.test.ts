import { describe, expect, it } from 'vitest'
import { ownShare, placeInWhole, type Shard, WHOLE } from './shard.ts'

const shardsOf = (of: number): readonly Shard[] => Array.from({ length: of }, (_, i) => ({ index: i + 1, of }))
const placesOf = (shard: Shard, programs: number) =>
  Array.from({ length: ownShare(shard, programs) }, (_, place) => placeInWhole(shard, place))

describe('shards', () => {
  it.each([
    [2, 100],
    [3, 1],
    [3, 1_000],
    [7, 999],
    [64, 500],
  ])('%i of them are together the whole of %i programs, each once', (of, programs) => {
    const all = shardsOf(of).flatMap((shard) => placesOf(shard, programs))
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: programs }, (_, i) => i))
  })

  it('take as many programs each, but for one', () => {
    const shares = shardsOf(7).map((shard) => ownShare(shard, 999))
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
  })

  it('take programs of every kind that comes at every so many numbers', () => {
    for (const shard of [...shardsOf(2), ...shardsOf(8)])
      for (const every of [7, 8, 16])
        expect(placesOf(shard, 4_000).filter((place) => place % every === 0).length).toBeGreaterThan(10)
  })

  it('go up', () => {
    const places = placesOf({ index: 3, of: 5 }, 1_000)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('of one is the whole', () => {
    expect(placesOf(WHOLE, 50)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(ownShare(WHOLE, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  })
})
