import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { WATCH_NOTHING } from '../observation/case.ts'
import { Corpus } from './corpus.ts'
import type { Showing } from './entry.ts'

const showing = (statements: number, ...features: readonly number[]): Showing => ({
  case: { program: Uint8Array.of(statements, ...features), snapshots: [], gc: 'disabled', watch: WATCH_NOTHING },
  statements,
  features: Uint32Array.from(features),
})

function filled(count: number): Corpus {
  const corpus = new Corpus()
  for (let i = 0; i < count; i++) {
    corpus.admit(showing(10 + (i % 7), i, i + 1, 1000), i)
    corpus.count({ features: Uint32Array.of(i, i + 1, 1000), programs: Uint32Array.of(1, 1, 1) })
  }
  return corpus
}

describe('a corpus', () => {
  it('admits what shows a feature that nothing showed before, and nothing else', () => {
    const corpus = new Corpus()
    expect(corpus.admit(showing(5, 1, 2), 0)).toBeDefined()
    expect(corpus.admit(showing(3, 1, 2), 1)).toBeUndefined()
    expect(corpus.admit(showing(3, 2, 3), 2)?.foundAt).toBe(2)
    corpus.count({ features: Uint32Array.of(9), programs: Uint32Array.of(1) })
    expect(corpus.admit(showing(3, 9), 3)).toBeUndefined()
  })

  it('chooses the rare, the small and the fertile more often, and every entry sometimes', () => {
    const corpus = new Corpus()
    const common = corpus.admit(showing(20, 1), 0)
    const rare = corpus.admit(showing(20, 2), 1)
    const large = corpus.admit(showing(300, 3), 2)
    const fertile = corpus.admit(showing(20, 4), 3)
    corpus.count({ features: Uint32Array.of(1, 2, 3, 4), programs: Uint32Array.of(500, 10, 10, 10) })
    if (!common || !rare || !large || !fertile) throw new Error('all are new')
    fertile.fertile = 20
    const chosen = new Map<unknown, number>()
    const prng = new Prng(1)
    for (let i = 0; i < 20_000; i++) {
      const entry = corpus.choose(prng)
      chosen.set(entry, (chosen.get(entry) ?? 0) + 1)
    }
    const times = (entry: unknown) => chosen.get(entry) ?? 0
    expect(times(rare)).toBeGreaterThan(times(common))
    expect(times(rare)).toBeGreaterThan(times(large))
    expect(times(fertile)).toBeGreaterThan(times(rare))
    expect(times(common)).toBeGreaterThan(0)
  })

  it('comes to the same with the same history', () => {
    const [one, two] = [filled(50), filled(50)]
    const [a, b] = [new Prng(4), new Prng(4)]
    for (let i = 0; i < 100; i++) expect(one.choose(a)?.key).toBe(two.choose(b)?.key)
  })

  it('stays within bounds, keeps what shows most in the smallest programs, and forgets no feature', () => {
    const corpus = filled(200)
    const dropped = corpus.minimise(60)
    expect(corpus.size).toBeLessThanOrEqual(60)
    expect(dropped.length).toBe(200 - corpus.size)
    for (let i = 0; i <= 200; i++) expect(corpus.seen.has(i)).toBe(true)
    expect(corpus.minimise(60)).toEqual([])
  })

  it('drops only entries whose features others show, where that is enough', () => {
    const corpus = new Corpus()
    corpus.admit(showing(90, 1, 2), 0)
    corpus.admit(showing(5, 1, 3), 1)
    corpus.admit(showing(5, 2, 4), 2)
    expect(corpus.minimise(2).map(({ foundAt }) => foundAt)).toEqual([0])
  })
})
