import { describe, expect, it } from 'vitest'
import type { Scenario } from '../scenario/scenario.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import { scenarioOutcome } from './scenario-task.ts'

const scenario = { steps: [{ statements: [{ kind: 'pass' }], expectations: [] }] } as unknown as Scenario
const agrees: Verdict = { kind: 'agrees', checks: {} }
const undecided: Verdict = { kind: 'undecided', statement: 0, reason: 'hash order', checks: {} }
const violation: Violation = { rule: 'expectation', statement: 0, objects: [], expected: '1', seen: '2', message: 'no' }
const checked = { checked: [1], skipped: undefined }
const unchecked = { checked: [], skipped: 'nothing could be checked' }

describe('the outcome of a scenario', () => {
  it('is passed only where something was checked and held', () => {
    expect(scenarioOutcome(scenario, [], agrees, checked)).toEqual({ outcome: 'passed' })
    expect(scenarioOutcome(scenario, [], agrees, unchecked).outcome).toBe('skipped')
  })

  it('is failed whichever of author and oracle disagrees', () => {
    expect(scenarioOutcome(scenario, [violation], agrees, checked).outcome).toBe('failed')
    expect(scenarioOutcome(scenario, [violation], undecided, unchecked).outcome).toBe('failed')
  })

  it('says so where the oracle cannot tell, and never passes on that alone', () => {
    expect(scenarioOutcome(scenario, [], undecided, checked).reason).toContain('undecided from step 1 on: hash order')
    expect(scenarioOutcome(scenario, [], undecided, unchecked).outcome).toBe('undecided')
  })
})
