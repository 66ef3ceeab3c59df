import { describe, expect, it } from 'vitest'
import type { StatementStory, Story } from '../observation/story.ts'
import type { Program } from '../program/ast.ts'
import { expectedValue, recordedSteps } from './record-scenario.ts'

const quiet: StatementStory = { finalized: [], callbacks: [], printed: [], unraisable: [], collections: [], probes: [] }
const program: Program = { body: Array.from({ length: 4 }, () => ({ kind: 'pass' as const })) }

function story(...statements: Partial<StatementStory>[]): Story {
  return { statements: statements.map((each) => ({ ...quiet, ...each })), handles: new Map(), labels: [] }
}

describe('recording a scenario', () => {
  it('ends a step where something showed, and keeps what is left over', () => {
    const steps = recordedSteps(program, story({}, { printed: ['x'] }, { dead: ['list#1'] }, {}))
    expect(steps.map((step) => step.statements.length)).toEqual([2, 1, 1])
    expect(steps[0]?.expectations[0]?.checks).toEqual([{ key: 'prints', ordered: true, items: ['x'] }])
    expect(steps[2]?.expectations).toEqual([])
  })

  it('promises no order among several finalizers', () => {
    const steps = recordedSteps(program, story({ finalized: ['A#1', 'A#2'] }))
    expect(steps[0]?.expectations[0]?.checks[0]).toMatchObject({ key: 'finalized', ordered: false })
  })

  it('keeps values that a file can say, and leaves the others out', () => {
    expect(expectedValue({ kind: 'int', value: 3 })).toEqual({ kind: 'int', value: 3n })
    expect(expectedValue({ kind: 'tuple', items: [{ kind: 'none' }] })).toEqual({
      kind: 'list',
      items: [{ kind: 'none' }],
    })
    expect(expectedValue({ kind: 'bytes', value: 'x' })).toBeUndefined()
    expect(expectedValue({ kind: 'label', label: 'generator' })).toBeUndefined()
    expect(expectedValue({ kind: 'list', items: [{ kind: 'float', value: Number.NaN }] })).toBeUndefined()
  })
})
