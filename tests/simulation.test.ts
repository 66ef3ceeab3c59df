/**
 * The simulation of every dialect, with all checkers after every statement: the scenarios hold, and the oracle agrees
 * with it on generated programs. What the oracle knows, real interpreters have confirmed (see the engine contract).
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { present } from '../src/base/assert.ts'
import { packageRoot } from '../src/base/package-root.ts'
import { openEngine } from '../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { plainCase } from '../src/observation/case.ts'
import { comparable } from '../src/observation/comparable.ts'
import { judge } from '../src/oracle/judge.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { heapsmith, temporaryFolder } from './heapsmith.test-support.ts'

const VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0', '3.13', '3.14.2', '3.14', '3.15']
const PROGRAMS = 80

describe('the simulation', () => {
  const folder = temporaryFolder()

  it('passes every scenario in each version for which it is meant', async () => {
    const engines = VERSIONS.map((version) => `simulation@${version}:checked`).join(',')
    const { code, stdout } = await heapsmith(['run', join(packageRoot, 'specs'), '--engine', engines], folder)
    expect(stdout.split('\n').filter((line) => /^(failed|invalid|undecided)/.test(line))).toEqual([])
    expect(code).toBe(0)
  }, 240_000)

  it.each(VERSIONS)(
    'is what the oracle expects of %s, on generated programs',
    async (version) => {
      const engine = await openEngine(`simulation@${version}:checked`)
      const semantics = selectSemantics(engine.description.facts)
      const cases = Array.from({ length: PROGRAMS }, (_, i) => {
        const program = generateProgram(3, i, { fullOrYoung: semantics.incrementalCollector })
        return plainCase(program, snapshotPlan(3, i, program))
      })
      const observations = await engine.run(cases)
      const wrong = cases.flatMap((item, i) => {
        const seen = present(observations[i], 'one observation a case')
        const { verdict } = judge(item, semantics, seen, { story: false, recount: true })
        return verdict.kind === 'violates' ? [`program ${i}: ${verdict.violations[0]?.message}`] : []
      })
      expect(wrong).toEqual([])
      // These machines clear away what a program leaves; others go back to where they started. It makes no difference.
      const restarted = await (await openEngine(`simulation@${version}`)).run(cases)
      for (const [i, seen] of observations.entries())
        expect(comparable(present(restarted[i], 'one observation a case'))).toEqual(comparable(seen))
    },
    60_000,
  )
})
