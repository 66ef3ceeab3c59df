/**
 * How many generated programs a second one worker thread runs and judges: 50 statements and three snapshots each, as in
 * a campaign, two batches in flight. Prints the median and the spread of five runs after a warm-up, and where the
 * thread's time went: generation, the oracle, and the engine, which is all the rest. (An engine inside the thread works
 * whenever the event loop lets it, also while nobody waits for it: no clock around a call sees all of its time.)
 *
 *   node dist/bench/campaign-speed.js [ENGINE…]
 */
import { present } from '../src/base/assert.ts'
import { monotonicMs } from '../src/base/clock.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { type Case, plainCase } from '../src/observation/case.ts'
import type { Observations } from '../src/observation/observations.ts'
import { judge } from '../src/oracle/judge.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import type { Semantics } from '../src/semantics/semantics.ts'

const RUNS = 5
const PROGRAMS = 6_000
const WARM_UP = 24_000
const BATCH = 100

interface Shares {
  generate: number
  judge: number
}

function batchOf(first: number, semantics: Semantics, shares: Shares): Case[] {
  const start = monotonicMs()
  const options = { statements: 50, fullOrYoung: semantics.incrementalCollector }
  const cases = Array.from({ length: BATCH }, (_, i) => {
    const program = generateProgram(1, first + i, options)
    return plainCase(program, snapshotPlan(1, first + i, program))
  })
  shares.generate += monotonicMs() - start
  return cases
}

async function run(engine: Engine, semantics: Semantics, first: number, programs: number): Promise<Shares> {
  const shares: Shares = { generate: 0, judge: 0 }
  let inFlight: { cases: Case[]; observed: Promise<readonly Observations[]> } | undefined
  const settle = async (batch: NonNullable<typeof inFlight>): Promise<void> => {
    const observed = await batch.observed
    const answered = monotonicMs()
    batch.cases.forEach((item, i) => {
      judge(item, semantics, present(observed[i], 'one observation a case'), { story: false })
    })
    shares.judge += monotonicMs() - answered
  }
  for (let at = 0; at < programs; at += BATCH) {
    const cases = batchOf(first + at, semantics, shares)
    const batch = { cases, observed: engine.run(cases) }
    if (inFlight !== undefined) await settle(inFlight)
    inFlight = batch
  }
  if (inFlight !== undefined) await settle(inFlight)
  return shares
}

async function measure(id: string): Promise<void> {
  const engine = await openEngine(id)
  const semantics = selectSemantics(engine.description.facts)
  await run(engine, semantics, 0, WARM_UP)
  const rates: number[] = []
  const total: Shares = { generate: 0, judge: 0 }
  let whole = 0
  for (let i = 0; i < RUNS; i++) {
    const start = monotonicMs()
    const shares = await run(engine, semantics, WARM_UP + i * PROGRAMS, PROGRAMS)
    const spent = monotonicMs() - start
    rates.push((PROGRAMS * 1000) / spent)
    whole += spent
    total.generate += shares.generate
    total.judge += shares.judge
  }
  await engine.close()
  rates.sort((a, b) => a - b)
  const [lowest, , median, , highest] = rates.map(Math.round)
  const percent = (part: number): string => `${Math.round((100 * part) / whole)} %`
  console.log(
    `${engine.description.version}: ${median} programs/s (${lowest}–${highest}), ` +
      `generation ${percent(total.generate)}, ` +
      `engine ${percent(whole - total.generate - total.judge)}, oracle ${percent(total.judge)}`,
  )
}

for (const id of process.argv.length > 2 ? process.argv.slice(2) : ['pyodide@3.12', 'pyodide@3.14']) await measure(id)
