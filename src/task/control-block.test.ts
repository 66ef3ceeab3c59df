import { describe, expect, it } from 'vitest'
import { ControlBlock } from './control-block.ts'

describe('the control block', () => {
  it('shows both threads the same', () => {
    const ours = new ControlBlock()
    const theirs = new ControlBlock(ours.memory)
    theirs.startBatch(64)
    theirs.ledger[0] = 5
    theirs.ledger[1] = 7
    ours.requestStop(true)
    expect(ours.position).toEqual({ caseInBlock: 69, statement: 7 })
    expect(theirs.stopRequested).toBe(true)
  })

  it('knows no position for an engine that keeps no ledger', () => {
    const block = new ControlBlock()
    block.startBatch(0)
    expect(block.engineInThread).toBe(false)
    expect(block.position).toBeUndefined()
  })

  it('knows the position without a ledger where a case is alone, and whether it is judged', () => {
    const block = new ControlBlock()
    block.startBatch(7, { alone: true })
    expect(block.position).toEqual({ caseInBlock: 7, statement: -1 })
    block.startJudging()
    expect(block.position).toEqual({ caseInBlock: 7, statement: -1, isJudged: true })
    block.endBatch()
    expect(block.position).toBeUndefined()
    block.startBatch(8)
    expect(block.position).toBeUndefined()
  })

  it('knows no position while no batch runs, so that the last program is not blamed for what comes later', () => {
    const block = new ControlBlock()
    block.startBatch(0)
    block.ledger[0] = 3
    block.endBatch()
    expect(block.engineInThread).toBe(true)
    expect(block.position).toBeUndefined()
  })

  it('has another pulse after each case and batch, but not after each statement of a case', () => {
    const block = new ControlBlock()
    const pulses = new Set([block.pulse])
    const progress = [
      () => block.startBatch(0),
      () => {
        block.ledger[0] = 1
      },
      () => block.beat(),
      () => block.endBatch(),
    ]
    for (const step of progress) {
      step()
      pulses.add(block.pulse)
    }
    expect(pulses.size).toBe(progress.length + 1)
    block.ledger[1] = 7
    expect(pulses.has(block.pulse)).toBe(true)
  })

  it('does not carry an interrupt over to the next batch', () => {
    const block = new ControlBlock()
    block.interrupt[0] = 2
    block.startBatch(0)
    expect(block.interrupt[0]).toBe(0)
  })
})
