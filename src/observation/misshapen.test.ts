import { describe, expect, it } from 'vitest'
import { generateProgram } from '../generate/generate.ts'
import { plainCase } from './case.ts'
import { whyMisshapen } from './misshapen.ts'
import type { Observations, Snapshot } from './observations.ts'

const case_ = plainCase(generateProgram(1, 1, { statements: 3 }), [2])
const snapshot: Snapshot = {
  handles: Float64Array.of(10),
  types: Uint16Array.of(0),
  typeNames: ['list'],
  refcounts: Float64Array.of(1),
  generations: Int8Array.of(0),
  edgeStarts: Uint32Array.of(0, 1),
  edges: Float64Array.of(10),
  weakTargets: Float64Array.of(0),
  rootNames: ['a'],
  roots: Float64Array.of(10),
  garbage: new Float64Array(0),
  collections: [0, 0, 0],
  collected: [0, 0, 0],
}
const plain = { events: [] }
const finished = (...statements: readonly unknown[]) => ({ statements, outcome: { kind: 'finished' } })

describe('whyMisshapen', () => {
  it('has nothing against observations', () => {
    const seen: Observations = {
      statements: [
        { events: [{ kind: 'printed', text: 'x' }], value: { kind: 'int', value: 1 } },
        plain,
        { ...plain, snapshot },
      ],
      outcome: { kind: 'finished' },
    }
    expect(whyMisshapen(case_, seen)).toBeUndefined()
    const cut = { statements: [plain], outcome: { kind: 'crashed', statement: 0, how: 'SIGSEGV' } }
    expect(whyMisshapen(case_, cut)).toBeUndefined()
  })

  it.each([
    ['nothing', undefined, 'no object'],
    ['a text', 'finished', 'no object'],
    ['an outcome that is none', { statements: [], outcome: { kind: 'toString' } }, 'no outcome'],
    ['no statements', { outcome: { kind: 'finished' } }, 'no list of statements'],
    ['too few statements', finished(plain), 'after 1 of 3'],
    ['too many statements', finished(plain, plain, plain, plain), '4 statements where there are 3'],
    ['no events', finished(plain, {}, plain), 'statement 2: it has no list of events'],
    ['an event that is none', finished(plain, { events: [null] }, plain), 'no kind'],
    ['a value that is none', finished({ ...plain, value: { kind: 'list', items: [3] } }, plain, plain), 'value'],
    ['a snapshot without nodes', finished(plain, plain, { ...plain, snapshot: {} }), 'no handles'],
    [
      'a node too much',
      finished(plain, plain, { ...plain, snapshot: { ...snapshot, handles: Float64Array.of(1, 2) } }),
      '2 handles and 1 types',
    ],
    [
      'edges that end too early',
      finished(plain, plain, { ...plain, snapshot: { ...snapshot, edges: new Float64Array(0) } }),
      'edgeStarts',
    ],
    [
      'a type without a name',
      finished(plain, plain, { ...plain, snapshot: { ...snapshot, typeNames: [] } }),
      'no name',
    ],
    [
      'a global without a value',
      finished(plain, plain, { ...plain, snapshot: { ...snapshot, rootNames: ['a', 'b'] } }),
      '2 names of globals and 1 values',
    ],
  ])('says what is wrong with %s', (_, seen, why) => {
    expect(whyMisshapen(case_, seen)).toContain(why)
  })
})
