import { describe, expect, it } from 'vitest'
import type { Comparable, ComparableStatement } from './comparable.ts'
import { firstDifference, type Precision } from './first-difference.ts'

const EXACT: Precision = { lists: 'in order', deaths: true }
const LOOSE: Precision = { lists: 'any order', deaths: false }
const NODES = ['list, count 1, generation 0, refers to 1', 'dict, count 1, generation 0, refers to nothing']

function report(...statements: ComparableStatement[]): Comparable {
  return { statements, outcome: { kind: 'finished' } }
}

describe('the first difference', () => {
  it('is none between equal reports', () => {
    const one = report({ events: ['printed'], value: 'int 1', nodes: NODES })
    expect(firstDifference(one, structuredClone(one), EXACT)).toBeUndefined()
  })

  it('is the first statement, then the first part, then the first line that differs', () => {
    const one = report({ events: [] }, { events: ['finalized A', 'finalized B'], value: 'int 1' }, { events: ['x'] })
    const other = report({ events: [] }, { events: ['finalized A', 'finalized C'], value: 'int 2' }, { events: [] })
    expect(firstDifference(one, other, EXACT)).toEqual({
      statement: 1,
      part: 'events',
      first: 'finalized B',
      second: 'finalized C',
    })
  })

  it('is not how large an immortal count is, which follows from the width of a pointer', () => {
    const [wide, narrow] = [4294967295, 1073741823].map((n) => report({ events: [], value: `int ${n}` }))
    expect(firstDifference(wide as Comparable, narrow as Comparable, EXACT)).toBeUndefined()
    const other = report({ events: [], value: 'int 1073741822' })
    expect(firstDifference(wide as Comparable, other, EXACT)?.part).toBe('value')
  })

  it('names what one has and the other lacks', () => {
    const one = report({ events: ['entered f'] })
    expect(firstDifference(one, report({ events: [] }), EXACT)).toMatchObject({ first: 'entered f', second: undefined })
    expect(firstDifference(report({ events: [] }), one, EXACT)).toMatchObject({ first: undefined, second: 'entered f' })
    const raised = report({ events: [], raised: 'TypeError' })
    expect(firstDifference(raised, report({ events: [] }), EXACT)).toMatchObject({
      part: 'raised',
      second: 'nothing raised',
    })
  })

  it('leaves the order of lists out between patch levels, but not counts and generations', () => {
    const one = report({ events: [], nodes: NODES })
    const turned = report({ events: [], nodes: NODES.toReversed() })
    expect(firstDifference(one, turned, EXACT)?.part).toBe('nodes')
    expect(firstDifference(one, turned, LOOSE)).toBeUndefined()
    const older = report({ events: [], nodes: [NODES[0] as string, 'dict, count 1, generation 1, refers to nothing'] })
    expect(firstDifference(one, older, LOOSE)?.part).toBe('nodes')
  })

  it('leaves deaths out where not both show them, and parts where not both have them', () => {
    const one = report({ events: ['died A', 'printed'], nodes: NODES })
    const other = report({ events: ['printed'] })
    expect(firstDifference(one, other, EXACT)?.first).toBe('died A')
    expect(firstDifference(one, other, LOOSE)).toBeUndefined()
  })

  it('is how they ended, where all else is equal; not how long they were given', () => {
    const hung = (limitMs: number): Comparable => ({ statements: [], outcome: { kind: 'hung', statement: 0, limitMs } })
    expect(firstDifference(hung(1), hung(2), EXACT)).toBeUndefined()
    expect(firstDifference(hung(1), report(), EXACT)?.part).toBe('outcome')
    expect(firstDifference(report({ events: [] }), report(), EXACT)?.part).toBe('outcome')
  })
})
