import { describe, expect, it } from 'vitest'
import type { Engine, EngineDescription } from '../engines/engine.ts'
import { generateProgram } from '../generate/generate.ts'
import { PYTHON_CAPABILITIES } from '../observation/capabilities.ts'
import { type Case, DEFAULT_LIMITS } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import { printProgram } from '../program/print.ts'
import type { Violation } from '../verdict/verdict.ts'
import { ControlBlock } from './control-block.ts'
import { fuzzBlock, type Judge } from './fuzz-task.ts'
import type { FuzzRequest } from './messages.ts'

const request: FuzzRequest = {
  engine: 'fake',
  seed: 1,
  programs: Array.from({ length: 25 }, (_, i) => 10 + i),
  batch: 10,
  limits: DEFAULT_LIMITS,
  generate: {},
}
const finished: Observations = { statements: [], outcome: { kind: 'finished' } }
const violation: Violation = {
  rule: 'refcount-exact',
  statement: 0,
  objects: ['list#1'],
  expected: '1',
  seen: '2',
  message: 'one too many',
}

function fakeEngine(run: (cases: readonly Case[]) => Promise<readonly Observations[]>): Engine {
  const description = { capabilities: PYTHON_CAPABILITIES } as EngineDescription
  return { description, run, close: async () => {} }
}

const story = { statements: [], handles: new Map(), labels: [] }
const agreeing: Judge = () => ({ story, verdict: { kind: 'agrees', checks: { 'refcount-exact': 2 } } })

describe('a block', () => {
  it('runs and judges every program once, in order', async () => {
    const ran: Case[] = []
    const judged: Case[] = []
    const engine = fakeEngine(async (cases) => {
      ran.push(...cases)
      return cases.map(() => finished)
    })
    const result = await fuzzBlock(
      request,
      engine,
      (case_, seen, index) => {
        judged.push(case_)
        return agreeing(case_, seen, index)
      },
      new ControlBlock(),
    )
    expect(ran).toHaveLength(25)
    expect(judged).toEqual(ran)
    expect(result).toMatchObject({ done: 25, suspects: [], tally: { programs: 25, checks: { 'refcount-exact': 50 } } })
  })

  it('has an engine outside the thread work on the next batch while it judges this one', async () => {
    const log: string[] = []
    const engine = fakeEngine(async (cases) => {
      log.push(`run ${cases.length}`)
      return cases.map(() => finished)
    })
    await fuzzBlock(
      request,
      engine,
      (case_, seen, index) => {
        if (log.at(-1) !== 'judge') log.push('judge')
        return agreeing(case_, seen, index)
      },
      new ControlBlock(),
    )
    expect(log).toEqual(['run 10', 'run 10', 'judge', 'run 5', 'judge'])
  })

  it('gives an engine inside the thread one batch at a time', async () => {
    const control = new ControlBlock()
    const log: string[] = []
    const engine = fakeEngine(async (cases) => {
      control.ledger[0] = 0
      log.push('run')
      return cases.map(() => finished)
    })
    await fuzzBlock(
      request,
      engine,
      (case_, seen, index) => {
        if (log.at(-1) !== 'judge') log.push('judge')
        return agreeing(case_, seen, index)
      },
      control,
    )
    expect(log).toEqual(['run', 'judge', 'run', 'judge', 'run', 'judge'])
  })

  it('names a suspect by its index in the campaign', async () => {
    let count = 0
    const judge: Judge = () => {
      const checks = {}
      if (count++ !== 12) return { story, verdict: { kind: 'agrees', checks } }
      return { story, verdict: { kind: 'violates', checks, violations: [violation] } }
    }
    const result = await fuzzBlock(
      request,
      fakeEngine(async (cases) => cases.map(() => finished)),
      judge,
      new ControlBlock(),
    )
    expect(result.suspects.map((suspect) => suspect.index)).toEqual([22])
    expect(result.suspects[0]?.violations).toEqual([violation])
  })

  it('counts what the oracle cannot tell, with its reason', async () => {
    const judge: Judge = () => ({
      story,
      verdict: { kind: 'undecided', statement: 3, reason: 'hash order', checks: {} },
    })
    const result = await fuzzBlock(
      request,
      fakeEngine(async (cases) => cases.map(() => finished)),
      judge,
      new ControlBlock(),
    )
    expect(result.tally.undecided).toEqual({ 'hash order': { count: 25, example: 10 } })
    expect(result.suspects).toEqual([])
  })

  it('returns what is done when it is asked to stop', async () => {
    const control = new ControlBlock()
    const engine = fakeEngine(async (cases) => {
      control.requestStop(true)
      return cases.map(() => finished)
    })
    const result = await fuzzBlock(request, engine, agreeing, control)
    expect(result.done).toBe(10)
    expect(result.tally.programs).toBe(10)
  })

  const failingJudge: Judge = () => {
    throw new Error('oracle bug')
  }
  const whole = ({ program }: Case): Observations => ({
    ...finished,
    statements: program.body.map(() => ({ events: [] })),
  })
  const errorOf = (engine: Engine, judge: Judge = agreeing) =>
    fuzzBlock(request, engine, judge, new ControlBlock()).catch((reason: unknown) => reason)

  it('goes on where the oracle failed, and says that it is no fault of the engine', async () => {
    const engine = fakeEngine(async (cases) => cases.map(whole))
    const judge: Judge = (case_, seen, index) => (index === 14 ? failingJudge : agreeing)(case_, seen, index)
    const { done, suspects } = await fuzzBlock(request, engine, judge, new ControlBlock())
    expect(done).toBe(request.programs.length)
    expect(suspects).toMatchObject([{ index: 14, violations: [{ rule: 'harness-sound', seen: 'Error: oracle bug' }] }])
    expect(suspects[0]?.violations[0]?.message).toContain('failingJudge')
  })

  it('blames the engine where the oracle failed over what is no observation', async () => {
    const engine = fakeEngine(async (cases) => cases.map((case_, i) => (i === 4 ? finished : whole(case_))))
    const judge: Judge = (case_, seen, index) =>
      seen.statements.length === 0 ? failingJudge(case_, seen, index) : agreeing(case_, seen, index)
    expect(await errorOf(engine, judge)).toMatchObject({ name: 'EngineFailed', place: 4 })
  })

  it('blames the engine that throws, also before it answers with a promise', async () => {
    const rejecting = fakeEngine(() => Promise.reject(new RangeError('no')))
    expect(await errorOf(rejecting)).toMatchObject({ name: 'EngineFailed', message: 'RangeError: no' })
    const throwing = fakeEngine(() => {
      throw new RangeError('no')
    })
    expect(await errorOf(throwing)).toMatchObject({ name: 'EngineFailed', message: 'RangeError: no' })
  })

  it('finds out which case an engine does not answer', async () => {
    const unanswered = textOf(17)
    const engine = fakeEngine(async (cases) =>
      cases.filter(({ program }) => printProgram(program) !== unanswered).map(whole),
    )
    expect(await errorOf(engine)).toMatchObject({ name: 'EngineFailed', place: 7 })
  })

  it('knows no culprit where an engine answers each case but not all of them', async () => {
    const engine = fakeEngine(async (cases) => cases.slice(0, 1).map(whole))
    expect(await errorOf(engine)).toMatchObject({ name: 'EngineFailed', place: 'unknown' })
  })
})

function textOf(index: number): string {
  return printProgram(generateProgram(request.seed, index))
}
