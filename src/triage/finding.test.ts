import { describe, expect, it } from 'vitest'
import { generateProgram } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import type { Violation } from '../verdict/verdict.ts'
import { makeFinding } from './finding.ts'
import { parseReplayToken } from './replay-token.ts'

const violation = (rule: Violation['rule'], object: string): Violation => ({
  rule,
  statement: 0,
  objects: [object],
  expected: '1',
  seen: '2',
  message: 'no',
})
const facts = {
  engine: 'pyodide',
  signature: 'promotion(list) more',
  case: plainCase(generateProgram(1, 1), [0]),
  violations: [violation('refcount-exact', 'dict#1'), violation('promotion', 'list#3')],
  firstSeen: 4,
  count: 2,
}

describe('a finding', () => {
  it('speaks of the violation that has its signature', () => {
    expect(makeFinding(facts)).toMatchObject({ rule: 'promotion', violation: facts.violations[1], status: 'NEW' })
  })

  it('has the same name for the same engine and signature, whatever the program', () => {
    const other = { ...facts, case: plainCase(generateProgram(1, 2), [0]), firstSeen: 9, count: 7 }
    expect(makeFinding(other).id).toBe(makeFinding(facts).id)
    expect(makeFinding({ ...facts, engine: 'cpython' }).id).not.toBe(makeFinding(facts).id)
  })

  it('can be replayed', () => {
    expect(parseReplayToken(makeFinding(facts).replay)).toEqual({ engine: 'pyodide', case: facts.case })
  })
})
