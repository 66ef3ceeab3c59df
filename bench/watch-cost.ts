/**
 * What watching costs on an engine that runs inside the thread: the same generated programs without and with each part of
 * a `Watch`, interleaved, in processor time. Prints, for running alone and for running and judging, the median and the
 * spread of the ratios to what nobody watches.
 *
 *   node dist/bench/watch-cost.js [ENGINE…]
 */

import { present } from '../src/base/assert.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../src/generate/generate.ts'
import { type Case, plainCase, WATCH_ALL, WATCH_NOTHING, WATCHED, type Watch } from '../src/observation/case.ts'
import { judge } from '../src/oracle/judge.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { processorMs } from './clocks.ts'
import { spread } from './result.ts'

const SEED = 1
const PROGRAMS = 200
const ROUNDS = 5

const WATCHES: readonly (readonly [string, Watch])[] = [
  ['nothing', WATCH_NOTHING],
  ...WATCHED.map((part): [string, Watch] => [part, { ...WATCH_NOTHING, [part]: true }]),
  ['all', WATCH_ALL],
]

const programs = Array.from({ length: PROGRAMS }, (_, i) => {
  const program = generateProgram(SEED, i)
  return plainCase(program, snapshotPlan(SEED, i, program))
})

async function measure(engine: Engine, watch: Watch): Promise<{ readonly run: number; readonly both: number }> {
  const cases = programs.map((item): Case => ({ ...item, watch }))
  const semantics = selectSemantics(engine.description.facts)
  const { capabilities } = engine.description
  const start = processorMs()
  const observed = await engine.run(cases)
  const run = processorMs() - start
  for (const [i, item] of cases.entries())
    judge(item, semantics, present(observed[i], 'one observation a case'), { story: false, shows: capabilities })
  return { run, both: processorMs() - start }
}

const ids = process.argv.slice(2)
for (const id of ids.length > 0 ? ids : ['simulation']) {
  const engine = await openEngine(id)
  for (const [, watch] of WATCHES) await measure(engine, watch)
  const ratios = WATCHES.map(() => ({ run: [] as number[], both: [] as number[] }))
  let unwatchedMs = 0
  for (let round = 0; round < ROUNDS; round++) {
    const times: { readonly run: number; readonly both: number }[] = []
    for (const [, watch] of WATCHES) times.push(await measure(engine, watch))
    const base = present(times[0], 'the first is without')
    unwatchedMs += base.both / ROUNDS
    for (const [i, time] of times.entries()) {
      ratios[i]?.run.push(time.run / base.run)
      ratios[i]?.both.push(time.both / base.both)
    }
  }
  console.log(`${id}: ${PROGRAMS} programs, ${((unwatchedMs * 1000) / PROGRAMS).toFixed(0)} µs each, run and judged`)
  for (const [i, [name]] of WATCHES.entries()) {
    const { run, both } = present(ratios[i], 'each has its ratios')
    console.log(`  ${name.padEnd(10)} run ${spread(run)}   run and judge ${spread(both)}`)
  }
  await engine.close()
}
