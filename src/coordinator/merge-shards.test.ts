import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { type CorpusEntry, newEntry } from '../corpus/entry.ts'
import { generateProgram } from '../generate/generate.ts'
import { WATCH_NOTHING } from '../observation/case.ts'
import { encodeProgram } from '../program/encode.ts'
import { mergeEntries, mergeStates, missingSome, type NamedPart } from './merge-shards.ts'
import { decodeMerged, encodeMerged, type MergedState } from './merged-codec.ts'
import { sampleCampaign } from './sample-campaign.test-support.ts'
import { type Shard, WHOLE } from './shard.ts'

const identity = { ...sampleCampaign.identity, shard: WHOLE }

function part(index: number, of = 3, more: Partial<MergedState> = {}): NamedPart {
  const incidence = { features: Uint32Array.of(index, 100), programs: Uint32Array.of(1, index) }
  return { folder: `part-${index}`, state: { identity, shards: [{ index, of }], done: 10 * index, incidence, ...more } }
}

/** Entries with few features of a small space, so that most of them show nothing of their own. */
function randomEntries(seed: number, count: number): readonly CorpusEntry[] {
  const prng = new Prng(seed)
  return Array.from({ length: count }, () => {
    const statements = prng.between(3, 30)
    const program = encodeProgram(generateProgram(9, prng.below(60), { statements }))
    const features = Uint32Array.from(new Set(Array.from({ length: 4 }, () => prng.below(40)))).sort()
    const case_ = { program, snapshots: [statements - 1], gc: 'disabled' as const, watch: WATCH_NOTHING }
    return newEntry({ case: case_, statements, features }, prng.below(1000))
  })
}

describe('merging states', () => {
  it('adds up, whatever the order and the grouping', () => {
    const [a, b, c] = [part(1), part(2), part(3)]
    const once = encodeMerged(mergeStates([a, b, c]))
    const group = (...parts: readonly NamedPart[]) => ({ folder: 'group', state: mergeStates(parts) })
    expect(encodeMerged(mergeStates([group(c, a), b]))).toEqual(once)
    expect(encodeMerged(mergeStates([a, group(b, c)]))).toEqual(once)
    expect(mergeStates([c, b, a])).toMatchObject({
      done: 60,
      incidence: { features: Uint32Array.of(1, 2, 3, 100), programs: Uint32Array.of(1, 1, 1, 6) },
    })
    expect(decodeMerged(once)).toEqual(mergeStates([a, b, c]))
  })

  it.each([
    ['the seed is', { identity: { ...identity, seed: 1 } }],
    ['the version of Heapsmith is 1.2.3', { identity: { ...identity, heapsmith: '1.2.4' } }],
    ['the list of engines is pyodide', { identity: { ...identity, engines: [] } }],
    ['guidance is on', { identity: { ...identity, guided: false } }],
    ['the number of shards is 3', { shards: [{ index: 2, of: 4 }] }],
  ])('refuses what is of another campaign: %s', (complaint, more) => {
    expect(() => mergeStates([part(1), part(2, 3, more)])).toThrow(complaint)
  })

  it('counts no shard twice', () => {
    expect(() => mergeStates([part(1), part(2), { ...part(1), folder: 'copy' }])).toThrow(
      'part-1 and copy both hold shard 1/3',
    )
    expect(() => mergeStates([part(1, 1), part(1, 1)])).toThrow('ran the same programs')
  })

  it('says what is missing', () => {
    const shards: readonly Shard[] = [part(1), part(3)].flatMap(({ state }) => state.shards)
    expect(missingSome(shards)).toEqual(['1/3', '3/3'])
    expect(missingSome([WHOLE])).toBeUndefined()
  })
})

describe('merging corpora', () => {
  it('leaves every feature shown, drops what shows nothing of its own, and does not depend on the grouping', () => {
    for (let seed = 0; seed < 20; seed++) {
      // Of one program, the same features, as an engine shows them.
      const all = [...new Map(randomEntries(seed, 60).map((entry) => [entry.key, entry])).values()]
      const parts = [0, 1, 2].map((third) => all.filter((_, i) => i % 3 === third))
      const once = mergeEntries(all)
      const [a, b, c] = parts as [CorpusEntry[], CorpusEntry[], CorpusEntry[]]
      expect(mergeEntries([...mergeEntries([...c, ...a]), ...b])).toEqual(once)
      expect(mergeEntries([...a, ...mergeEntries([...b, ...c])])).toEqual(once)
      expect(once.length).toBeLessThan(all.length)
      const shown = (entries: readonly CorpusEntry[]) => new Set(entries.flatMap(({ features }) => [...features]))
      expect(shown(once)).toEqual(shown(all))
    }
  })
})
