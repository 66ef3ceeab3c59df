/** The registers in their segment, and the two ends of the stack: the recursion limit and the end of its segment. */
import { describe, expect, it } from 'vitest'
import { present } from '../../../base/assert.ts'
import { caseOfText } from '../../contract/subject.contract.ts'
import { openEngine } from '../../registry.ts'
import { linesOf, machineOf } from '../frame/run-text.test-support.ts'
import { Flag, storedRegisters, storeRegisters } from './registers.ts'

const DOWN = 'def down(n):\n    down(n + 1)\n'

describe('the registers', () => {
  it('are in their segment when somebody asked to have them stored', () => {
    const m = machineOf('3.12')
    linesOf('3.12', 'a = [1]\n')
    storeRegisters(m)
    expect(storedRegisters(m)).toEqual({
      instructionPointer: 0,
      stackPointer: m.space.stackStart,
      framePointer: 0,
      flags: 0,
    })
    m.gc.enabled = true
    storeRegisters(m)
    m.gc.enabled = false
    expect(m.i32[(m.space.registersStart + 24) >> 2]).toBe(Flag.enabled)
  })
})

describe('the stack', () => {
  it('ends a recursion at the limit, and is empty afterwards', () => {
    const lines = linesOf('3.12', `${DOWN}sys.setrecursionlimit(50)\ndown(0)\nlen([1])\n`)
    expect(lines.slice(-2)).toEqual(['!RecursionError', '=1'])
    expect(machineOf('3.12').stackPointer).toBe(machineOf('3.12').space.stackStart)
  })

  it('ends where its segment does: a recursion beyond aborts the case, and the next one is as good as ever', async () => {
    const engine = await openEngine('simulation@3.12')
    const [deep, next] = await engine.run([
      caseOfText(`${DOWN}sys.setrecursionlimit(10000000)\ndown(0)\n`),
      caseOfText('len([1, 2])\n'),
    ])
    expect(present(deep, 'one observation a case').outcome).toMatchObject({
      kind: 'aborted',
      assertion: expect.stringContaining('the-stack-ends-where-its-segment-does'),
    })
    expect(present(next, 'one observation a case').outcome).toEqual({ kind: 'finished' })
  })
})
