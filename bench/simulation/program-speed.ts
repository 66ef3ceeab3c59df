/**
 * How many generated programs a second the simulation runs and reports, without generation and without a judge: 50
 * statements and three snapshots each, as campaigns run them, all statements compiled before the clock starts. An
 * interpreter behind the version runs the same programs in turns with it. Prints medians, spreads and the ratio, and what
 * a program costs the simulation in processor time, which other work on the machine hardly changes.
 *
 *   node dist/bench/simulation/program-speed.js [VERSION [PYTHON]]
 */
import { present } from '../../src/base/assert.ts'
import { monotonicMs } from '../../src/base/clock.ts'
import type { Engine } from '../../src/engines/engine.ts'
import { openEngine } from '../../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../../src/generate/generate.ts'
import { type Case, plainCase } from '../../src/observation/case.ts'

const PROGRAMS = 4_000
const BATCH = 100
const ROUNDS = 7

const [version = '3.12', python] = process.argv.slice(2)

function batches(): Case[][] {
  const fullOrYoung = version.startsWith('3.14')
  const made: Case[][] = []
  for (let first = 0; first < PROGRAMS; first += BATCH) {
    made.push(
      Array.from({ length: BATCH }, (_, i) => {
        const program = generateProgram(1, first + i, { statements: 50, fullOrYoung })
        return plainCase(program, snapshotPlan(1, first + i, program))
      }),
    )
  }
  return made
}

/** Two batches in flight, as in a campaign. */
async function rate(engine: Engine, cases: readonly Case[][]): Promise<number> {
  const start = monotonicMs()
  let ahead = engine.run(present(cases[0], 'there are programs'))
  for (const batch of cases.slice(1)) {
    const next = engine.run(batch)
    await ahead
    ahead = next
  }
  await ahead
  return (PROGRAMS * 1000) / (monotonicMs() - start)
}

function summary(numbers: readonly number[], digits: number): string {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] as number).toFixed(digits)
  return `${at(0.5)} (${at(0)}–${at(1)})`
}

/** Microseconds of processor time a program. */
async function cost(engine: Engine, cases: readonly Case[][]): Promise<number> {
  const before = process.cpuUsage()
  await rate(engine, cases)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / PROGRAMS
}

const cases = batches()
const simulation = await openEngine(`simulation@${version}`)
const native = python === undefined ? undefined : await openEngine(`cpython:${python}`)
const ours: number[] = []
const costs: number[] = []
const theirs: number[] = []
await rate(simulation, cases)
if (native !== undefined) await rate(native, cases)
for (let round = 0; round < ROUNDS; round++) {
  costs.push(await cost(simulation, cases))
  ours.push(await rate(simulation, cases))
  if (native !== undefined) theirs.push(await rate(native, cases))
}
await simulation.close()
await native?.close()
console.log(`simulation@${version}: ${summary(ours, 0)} programs/s, ${summary(costs, 0)} µs of processor time each`)
if (native !== undefined) {
  console.log(`${native.description.version}: ${summary(theirs, 0)} programs/s`)
  console.log(
    `ratio ${summary(
      ours.map((mine, i) => mine / (theirs[i] as number)),
      2,
    )}`,
  )
}
