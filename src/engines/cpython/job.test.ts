import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS, plainCase } from '../../observation/case.ts'
import type { Observations } from '../../observation/observations.ts'
import { Job } from './job.ts'

const item = (memoryBytes = 2 ** 30): ReturnType<typeof plainCase> =>
  plainCase({ body: [] }, [], { ...DEFAULT_LIMITS, memoryBytes })
const result = (statement: number): Observations => ({ statements: [], outcome: { kind: 'out-of-memory', statement } })

describe('Job', () => {
  it('cuts cases into chunks of one memory limit and bounded size', () => {
    const cases = [...new Array(70).fill(item()), item(2 ** 20), item(2 ** 20), item()]
    expect(new Job(cases).chunks().map(({ indices }) => indices.length)).toEqual([64, 6, 2, 1])
  })

  it('answers in the order of the cases, and keeps the first result of each', async () => {
    const job = new Job([item(), item()])
    job.settle(1, result(1))
    job.settle(1, result(7))
    job.settle(0, result(0))
    expect(await job.done).toEqual([result(0), result(1)])
  })

  it('is done at once without cases', async () => {
    expect(await new Job([]).done).toEqual([])
  })
})
