import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import type { ControlBlock } from '../task/control-block.ts'
import { fakeCrew } from './fake-crew.test-support.ts'
import { supervised, WorkerLost } from './supervise.ts'

const limits = { ...DEFAULT_LIMITS, timeMs: 30 }
const patience = { pollMs: 5, graceMs: 5, interruptMs: 40, silenceMs: 60 }
const never = () => new Promise(() => {})

function stuckAt(block: ControlBlock): Promise<unknown> {
  block.startBatch(64)
  block.ledger[0] = 3
  block.ledger[1] = 9
  return never()
}

async function lossOf(work: Promise<unknown>): Promise<WorkerLost> {
  const error = await work.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(WorkerLost)
  return error as WorkerLost
}

describe('supervision', () => {
  it('ends a thread that hangs, and says where it stood', async () => {
    const crew = fakeCrew(1, { fuzz: (_request, _slot, control) => stuckAt(control) })
    const lost = await lossOf(supervised(crew, 0, 'fuzz', {}, limits, patience))
    expect(lost).toMatchObject({ hung: true, position: { caseInBlock: 67, statement: 9 } })
  })

  it('interrupts the program before it gives the thread up', async () => {
    const crew = fakeCrew(1, {
      fuzz: async (_request, _slot, control) => {
        control.startBatch(0)
        control.ledger[0] = 0
        while (control.interrupt[0] === 0) await new Promise((resolve) => setTimeout(resolve, 2))
        return 'interrupted'
      },
    })
    expect(await supervised(crew, 0, 'fuzz', {}, limits, patience)).toBe('interrupted')
  })

  it('leaves a slow thread alone as long as it makes progress', async () => {
    const crew = fakeCrew(1, {
      fuzz: async (_request, _slot, control) => {
        control.startBatch(0)
        for (let i = 0; i < 30; i++) {
          control.ledger[0] = i
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        return control.interrupt[0]
      },
    })
    expect(await supervised(crew, 0, 'fuzz', {}, limits, patience)).toBe(0)
  })

  it('waits longer for engines that watch their programs themselves', async () => {
    const crew = fakeCrew(1, { fuzz: () => new Promise((resolve) => setTimeout(() => resolve('slow'), 55)) })
    expect(await supervised(crew, 0, 'fuzz', {}, limits, patience)).toBe('slow')
    const lost = await lossOf(supervised(fakeCrew(1, { fuzz: never }), 0, 'fuzz', {}, limits, patience))
    expect(lost).toMatchObject({ hung: true, position: undefined })
  })

  it('passes on how a thread died', async () => {
    const crew = fakeCrew(1, {
      fuzz: () => {
        throw new Error('worker exited with code: 9')
      },
    })
    const lost = await lossOf(supervised(crew, 0, 'fuzz', {}, limits, patience))
    expect(lost).toMatchObject({ hung: false, message: 'worker exited with code: 9' })
  })
})
