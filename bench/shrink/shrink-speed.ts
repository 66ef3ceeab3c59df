/**
 * How small programs of 200 statements become, in how many attempts and how much processor time, on the simulation: for
 * each planted failure the statements left (median and worst, beside the known smallest), attempts and seconds.
 *
 *   node dist/bench/shrink/shrink-speed.js [PROGRAMS-FOR-EACH] [ENGINE] [print]
 */
import { present } from '../../src/base/assert.ts'
import { openEngine } from '../../src/engines/registry.ts'
import { generateProgram } from '../../src/generate/generate.ts'
import { DEFAULT_LIMITS, plainCase } from '../../src/observation/case.ts'
import type { Program } from '../../src/program/ast.ts'
import { statementPlaces } from '../../src/program/edit.ts'
import { printProgram } from '../../src/program/print.ts'
import { shrink } from '../../src/shrink/driver.ts'
import { PLANTED_FAILURES, type PlantedFailure } from './planted-failures.ts'

const STATEMENTS = 200
const ATTEMPTS = 20_000
const SEED = 77

const [wanted = '10', engineId = 'simulation@3.12', print] = process.argv.slice(2)
const engine = await openEngine(engineId)

async function shows(planted: PlantedFailure, program: Program): Promise<boolean> {
  if (program.body.length === 0) return false
  const snapshots = program.body.map((_, i) => i)
  const [seen] = await engine.run([plainCase(program, snapshots, { ...DEFAULT_LIMITS, timeMs: 100 })])
  return planted.shows(program, present(seen, 'one observation a case'))
}

interface Row {
  readonly statements: number
  readonly attempts: number
  readonly seconds: number
}

async function measure(planted: PlantedFailure, index: number): Promise<Row | undefined> {
  const program = generateProgram(SEED, index, { statements: STATEMENTS })
  if (!(await shows(planted, program))) return undefined
  const before = process.cpuUsage()
  const firstToFail = async ([attempt]: readonly Program[]) =>
    attempt !== undefined && (await shows(planted, attempt)) ? 0 : -1
  const result = await shrink(program, firstToFail, { attempts: ATTEMPTS })
  const { user, system } = process.cpuUsage(before)
  const statements = statementPlaces(result.program).filter(({ node }) => node.kind !== 'pass').length
  if (print !== undefined && statements > planted.smallest)
    console.log(`--- ${planted.name}, program ${index}: ${statements}\n${printProgram(result.program)}`)
  return { statements, attempts: result.attempts, seconds: (user + system) / 1e6 }
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

for (const planted of PLANTED_FAILURES) {
  const rows: Row[] = []
  for (let index = 0; rows.length < Number(wanted) && index < 400; index++) {
    const row = await measure(planted, index)
    if (row !== undefined) rows.push(row)
  }
  const of = (key: keyof Row) => rows.map((row) => row[key])
  const sizes = of('statements')
  console.log(
    [
      `${planted.name}: ${rows.length} programs, smallest known ${planted.smallest}`,
      `statements ${middle(sizes)}, worst ${Math.max(...sizes)} (${sizes.filter((n) => n <= planted.smallest).length} are as small as can be)`,
      `attempts ${middle(of('attempts'))}, worst ${Math.max(...of('attempts'))}`,
      `seconds ${middle(of('seconds')).toFixed(2)}, worst ${Math.max(...of('seconds')).toFixed(2)}`,
    ].join('\n  '),
  )
}
await engine.close()
