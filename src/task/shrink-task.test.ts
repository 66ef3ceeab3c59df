import { describe, expect, it } from 'vitest'
import { type Case, DEFAULT_LIMITS, plainCase } from '../observation/case.ts'
import type { Program } from '../program/ast.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { printProgram } from '../program/print.ts'
import type { Violation } from '../verdict/verdict.ts'
import { ControlBlock } from './control-block.ts'
import type { ShrinkRequest } from './messages.ts'
import { packCase, unpackCase } from './plain-case.ts'
import { shrinkCase } from './shrink-task.ts'

function programOf(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  return parsed.program
}

const given = plainCase(programOf('a = []\nb = [a]\nc = b\ndel a\nd = {}\ngc.collect()\n'), [2, 5])
const request: ShrinkRequest = {
  engine: 'fake',
  case: packCase(given),
  signature: 'refcount-exact(list)',
  limits: DEFAULT_LIMITS,
  attempts: 500,
  seconds: 10,
}

function wrong(objects: readonly string[]): Violation {
  return { rule: 'refcount-exact', statement: 0, objects, expected: '1', seen: '2', message: 'one too many' }
}

describe('shrinking a case', () => {
  it('keeps what the failure needs and drops the rest', async () => {
    const needs = (case_: Case) => (printProgram(case_.program).includes('del a') ? [wrong(['list#1'])] : [])
    const result = await shrinkCase(request, new ControlBlock(), async (case_) => needs(case_))
    const small = unpackCase(result.case, DEFAULT_LIMITS)
    expect(result.reproduced).toBe(true)
    expect(printProgram(small.program)).toContain('del a')
    expect(small.program.body.length).toBeLessThan(3)
    expect(small.snapshots.at(-1)).toBe(small.program.body.length - 1)
    expect(result.violations).toEqual([wrong(['list#1'])])
  })

  it('does not slip to another failure', async () => {
    const check = async (case_: Case) => (case_.program.body.length < 4 ? [wrong(['dict#1'])] : [wrong(['list#1'])])
    const result = await shrinkCase(request, new ControlBlock(), check)
    expect(unpackCase(result.case, DEFAULT_LIMITS).program.body.length).toBe(4)
  })

  it('hands back a case that does not fail again, marked as not reproduced', async () => {
    const result = await shrinkCase(request, new ControlBlock(), async () => [])
    expect(result).toMatchObject({ reproduced: false, case: request.case, attempts: 1 })
  })

  it('ends soon when it is asked to stop', async () => {
    const control = new ControlBlock()
    control.requestStop(true)
    let runs = 0
    const result = await shrinkCase(request, control, async () => {
      runs++
      return [wrong(['list#1'])]
    })
    expect(runs).toBeLessThan(5)
    expect(result.case).toEqual(request.case)
  })
})
