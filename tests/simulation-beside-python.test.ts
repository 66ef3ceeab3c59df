/**
 * The same programs on the simulation and on real interpreters: Pyodide, and those that HEAPSMITH_PYTHONS names (paths,
 * with commas between). HEAPSMITH_PROGRAMS random programs; more is a longer look, for hours when nobody waits.
 */
import { describe, expect, it } from 'vitest'
import { assert, present } from '../src/base/assert.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { VARIABLES } from '../src/generate/names.ts'
import { type Case, type Probe, plainCase } from '../src/observation/case.ts'
import { comparable } from '../src/observation/comparable.ts'
import { firstDifference } from '../src/observation/first-difference.ts'
import type { Observations } from '../src/observation/observations.ts'
import { judge } from '../src/oracle/judge.ts'
import { OPEN_STORE } from '../src/oracle/warm-store.ts'
import type { Expression } from '../src/program/ast.ts'
import { parseExpression, parseProgram } from '../src/program/parse/parse.ts'
import { printProgram } from '../src/program/print.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { pairOf, REAL_ENGINES } from './beside-python.test-support.ts'
import { changingProgram } from './changing-programs.test-support.ts'
import { COMPARISON_PROGRAMS } from './comparison-programs.test-support.ts'

const COMPARED = Number(process.env['HEAPSMITH_PROGRAMS'] ?? 300)
const CHUNK = 200
const SEED = 5

const SIZES = VARIABLES.map((name) => expression(`sys.getsizeof(${name})`))
const CHANGING_SIZES = ['u', 'v', 'w', 'x', 'kept', 'l', 'm', 's'].map((name) => expression(`sys.getsizeof(${name})`))
const COUNTS = [0, 1, 2].map((generation) => expression(`gc.get_count()[${generation}]`))

function expression(text: string): Expression {
  const parsed = parseExpression(text)
  assert(parsed.ok, 'probes are in the language')
  return parsed.expression
}

function probes(statements: readonly number[], expressions: readonly Expression[]): Probe[] {
  return statements.flatMap((statement) => expressions.map((item) => ({ statement, kind: 'value', expression: item })))
}

/** What a program says of sizes is another number where a pointer is narrower than in the simulation. */
function asksForSizes({ program }: Case): boolean {
  return printProgram(program).includes('getsizeof')
}

/**
 * A program of any level (half of level 3, the others of those below), with everything that a snapshot shows. And sizes,
 * where a pointer is as wide as in the simulation; not where there are generators, on whose stacks the adapter's reports
 * may need more room than their own code. Without programs that thaw where `thaws` is false, and without those that freeze
 * what a proxy stands for, which the adapter cannot see.
 */
function generated(index: number, wide: boolean, thaws: boolean): Case | undefined {
  const program = generateProgram(SEED, index, { level: 3 })
  const text = printProgram(program)
  if (!thaws && text.includes('gc.unfreeze')) return undefined
  if (text.includes('gc.freeze') && text.includes('weakref.proxy')) return undefined
  const snapshots = snapshotPlan(SEED, index, program)
  const sized = wide && !/ {2}class |yield/.test(text)
  return { ...plainCase(program, snapshots), probes: sized ? probes(snapshots, SIZES) : [] }
}

/**
 * With automatic collections, and the collector's counts after every statement. Snapshots would allocate; so does the
 * adapter where a program asks how much is frozen.
 */
function counted(index: number): Case | undefined {
  const program = generateProgram(SEED, index, { level: 3 })
  // So it does between the statements, where a threshold as low as that would begin a collection; and it has a callback
  // of its own, which is told of every collection.
  if (/freeze|set_threshold|gc\.callbacks/.test(printProgram(program))) return undefined
  return { ...plainCase(program, []), gc: 'enabled', probes: probes([...program.body.keys()], COUNTS) }
}

/** The same of what user code in the middle of an operation does to what is worked on. */
function changing(index: number, wide: boolean): Case {
  const parsed = parseProgram(changingProgram(SEED, index))
  assert(parsed.ok, 'programs written for a comparison are in the language')
  const snapshots = snapshotPlan(SEED, index, parsed.program)
  return { ...plainCase(parsed.program, snapshots), probes: wide ? probes(snapshots, CHANGING_SIZES) : [] }
}

describe.each(REAL_ENGINES)('the simulation beside %s', (id) => {
  const pair = pairOf(id)

  /** Stores of the simulation never specialise: what a real one let go earlier because it had, the oracle leaves open. */
  function dependsOnWarmth(item: Case, seen: Observations): boolean {
    const { verdict } = judge(item, selectSemantics(pair.real.description.facts), seen)
    return verdict.kind === 'undecided' && verdict.reason === OPEN_STORE
  }

  /** The programs of cases that are not the same on both. */
  async function differences(cases: readonly Case[]): Promise<string[]> {
    const [simulated, seen] = await Promise.all([pair.simulation.run(cases), pair.real.run(cases)])
    return cases.flatMap((item, i) => {
      const text = printProgram(item.program)
      const observed = present(seen[i], 'one observation a case')
      const order = text.includes('unfreeze') ? 'globals' : 'lists'
      const shown = comparable(present(simulated[i], 'one observation a case'), order)
      const expected = comparable(observed, order)
      const difference = firstDifference(expected, shown, { lists: 'in order', deaths: false })
      return difference === undefined || dependsOnWarmth(item, observed) ? [] : [text]
    })
  }

  async function expectSame(caseOf: (index: number) => Case | undefined): Promise<void> {
    const isWide = pair.real.description.facts.pointerBits === 64
    const different: string[] = []
    let compared = 0
    for (let first = 0; first < COMPARED; first += CHUNK) {
      const indices = Array.from({ length: Math.min(CHUNK, COMPARED - first) }, (_, i) => first + i)
      const cases = indices
        .map(caseOf)
        .filter((item) => item !== undefined)
        .filter((item) => isWide || !asksForSizes(item))
      different.push(...(await differences(cases)))
      compared += cases.length
    }
    expect(compared).toBeGreaterThanOrEqual(0.8 * COMPARED)
    expect(different, `${different.length} of ${compared} programs`).toEqual([])
  }

  it('shows the same: values, exceptions, events, counts, sizes, generations and the order of the lists', async () => {
    const wide = pair.real.description.facts.pointerBits === 64
    // What the incremental collector finds after a thaw depends on what else was frozen, which is the interpreter's own.
    const thaws = !pair.real.description.facts.incrementalCollector
    await expectSame((index) => generated(index, wide, thaws))
  }, 7_200_000)

  it.each(COMPARISON_PROGRAMS.filter(({ engine = id }) => engine === id))(
    'shows the same: $title',
    async ({ text }) => {
      const parsed = parseProgram(text)
      assert(parsed.ok, 'programs written for a comparison are in the language')
      const last = parsed.program.body.length - 1
      expect(await differences([plainCase(parsed.program, [last])])).toEqual([])
    },
    60_000,
  )

  it('shows the same of programs that change what they are in the middle of', async () => {
    const wide = pair.real.description.facts.pointerBits === 64
    await expectSame((index) => changing(index, wide))
  }, 7_200_000)

  it('counts the same allocations and collects by itself at the same ones', async () => {
    await expectSame(counted)
  }, 7_200_000)
})
