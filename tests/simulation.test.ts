/**
 * The simulation of every dialect, with all checkers after every statement: the scenarios hold, and the oracle agrees
 * with it on generated programs. What the oracle knows, real interpreters have confirmed (see the engine contract).
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { assert, present } from '../src/base/assert.ts'
import { packageRoot } from '../src/base/package-root.ts'
import { openEngine } from '../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { plainCase } from '../src/observation/case.ts'
import { comparable } from '../src/observation/comparable.ts'
import { judge } from '../src/oracle/judge.ts'
import { parseProgram } from '../src/program/parse/parse.ts'
import { printProgram } from '../src/program/print.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { COMPARISON_PROGRAMS } from './comparison-programs.test-support.ts'
import { heapsmith, temporaryFolder } from './heapsmith.test-support.ts'

const VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0', '3.13', '3.14.2', '3.14', '3.15']
const PROGRAMS = 150

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
      // These machines clear away what a program leaves; others go back to where they started. It makes no difference,
      // except for which of two old spaces is next, and so which list a snapshot shows first.
      if (semantics.incrementalCollector) return
      const restarted = await (await openEngine(`simulation@${version}`)).run(cases)
      for (const [i, seen] of observations.entries())
        expect(comparable(present(restarted[i], 'one observation a case'))).toEqual(comparable(seen))
    },
    60_000,
  )
})

/** Real interpreters to compare with: Pyodide, and those that HEAPSMITH_PYTHONS names (paths, with commas between). */
const REAL = [
  'pyodide@3.12',
  ...(process.env['HEAPSMITH_PYTHONS'] ?? '').split(',').flatMap((path) => (path === '' ? [] : [`cpython:${path}`])),
]
/** More is a longer look, for hours when nobody waits. */
const COMPARED = Number(process.env['HEAPSMITH_PROGRAMS'] ?? 400)
const CHUNK = 200

describe.each(REAL)('the simulation beside %s', (id) => {
  it('shows the same of programs written for it', async () => {
    const real = await openEngine(id)
    const simulation = await openEngine(`simulation@${real.description.facts.version.join('.')}`)
    const cases = COMPARISON_PROGRAMS.map(({ text }) => {
      const parsed = parseProgram(text)
      assert(parsed.ok, 'programs written for a comparison are in the language')
      return plainCase(parsed.program, [parsed.program.body.length - 1])
    })
    const [simulated, seen] = await Promise.all([simulation.run(cases), real.run(cases)])
    await real.close()
    for (const [i, { title }] of COMPARISON_PROGRAMS.entries()) {
      const shown = comparable(present(simulated[i], 'one observation a case'))
      expect(shown, title).toEqual(comparable(present(seen[i], 'one observation a case')))
    }
  }, 60_000)

  it('shows the same of random programs: values, exceptions, events, counts, generations, order of the lists', async () => {
    const real = await openEngine(id)
    const simulation = await openEngine(`simulation@${real.description.facts.version.join('.')}`)
    let same = 0
    const different: string[] = []
    for (let first = 0; first < COMPARED; first += CHUNK) {
      // What is thawed brings the adapter's own objects into the collector's lists, which changes their order.
      const cases = Array.from({ length: Math.min(CHUNK, COMPARED - first) }, (_, i) => {
        const program = generateProgram(5, first + i)
        return plainCase(program, snapshotPlan(5, first + i, program))
      }).filter(({ program }) => !printProgram(program).includes('unfreeze'))
      const [simulated, seen] = await Promise.all([simulation.run(cases), real.run(cases)])
      for (const [i, observations] of seen.entries()) {
        const shown = comparable(present(simulated[i], 'one observation a case'))
        if (isDeepStrictEqual(shown, comparable(observations))) same++
        else different.push(printProgram(present(cases[i], 'a case for it').program))
      }
    }
    await real.close()
    expect(same).toBeGreaterThan(0.9 * COMPARED)
    expect(different, `${different.length} programs`).toEqual([])
  }, 3_600_000)
})
