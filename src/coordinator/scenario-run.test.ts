import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Reply, ScenarioDone, ScenarioRequest } from '../task/messages.ts'
import type { ScenarioResult } from '../triage/run-report.ts'
import type { Crew } from './crew.ts'
import { type FakeTask, fakeCrew } from './fake-crew.test-support.ts'
import { runScenarios } from './scenario-run.ts'
import { WorkerBroken } from './start-engines.ts'

const description = { id: 'fake', version: 'Fake 1', capabilities: {}, facts: {} }
const describeTask: FakeTask = () => ({ kind: 'done', description, semantics: '3.12' })
const passed: Reply<ScenarioDone> = {
  kind: 'done',
  outcome: 'passed',
  violations: [],
  checked: 1,
  unchecked: [],
  checks: {},
}

function scenario(title: string): Scenario {
  return {
    title,
    why: undefined,
    source: undefined,
    python: undefined,
    needs: [],
    gc: 'disabled',
    steps: [1, 2].map(() => ({ statements: [{ kind: 'pass' }, { kind: 'pass' }], expectations: [] })),
  }
}

const scenarios = ['a', 'b', 'c'].map((name) => ({ file: `${name}.yaml`, scenario: scenario(name) }))

function run(
  crew: Crew,
  engines: readonly string[],
  stop = new AbortController().signal,
  done = (_: ScenarioResult) => {},
) {
  return runScenarios({ scenarios, engines, limits: DEFAULT_LIMITS, lie: undefined }, crew, done, stop)
}

describe('a run of scenarios', () => {
  it('gives results in the order of files, then of engines, whoever was faster', async () => {
    const slow: FakeTask = async (request: ScenarioRequest) => {
      if (request.scenario.title === 'a') await new Promise((resolve) => setTimeout(resolve, 40))
      return passed
    }
    const { results, engines } = await run(fakeCrew(3, { describe: describeTask, scenario: slow }), ['x', 'y'])
    expect(results.map(({ title, engine }) => `${title} ${engine}`)).toEqual(['a x', 'a y', 'b x', 'b y', 'c x', 'c y'])
    expect(engines).toHaveLength(2)
  })

  it('fails a scenario that its thread does not survive, at the step where it stood, and runs the others', async () => {
    const deadly: FakeTask = (request: ScenarioRequest, _slot, control) => {
      if (request.scenario.title !== 'b') return passed
      control.startBatch(0)
      control.ledger[0] = 0
      control.ledger[1] = 2
      throw new Error('worker exited with code: 1')
    }
    const { results } = await run(fakeCrew(1, { describe: describeTask, scenario: deadly }), ['x'])
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'passed'])
    expect(results[1]?.violations).toMatchObject([{ rule: 'engine-survives', step: 2, statement: 2 }])
  })

  it('counts no program for what was skipped', async () => {
    const skip: FakeTask = () => ({ ...passed, outcome: 'skipped', reason: 'it is about Python 3.8' })
    const { tally } = await run(fakeCrew(1, { describe: describeTask, scenario: skip }), ['x'])
    expect(tally.programs).toBe(0)
  })

  it('keeps what it has when it is stopped', async () => {
    const controller = new AbortController()
    const crew = fakeCrew(1, { describe: describeTask, scenario: () => passed })
    const { results } = await run(crew, ['x'], controller.signal, () => controller.abort())
    expect(results.map(({ title }) => title)).toEqual(['a'])
  })

  it('stops at a bug of ours', async () => {
    const broken: FakeTask = () => ({ kind: 'broken', message: 'impossible', stack: '' })
    await expect(run(fakeCrew(1, { describe: describeTask, scenario: broken }), ['x'])).rejects.toThrow(WorkerBroken)
  })
})
