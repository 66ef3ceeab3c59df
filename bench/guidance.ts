/**
 * Whether guidance earns its keep: features reached after equal numbers of programs, and after equal processor time, with
 * a corpus and without, on the simulation, five seeds each. Features are counted with the same yardstick on both sides;
 * neither shrinking nor workers are involved.
 *
 *   node dist/bench/guidance.js [PROGRAMS [SEEDS]]
 */

import { Guidance } from '../src/coordinator/guidance.ts'
import { roundSize } from '../src/coordinator/round.ts'
import { FeatureCounts } from '../src/corpus/feature-map.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import type { Recipe } from '../src/generate/produce.ts'
import { DEFAULT_LIMITS } from '../src/observation/case.ts'
import { judge } from '../src/oracle/judge.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import type { Semantics } from '../src/semantics/semantics.ts'
import { ControlBlock } from '../src/task/control-block.ts'
import { fuzzBlock } from '../src/task/fuzz-task.ts'
import { packRecipes } from '../src/task/recipe-places.ts'

interface Point {
  readonly programs: number
  readonly cpuMs: number
  readonly features: number
  readonly undecided: number
}

const ENGINE = 'simulation@3.12'

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** A campaign of one worker without threads: as `CampaignRun` does it, round by round. */
async function campaign(
  engine: Engine,
  semantics: Semantics,
  seed: number,
  programs: number,
  guided: boolean,
): Promise<readonly Point[]> {
  const guidance = new Guidance(seed, [])
  const unguided = new FeatureCounts()
  const control = new ControlBlock()
  const points: Point[] = []
  let undecided = 0
  const start = cpuMs()
  for (let done = 0; done < programs; ) {
    const numbers = Array.from({ length: Math.min(roundSize(done), programs - done) }, (_, i) => done + i)
    const recipes: readonly (Recipe | undefined)[] = guided
      ? guidance.recipes(numbers, done)
      : numbers.map(() => undefined)
    const request = {
      engine: ENGINE,
      seed,
      programs: numbers,
      batch: 64,
      limits: DEFAULT_LIMITS,
      generate: {},
      guide: packRecipes(recipes, guidance.weights, guidance.corpus.seen.memory),
    }
    const judgeOne: Parameters<typeof fuzzBlock>[2] = (case_, seen) => judge(case_, semantics, seen, { story: false })
    const { showed, tally, suspects } = await fuzzBlock(request, engine, judgeOne, control)
    if (showed === undefined || suspects.length > 0) throw new Error('the oracle and the simulation agree')
    // The other side's novelties are run twice, too, so that processor time is compared fairly; it learns nothing of them.
    if (guided) guidance.learn(numbers, recipes, [showed], done)
    else {
      unguided.addAll(showed.incidence)
      for (const feature of showed.incidence.features) guidance.corpus.seen.add(feature)
    }
    undecided += Object.values(tally.undecided).reduce((sum, { count }) => sum + count, 0)
    done += numbers.length
    const features = guided ? guidance.corpus.counts.distinct : unguided.distinct
    points.push({ programs: done, cpuMs: cpuMs() - start, features, undecided })
  }
  return points
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

const [programs = 6_000, seeds = 5] = process.argv.slice(2).map(Number)
const engine = await openEngine(ENGINE)
const semantics = selectSemantics(engine.description.facts)
// Both sides find compiled code warm.
await campaign(engine, semantics, 1_000, Math.min(2_000, programs), true)
const rows: { readonly guided: readonly Point[]; readonly random: readonly Point[] }[] = []
for (let seed = 1; seed <= seeds; seed++) {
  const random = await campaign(engine, semantics, seed, programs, false)
  const guided = await campaign(engine, semantics, seed, programs, true)
  rows.push({ guided, random })
  const [g, r] = [guided.at(-1) as Point, random.at(-1) as Point]
  const atEqualTime = (guided.findLast((point) => point.cpuMs <= r.cpuMs) ?? guided[0]) as Point
  console.log(
    `seed ${seed}: ${programs} programs: guided ${g.features} features (${(g.cpuMs / 1000).toFixed(1)} s, undecided ${g.undecided}), ` +
      `random ${r.features} (${(r.cpuMs / 1000).toFixed(1)} s, undecided ${r.undecided}): ×${(g.features / r.features).toFixed(2)}; ` +
      `after equal processor time ${atEqualTime.features} : ${r.features} = ×${(atEqualTime.features / r.features).toFixed(2)}`,
  )
}
console.log('\nprograms  guided  random  (medians)')
for (const [i, { programs: at }] of (rows[0]?.guided ?? []).entries()) {
  if (i % 2 === 1) continue
  const of = (side: 'guided' | 'random') => median(rows.map((row) => row[side][i]?.features ?? 0))
  console.log(`${String(at).padStart(8)}  ${String(of('guided')).padStart(6)}  ${String(of('random')).padStart(6)}`)
}
await engine.close()
