/**
 * Programs of 200 statements that fail on the simulation become as small as a person would write them, in few attempts:
 * failures planted as properties of what is observed, and lies of the adapter that the oracle notices.
 */
import { describe, expect, it } from 'vitest'
import { PLANTED_FAILURES, type PlantedFailure } from '../bench/shrink/planted-failures.ts'
import { present } from '../src/base/assert.ts'
import type { AdapterLie } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { DEFAULT_LIMITS, plainCase } from '../src/observation/case.ts'
import { judge } from '../src/oracle/judge.ts'
import type { Program } from '../src/program/ast.ts'
import { statementPlaces } from '../src/program/edit.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { shrink } from '../src/shrink/driver.ts'
import { ControlBlock } from '../src/task/control-block.ts'
import { packCase, unpackCase } from '../src/task/plain-case.ts'
import { shrinkCase } from '../src/task/shrink-task.ts'
import { signature } from '../src/verdict/verdict.ts'

const STATEMENTS = 200
/** What a campaign allows; about a millisecond each. */
const MOST_ATTEMPTS = 3_000
const EACH = 2
/** Attempts that loop forever are cut short. */
const LIMITS = { ...DEFAULT_LIMITS, timeMs: 200 }

function statementsOf(program: Program): number {
  return statementPlaces(program).filter(({ node }) => node.kind !== 'pass').length
}

describe.each(PLANTED_FAILURES)('a program that fails when $name', (planted: PlantedFailure) => {
  it('becomes at most 8 statements, most often the smallest there is', async () => {
    const engine = await openEngine('simulation@3.12')
    const shows = async (programs: readonly Program[]): Promise<number> => {
      const cases = programs.map((program) =>
        plainCase(
          program,
          program.body.map((_, i) => i),
          LIMITS,
        ),
      )
      const seen = await engine.run(cases)
      return programs.findIndex((program, i) => planted.shows(program, present(seen[i], 'one observation a case')))
    }
    const sizes: number[] = []
    for (let index = 0; sizes.length < EACH && index < 600; index++) {
      const program = generateProgram(41, index, { statements: STATEMENTS })
      if ((await shows([program])) !== 0) continue
      const result = await shrink(program, shows, { attempts: MOST_ATTEMPTS })
      expect(result.ended).toBe('smallest')
      sizes.push(statementsOf(result.program))
    }
    expect(sizes).toHaveLength(EACH)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8)
  }, 120_000)
})

/** Two finalizers that must run in an order need two classes of their own, two objects and what releases both. */
const LIES: readonly (readonly [lie: AdapterLie, most: number])[] = [
  ['hide-reference', 8],
  ['report-one-object-less', 8],
  ['swap-finalizers', 14],
]

describe.each(LIES)('the lie %s in a program of 200 statements', (lie, most) => {
  it(`becomes at most ${most} statements`, async () => {
    const engine = await openEngine('simulation@3.12', { lie })
    const semantics = selectSemantics(engine.description.facts)
    for (let index = 0, found = 0; found < EACH && index < 100; index++) {
      const program = generateProgram(43, index, { statements: STATEMENTS })
      const given = plainCase(program, snapshotPlan(43, index, program))
      const [seen] = await engine.run([given])
      const { verdict } = judge(given, semantics, present(seen, 'one observation a case'))
      if (verdict.kind !== 'violates') continue
      found++
      const sign = signature(present(verdict.violations[0], 'a violation'))
      const request = { engine: 'simulation@3.12', case: packCase(given), signature: sign, limits: LIMITS }
      const result = await shrinkCase(
        { ...request, attempts: MOST_ATTEMPTS, seconds: 60 },
        new ControlBlock(),
        async (cases) => {
          const observed = await engine.run(cases)
          return cases.map((item, i) => {
            const now = present(observed[i], 'one observation a case')
            const judged = judge(item, semantics, now, { story: false }).verdict
            return { violations: judged.kind === 'violates' ? judged.violations : [], seen: now }
          })
        },
      )
      expect(result).toMatchObject({ reproduced: true, ended: 'smallest', reruns: { failed: 3, runs: 3 } })
      expect(result.violations.map(signature)).toContain(sign)
      expect(statementsOf(unpackCase(result.case, LIMITS).program)).toBeLessThanOrEqual(most)
    }
  }, 120_000)
})
