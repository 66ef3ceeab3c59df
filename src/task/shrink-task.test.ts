import { describe, expect, it } from 'vitest'
import { type Case, DEFAULT_LIMITS, plainCase } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
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
  signature: 'refcount-exact(list) more',
  limits: DEFAULT_LIMITS,
  attempts: 500,
  seconds: 10,
}

function wrong(objects: readonly string[]): Violation {
  return { rule: 'refcount-exact', statement: 0, objects, expected: '1', seen: '2', message: 'one too many' }
}

const NOTHING: Observations = { statements: [], outcome: { kind: 'finished' } }

/** Answers for each case alone. */
function by(violations: (case_: Case) => readonly Violation[]): Parameters<typeof shrinkCase>[2] {
  return async (cases) => cases.map((case_) => ({ violations: violations(case_), seen: NOTHING }))
}

describe('shrinking a case', () => {
  it('keeps what the failure needs and drops the rest', async () => {
    const needs = (case_: Case) => (printProgram(case_.program).includes('del a') ? [wrong(['list#1'])] : [])
    const result = await shrinkCase(request, new ControlBlock(), by(needs))
    const small = unpackCase(result.case, DEFAULT_LIMITS)
    expect(result.reproduced).toBe(true)
    expect(printProgram(small.program)).toContain('del a')
    expect(small.program.body.length).toBeLessThan(3)
    expect(small.snapshots.at(-1)).toBe(small.program.body.length - 1)
    expect(result.violations).toEqual([wrong(['list#1'])])
    expect(result.fingerprint).toMatch(/^[0-9a-f]{16}$/)
  })

  it('does not slip to another failure', async () => {
    const check = by(({ program }) => [wrong([program.body.length < 4 ? 'dict#1' : 'list#1'])])
    const result = await shrinkCase(request, new ControlBlock(), check)
    expect(unpackCase(result.case, DEFAULT_LIMITS).program.body.length).toBe(4)
  })

  it('hands back a case that does not fail again, marked as not reproduced', async () => {
    const result = await shrinkCase(
      request,
      new ControlBlock(),
      by(() => []),
    )
    expect(result).toMatchObject({ reproduced: false, case: request.case, reruns: { failed: 0, runs: 12 } })
  })

  it('ends soon when it is asked to stop', async () => {
    const control = new ControlBlock()
    control.requestStop(true)
    let runs = 0
    const result = await shrinkCase(
      request,
      control,
      by(() => {
        runs++
        return [wrong(['list#1'])]
      }),
    )
    expect(runs).toBeLessThan(5)
    expect(result.case).toEqual(request.case)
    expect(result.ended).toBe('interrupted')
  })

  it('says when its attempts ended the search', async () => {
    const check = by(() => [wrong(['list#1'])])
    expect((await shrinkCase({ ...request, attempts: 2 }, new ControlBlock(), check)).ended).toBe('attempts')
    expect((await shrinkCase(request, new ControlBlock(), check)).ended).toBe('smallest')
  })

  it('makes a failure small that comes and goes, and tells its rate', async () => {
    let run = 0
    const check = by((case_) =>
      ++run % 3 !== 0 && printProgram(case_.program).includes('del a') ? [wrong(['list#1'])] : [],
    )
    const result = await shrinkCase(request, new ControlBlock(), check)
    expect(result.reruns).toEqual({ failed: 8, runs: 12 })
    expect(unpackCase(result.case, DEFAULT_LIMITS).program.body.length).toBeLessThan(3)
  })

  it('gives attempts less time than the whole limit, and the small case the whole', async () => {
    const limits = new Set<number>()
    const check = by((case_) => {
      limits.add(case_.limits.timeMs)
      return printProgram(case_.program).includes('del a') ? [wrong(['list#1'])] : []
    })
    await shrinkCase(request, new ControlBlock(), check)
    expect(Math.min(...limits)).toBeLessThan(DEFAULT_LIMITS.timeMs / 2)
    expect(Math.max(...limits)).toBe(DEFAULT_LIMITS.timeMs)
  })
})
