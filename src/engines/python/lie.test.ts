import { describe, expect, it } from 'vitest'
import type { Handle, Observations, Snapshot } from '../../observation/observations.ts'
import { falsified } from './lie.ts'

const snapshot: Snapshot = {
  handles: Float64Array.of(10, 20, 30),
  types: Uint16Array.of(0, 1, 0),
  typeNames: ['list', 'Node'],
  refcounts: Float64Array.of(1, 2, 1),
  generations: Int8Array.of(0, 0, 0),
  edgeStarts: Uint32Array.of(0, 1, 3, 4),
  edges: Float64Array.of(20, 10, 30, 10),
  weakTargets: Float64Array.of(0, 0, 0),
  rootNames: ['a'],
  roots: Float64Array.of(10),
  garbage: new Float64Array(0),
  collections: [0, 0, 0],
  collected: [0, 0, 0],
}
const finalized = (object: number): { kind: 'finalized'; object: Handle; type: string } => ({
  kind: 'finalized',
  object: object as Handle,
  type: 'Node',
})
const truth: Observations = {
  statements: [
    { events: [{ kind: 'printed', text: 'x' }] },
    { events: [finalized(10), { kind: 'printed', text: 'y' }, finalized(20)], snapshot },
  ],
  outcome: { kind: 'finished' },
}

describe('falsified', () => {
  it('hides one reference', () => {
    expect(falsified(truth, 'hide-reference').statements[1]?.snapshot?.refcounts).toEqual(Float64Array.of(1, 1, 1))
    expect(snapshot.refcounts).toEqual(Float64Array.of(1, 2, 1))
  })

  it('swaps two finalizers of one statement', () => {
    expect(falsified(truth, 'swap-finalizers').statements[1]?.events).toEqual([
      finalized(20),
      { kind: 'printed', text: 'y' },
      finalized(10),
    ])
  })

  it('leaves out one object, with its edges', () => {
    const lie = falsified(truth, 'report-one-object-less').statements[1]?.snapshot
    expect(lie).toMatchObject({
      handles: Float64Array.of(10, 30),
      edgeStarts: Uint32Array.of(0, 1, 2),
      edges: Float64Array.of(20, 10),
    })
  })

  it('tells the truth where there is nothing to lie about', () => {
    const empty: Observations = { statements: [{ events: [] }], outcome: { kind: 'finished' } }
    expect(falsified(empty, 'hide-reference')).toEqual(empty)
    expect(falsified(empty, 'swap-finalizers')).toEqual(empty)
  })
})
