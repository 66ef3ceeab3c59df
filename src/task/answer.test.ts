import { describe, expect, it } from 'vitest'
import { task } from './answer.ts'
import { ControlBlock } from './control-block.ts'

const control = new ControlBlock().memory

describe('a task', () => {
  it('answers with the reason when the engine cannot be had', async () => {
    const answer = await task(async () => ({}))({ request: { engine: 'no-such-engine' }, control })
    expect(answer).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('no-such-engine') })
  })
})
