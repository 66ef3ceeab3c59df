import { describe, expect, it } from 'vitest'
import { type Case, plainCase } from '../observation/case.ts'
import type { Event, Handle, Observations, Snapshot, StatementObservation } from '../observation/observations.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { FEATURE_SPACE, FeatureGatherer } from './features.ts'

const gatherer = new FeatureGatherer()

function caseOf(python: string): Case {
  const parsed = parseProgram(python, { file: 'test' })
  if (!parsed.ok) throw new Error('the text is a program')
  return plainCase(parsed.program, [])
}

const seen = (...statements: readonly StatementObservation[]): Observations => ({
  statements,
  outcome: { kind: 'finished' },
})
const finalized = (type: string, object = 1): Event => ({ kind: 'finalized', object: object as Handle, type })

/** A list that holds itself and a dict that is held by it. */
function heap(at: number, generation = 0): Snapshot {
  return {
    handles: Float64Array.of(at, at + 64),
    types: Uint16Array.of(0, 1),
    typeNames: ['list', 'dict'],
    refcounts: Float64Array.of(2, 1),
    generations: Int8Array.of(generation, generation),
    edgeStarts: Uint32Array.of(0, 2, 2),
    edges: Float64Array.of(at, at + 64),
    weakTargets: Float64Array.of(0, 0),
    rootNames: ['a'],
    roots: Float64Array.of(at),
    garbage: Float64Array.of(),
    collections: [0, 0, 0],
    collected: [0, 0, 0],
  }
}

const two = 'class A:\n    def __del__(self):\n        pass\nclass B:\n    __slots__ = ()\na = 1\n'

describe('features', () => {
  it('are distinct, ascending, and within their space', () => {
    const features = gatherer.of(caseOf('a = []\n'), seen({ events: [finalized('A')], snapshot: heap(4096) }))
    expect([...features]).toEqual([...new Set(features)].sort((a, b) => a - b))
    expect(features.length).toBeGreaterThan(5)
    expect(features.every((feature) => feature < FEATURE_SPACE)).toBe(true)
  })

  it('do not depend on addresses', () => {
    const at = (address: number) => gatherer.of(caseOf('a = []\n'), seen({ events: [], snapshot: heap(address) }))
    expect(at(4096)).toEqual(at(2 ** 40))
  })

  it('tell generations, orders of events and results apart', () => {
    const of = (...statements: readonly StatementObservation[]) => gatherer.of(caseOf(two), seen(...statements))
    expect(of({ events: [], snapshot: heap(4096, 1) })).not.toEqual(of({ events: [], snapshot: heap(4096, 0) }))
    const [ab, ba] = [
      [finalized('A'), finalized('B')],
      [finalized('B'), finalized('A')],
    ] as const
    expect(of({ events: ab })).not.toEqual(of({ events: ba }))
    expect(of({ events: [], raised: 'KeyError' })).not.toEqual(of({ events: [] }))
  })

  it('leave the order of events out where a program has sets, as it follows from addresses', () => {
    const of = (...events: readonly Event[]) => gatherer.of(caseOf(`${two}b = set()\n`), seen({ events }))
    expect(of(finalized('A'), finalized('B'))).toEqual(of(finalized('B'), finalized('A')))
    expect(of(finalized('A'), finalized('B'))).not.toEqual(of(finalized('A'), finalized('A')))
  })

  it('know classes by what they have, not by their names', () => {
    const one = gatherer.of(
      caseOf('class A:\n    def __del__(self):\n        pass\n'),
      seen({ events: [finalized('A')] }),
    )
    const other = gatherer.of(
      caseOf('class Z:\n    def __del__(self):\n        pass\n'),
      seen({ events: [finalized('Z')] }),
    )
    const plain = gatherer.of(caseOf('class A:\n    pass\n'), seen({ events: [finalized('A')] }))
    expect(one).toEqual(other)
    expect(one).not.toEqual(plain)
  })
})
