import { describe, expect, it } from 'vitest'
import type { Engine } from '../engines/engine.ts'
import { DEFAULT_LIMITS, plainCase } from '../observation/case.ts'
import { EngineFailed } from './answer.ts'
import { allowedMs, inTime } from './answer-time.ts'
import { ControlBlock } from './control-block.ts'

const engine = (more: Partial<Engine> = {}): Engine => ({ ...more }) as Engine
const cases = (count: number, timeMs = 100) =>
  Array.from({ length: count }, () => plainCase({ body: [] }, [], { ...DEFAULT_LIMITS, timeMs }))
const answerIn = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve('answer'), ms))

describe('the time that an engine outside the thread gets', () => {
  it('grows with the cases that may hang, with how often each is run, and with the limit', () => {
    expect(allowedMs(engine(), cases(8), 1)).toBeLessThan(allowedMs(engine(), cases(8), 8))
    expect(allowedMs(engine({ runsOfCase: 2 }), cases(1))).toBeGreaterThan(allowedMs(engine(), cases(1)))
    expect(allowedMs(engine(), cases(1, 200))).toBeGreaterThan(allowedMs(engine(), cases(1, 100)))
  })

  it('follows what its batches have taken', async () => {
    const [fast, slow] = [engine(), engine()]
    await inTime(answerIn(0), fast, cases(64), new ControlBlock())
    await inTime(answerIn(300), slow, cases(1), new ControlBlock())
    expect(allowedMs(fast, cases(64), 1)).toBeLessThan(allowedMs(engine(), cases(64), 1))
    expect(allowedMs(slow, cases(64), 1)).toBeGreaterThan(allowedMs(engine(), cases(64), 1))
  })

  it('is told to the coordinator, and ends in a failure that names the case', async () => {
    const [control, some] = [new ControlBlock(), engine({ runsOfCase: 0 })]
    await inTime(answerIn(0), some, [], control)
    const waiting = inTime(new Promise(() => {}), some, [], control, { place: 5 }).catch((error: unknown) => error)
    expect(control.silenceMs).toBe(Math.ceil(allowedMs(some, [])))
    const error = await waiting
    expect(error).toBeInstanceOf(EngineFailed)
    expect(error).toMatchObject({ message: 'it never answered', place: 5 })
  }, 20_000)

  it("is nobody's affair here where the engine is inside the thread", async () => {
    const control = new ControlBlock()
    control.ledger[0] = 0
    expect(await inTime(answerIn(5), engine(), cases(1), control)).toBe('answer')
    expect(control.silenceMs).toBeUndefined()
  })
})
