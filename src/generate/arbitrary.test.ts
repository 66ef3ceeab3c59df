import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Program } from '../program/ast.ts'
import { printProgram } from '../program/print.ts'
import { validateProgram } from '../program/validate.ts'
import { programArbitrary } from './arbitrary.test-support.ts'

describe('programArbitrary', () => {
  it('draws valid programs, the same for the same seed', () => {
    const sample = (seed: number) =>
      fc.sample(programArbitrary({ statements: 20 }), { seed, numRuns: 20 }).map(printProgram)
    expect(sample(1)).toEqual(sample(1))
    expect(sample(1)).not.toEqual(sample(2))
    fc.assert(fc.property(programArbitrary(), (program) => validateProgram(program).length === 0))
  })

  it('shrinks a failing property to a small program', () => {
    const holds = (program: Program) => !printProgram(program).includes('def __del__')
    const result = fc.check(fc.property(programArbitrary(), holds), { seed: 3 })
    const [smallest] = result.counterexample ?? []
    expect(result.failed).toBe(true)
    expect(smallest?.body).toHaveLength(1)
    expect(smallest && validateProgram(smallest)).toEqual([])
  })
})
