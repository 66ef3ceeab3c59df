/**
 * The oracle agrees with real interpreters on random programs of level 3: Pyodide, and those that HEAPSMITH_PYTHONS names
 * (paths, with commas between). HEAPSMITH_PROGRAMS random programs from number HEAPSMITH_FIRST on.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assert, present } from '../src/base/assert.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { type Case, plainCase } from '../src/observation/case.ts'
import type { Observations } from '../src/observation/observations.ts'
import { judge } from '../src/oracle/judge.ts'
import { parseProgram } from '../src/program/parse/parse.ts'
import { printStatement } from '../src/program/print.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import type { Semantics } from '../src/semantics/semantics.ts'
import type { Verdict } from '../src/verdict/verdict.ts'
import { levelThreeProgram } from './level-three-programs.test-support.ts'
import { GIVEN_ENGINES } from './real-engines.test-support.ts'

const REAL = [
  ...(process.env['HEAPSMITH_PYODIDES'] ?? 'pyodide@3.12').split(',').filter((id) => id !== ''),
  ...GIVEN_ENGINES,
]
const JUDGED = Number(process.env['HEAPSMITH_PROGRAMS'] ?? 120)
const FIRST = Number(process.env['HEAPSMITH_FIRST'] ?? 0)
const CHUNK = 60
const SEED = 7

/** What a program leaves open, such as the order of a set, must stay the exception. */
const UNDECIDED_MAX = 0.25

function caseOf(index: number): Case {
  const parsed = parseProgram(levelThreeProgram(SEED, index))
  assert(parsed.ok, 'programs written for a comparison are in the language')
  const { length } = parsed.program.body
  // Every other program is looked into after each statement, the others seldom.
  const snapshots = [...Array(length).keys()].filter((i) => index % 2 === 0 || i % 7 === 6 || i === length - 1)
  return plainCase(parsed.program, snapshots)
}

/** Or which of the oracle's own assertions fails. */
function verdictOf(case_: Case, semantics: Semantics, seen: Observations): Verdict | string {
  try {
    return judge(case_, semantics, seen, { recount: true }).verdict
  } catch (error) {
    return error instanceof Error
      ? `${error.message} ${error.stack?.split('\n').slice(1, 7).join(' < ')}`
      : String(error)
  }
}

describe.each(REAL)('the oracle beside %s', (id) => {
  let engine: Engine

  beforeAll(async () => {
    engine = await openEngine(id)
  }, 60_000)

  afterAll(() => engine.close())

  it('agrees on subclasses, weak containers and special methods', async () => {
    const semantics = selectSemantics(engine.description.facts)
    const differences: string[] = []
    const reasons = new Map<string, number>()
    let undecided = 0
    for (let first = FIRST; first < FIRST + JUDGED; first += CHUNK) {
      const size = Math.min(CHUNK, FIRST + JUDGED - first)
      const cases = Array.from({ length: size }, (_, i) => caseOf(first + i))
      const seen = await engine.run(cases)
      cases.forEach((case_, i) => {
        const verdict = verdictOf(case_, semantics, present(seen[i], 'one observation a case'))
        if (typeof verdict === 'string') {
          differences.push(`${first + i} ${verdict}`)
          return
        }
        if (verdict.kind === 'undecided') {
          undecided++
          reasons.set(verdict.reason, (reasons.get(verdict.reason) ?? 0) + 1)
        }
        if (verdict.kind !== 'violates') return
        const [violation] = verdict.violations
        const statement = case_.program.body[violation?.statement ?? 0]
        const text = statement === undefined ? '' : printStatement(statement).trim()
        differences.push(`${first + i} ${JSON.stringify(text)}: ${violation?.message}`)
      })
    }
    const told = [...reasons].map(([reason, count]) => `${count} ${reason}`).join('; ')
    if (process.env['HEAPSMITH_TELL'] !== undefined) console.info(id, `${undecided} undecided of ${JUDGED}: ${told}`)
    expect(differences).toEqual([])
    expect(undecided, told).toBeLessThanOrEqual(UNDECIDED_MAX * JUDGED)
  }, 3_600_000)
})
