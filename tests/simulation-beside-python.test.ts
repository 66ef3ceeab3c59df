/**
 * The same programs on the simulation and on real interpreters: Pyodide, and those that HEAPSMITH_PYTHONS names (paths,
 * with commas between). HEAPSMITH_PROGRAMS random programs; more is a longer look, for hours when nobody waits.
 */
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assert, present } from '../src/base/assert.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { VARIABLES } from '../src/generate/names.ts'
import { type Case, type Probe, plainCase } from '../src/observation/case.ts'
import { comparable } from '../src/observation/comparable.ts'
import type { Expression } from '../src/program/ast.ts'
import { parseExpression, parseProgram } from '../src/program/parse/parse.ts'
import { printProgram } from '../src/program/print.ts'
import { COMPARISON_PROGRAMS } from './comparison-programs.test-support.ts'
import { levelTwoProgram } from './level-two-programs.test-support.ts'

const REAL = [
  'pyodide@3.12',
  ...(process.env['HEAPSMITH_PYTHONS'] ?? '').split(',').flatMap((path) => (path === '' ? [] : [`cpython:${path}`])),
]
const COMPARED = Number(process.env['HEAPSMITH_PROGRAMS'] ?? 400)
const CHUNK = 200
const SEED = 5

const SIZES = VARIABLES.map((name) => expression(`sys.getsizeof(${name})`))
const LEVEL_TWO_SIZES = ['u', 'v', 'w', 'kept'].map((name) => expression(`sys.getsizeof(${name})`))
const COUNTS = [0, 1, 2].map((generation) => expression(`gc.get_count()[${generation}]`))

function expression(text: string): Expression {
  const parsed = parseExpression(text)
  assert(parsed.ok, 'probes are in the language')
  return parsed.expression
}

function probes(statements: readonly number[], expressions: readonly Expression[]): Probe[] {
  return statements.flatMap((statement) => expressions.map((item) => ({ statement, kind: 'value', expression: item })))
}

/** With everything that a snapshot shows; and sizes, where a pointer is as wide as in the simulation. */
function lookedInto(index: number, wide: boolean): Case {
  const program = generateProgram(SEED, index)
  const snapshots = snapshotPlan(SEED, index, program)
  return { ...plainCase(program, snapshots), probes: wide ? probes(snapshots, SIZES) : [] }
}

/**
 * With automatic collections, and the collector's counts after every statement. Snapshots would allocate; so does the
 * adapter where a program asks how much is frozen.
 */
function counted(index: number): Case | undefined {
  const program = generateProgram(SEED, index)
  if (printProgram(program).includes('freeze')) return undefined
  return { ...plainCase(program, []), gc: 'enabled', probes: probes([...program.body.keys()], COUNTS) }
}

/**
 * The same of closures, exceptions, `with`, comprehensions and generators; no sizes where a function makes a class, which
 * the adapter reports with calls that need more room on the stack of a generator than its own code.
 */
function levelTwo(index: number, wide: boolean): Case {
  const text = levelTwoProgram(SEED, index)
  const parsed = parseProgram(text)
  assert(parsed.ok, 'programs written for a comparison are in the language')
  const snapshots = snapshotPlan(SEED, index, parsed.program)
  return {
    ...plainCase(parsed.program, snapshots),
    probes: wide && !text.includes('  class ') ? probes(snapshots, LEVEL_TWO_SIZES) : [],
  }
}

describe.each(REAL)('the simulation beside %s', (id) => {
  let real: Engine
  let simulation: Engine

  beforeAll(async () => {
    real = await openEngine(id)
    simulation = await openEngine(`simulation@${real.description.facts.version.join('.')}`)
  }, 60_000)

  afterAll(() => real.close())

  /** The programs of cases that are not the same on both. */
  async function differences(cases: readonly Case[]): Promise<string[]> {
    const [simulated, seen] = await Promise.all([simulation.run(cases), real.run(cases)])
    return cases.flatMap(({ program }, i) => {
      const text = printProgram(program)
      const order = text.includes('unfreeze') ? 'globals' : 'lists'
      const shown = comparable(present(simulated[i], 'one observation a case'), order)
      return isDeepStrictEqual(shown, comparable(present(seen[i], 'one observation a case'), order)) ? [] : [text]
    })
  }

  async function expectSame(caseOf: (index: number) => Case | undefined): Promise<void> {
    const different: string[] = []
    let compared = 0
    for (let first = 0; first < COMPARED; first += CHUNK) {
      const indices = Array.from({ length: Math.min(CHUNK, COMPARED - first) }, (_, i) => first + i)
      const cases = indices.map(caseOf).filter((item) => item !== undefined)
      different.push(...(await differences(cases)))
      compared += cases.length
    }
    expect(compared).toBeGreaterThanOrEqual(0.9 * COMPARED)
    expect(different, `${different.length} of ${compared} programs`).toEqual([])
  }

  it.each(COMPARISON_PROGRAMS)(
    'shows the same: $title',
    async ({ text }) => {
      const parsed = parseProgram(text)
      assert(parsed.ok, 'programs written for a comparison are in the language')
      const last = parsed.program.body.length - 1
      expect(await differences([plainCase(parsed.program, [last])])).toEqual([])
    },
    60_000,
  )

  it('shows the same: values, exceptions, events, counts, sizes, generations and the order of the lists', async () => {
    const wide = real.description.facts.pointerBits === 64
    await expectSame((index) => lookedInto(index, wide))
  }, 7_200_000)

  it('shows the same of closures, exceptions, `with`, comprehensions and generators', async () => {
    const wide = real.description.facts.pointerBits === 64
    await expectSame((index) => levelTwo(index, wide))
  }, 7_200_000)

  it('counts the same allocations and collects by itself at the same ones', async () => {
    await expectSame(counted)
  }, 7_200_000)
})
