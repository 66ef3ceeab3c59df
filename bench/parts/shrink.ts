/**
 * How small programs of 200 statements become, in how many attempts and how much processor time, on the simulation: for
 * each planted failure the statements left, nested ones counted and `pass` left out, beside the known smallest.
 */
import { present } from '../../src/base/assert.ts'
import type { Engine } from '../../src/engines/engine.ts'
import { openEngine } from '../../src/engines/registry.ts'
import { generateProgram } from '../../src/generate/generate.ts'
import { DEFAULT_LIMITS, plainCase } from '../../src/observation/case.ts'
import type { Program } from '../../src/program/ast.ts'
import { statementPlaces } from '../../src/program/edit.ts'
import { shrink as shrinkProgram } from '../../src/shrink/driver.ts'
import { SIMULATED } from '../booted.ts'
import { processorMs } from '../clocks.ts'
import type { Part } from '../part.ts'
import { summarize } from '../result.ts'
import { PLANTED_FAILURES, type PlantedFailure } from '../shrink/planted-failures.ts'

const STATEMENTS = 200
const ATTEMPTS = 20_000
const SEED = 77
/** Programs that are looked through for one that fails. */
const PROGRAMS = 400

export const shrink: Part = {
  name: 'shrink',
  title: `programs of ${STATEMENTS} statements made small`,
  async measure({ short }, listener) {
    const wanted = short ? 2 : 8
    const engine = await openEngine(SIMULATED)
    for (const planted of PLANTED_FAILURES) {
      const rows: Shrunk[] = []
      for (let index = 0; rows.length < wanted && index < PROGRAMS; index++) {
        const row = await shrinkOne(engine, planted, index)
        if (row !== undefined) rows.push(row)
      }
      if (rows.length < wanted)
        listener.missing(planted.name, `${rows.length} of ${PROGRAMS} programs show it, not ${wanted}`)
      if (rows.length === 0) continue
      const tell = (what: string, unit: string, key: keyof Shrunk) =>
        listener.row({ subject: planted.name, what, unit }, summarize(rows.map((row) => row[key])))
      tell(`left (smallest known: ${planted.smallest})`, 'statements', 'statements')
      tell('attempts', 'runs', 'attempts')
      tell('time', 'ms of processor', 'ms')
    }
    await engine.close()
  },
}

interface Shrunk {
  readonly statements: number
  readonly attempts: number
  readonly ms: number
}

async function shows(engine: Engine, planted: PlantedFailure, program: Program): Promise<boolean> {
  if (program.body.length === 0) return false
  const snapshots = program.body.map((_, i) => i)
  const [seen] = await engine.run([plainCase(program, snapshots, { ...DEFAULT_LIMITS, timeMs: 100 })])
  return planted.shows(program, present(seen, 'one observation a case'))
}

async function shrinkOne(engine: Engine, planted: PlantedFailure, index: number): Promise<Shrunk | undefined> {
  const program = generateProgram(SEED, index, { statements: STATEMENTS })
  if (!(await shows(engine, planted, program))) return undefined
  const start = processorMs()
  const firstToFail = async ([attempt]: readonly Program[]) =>
    attempt !== undefined && (await shows(engine, planted, attempt)) ? 0 : -1
  const result = await shrinkProgram(program, firstToFail, { attempts: ATTEMPTS })
  const ms = processorMs() - start
  const statements = statementPlaces(result.program).filter(({ node }) => node.kind !== 'pass').length
  return { statements, attempts: result.attempts, ms }
}
