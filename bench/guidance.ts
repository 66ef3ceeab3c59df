/**
 * Whether guidance earns its keep: features reached after equal numbers of programs, and after equal processor time, with
 * what a campaign learns (guided), with a corpus but all choices alike (even), and without a corpus (random); on the
 * simulation, in one process, in turns. One yardstick counts all; neither shrinking nor workers are involved.
 *
 *   node dist/bench/guidance.js [--programs 3000] [--seeds 5] [--level 1] [--out reports/guidance.html]
 */

import { parseArgs } from 'node:util'
import { present } from '../src/base/assert.ts'
import { writeWhole } from '../src/base/write-file.ts'
import { Guidance } from '../src/coordinator/guidance.ts'
import { roundSize } from '../src/coordinator/round.ts'
import { FeatureCounts } from '../src/corpus/feature-map.ts'
import { openEngine } from '../src/engines/registry.ts'
import type { Learnt } from '../src/generate/produce.ts'
import { DEFAULT_LIMITS } from '../src/observation/case.ts'
import type { Level } from '../src/program/level.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { ControlBlock } from '../src/task/control-block.ts'
import { fuzzBlock } from '../src/task/fuzz-task.ts'
import { judgeSeen } from '../src/task/judge-seen.ts'
import { packRecipes } from '../src/task/recipe-places.ts'
import type { ReadyEngine } from '../src/task/thread-engine.ts'
import { processorMs } from './clocks.ts'
import { type Curve, linePlots } from './line-plot.ts'
import { spread, summarize } from './result.ts'

const WAYS = ['random', 'even', 'guided'] as const
type Way = (typeof WAYS)[number]

interface Point {
  readonly programs: number
  readonly processorMs: number
  readonly features: number
  readonly statements: number
}

const ENGINE = 'simulation@3.12'

/** Guidance that learns nothing of choices: mutations, moves, traits and ways of making programs, all alike. */
class EvenGuidance extends Guidance {
  override get learnt(): Learnt {
    const { weights, bias } = super.learnt
    const traits = { finalizers: 75, callbacks: 75, resurrection: 75, slots: 75 }
    return { weights: weights.map(() => 1), bias: { ...bias, gains: {}, traits } }
  }

  override get makingPercents(): readonly number[] {
    return [50, 38, 12]
  }
}

/** A campaign of one worker without threads: as `CampaignRun` does it, round by round. */
async function campaign(
  ready: ReadyEngine,
  seed: number,
  programs: number,
  level: Level,
  way: Way,
): Promise<readonly Point[]> {
  const guidance = way === 'even' ? new EvenGuidance(seed, []) : new Guidance(seed, [])
  const counts = way === 'random' ? new FeatureCounts() : guidance.corpus.counts
  const control = new ControlBlock()
  const points: Point[] = []
  let statements = 0
  const start = processorMs()
  for (let done = 0; done < programs; ) {
    const numbers = Array.from({ length: Math.min(roundSize(done), programs - done) }, (_, i) => done + i)
    const recipes = way === 'random' ? numbers.map(() => undefined) : guidance.recipes(numbers, 0)
    const request = {
      engine: ENGINE,
      seed,
      programs: numbers,
      batch: 64,
      limits: DEFAULT_LIMITS,
      generate: { level },
      guide: packRecipes(recipes, guidance.corpus.seen.memory),
    }
    const { showed, tally, suspects } = await fuzzBlock(
      request,
      ready.engine,
      (case_, seen) => judgeSeen(case_, ready, seen, { story: false }),
      control,
    )
    for (const { index, violations } of suspects)
      console.log(`seed ${seed}, ${way}: program ${index} violates ${violations[0]?.rule}: the count goes on`)
    const shown = present(showed, 'features were asked for')
    // The random side's novelties are run twice, too, so that processor time is compared fairly; it learns nothing of them.
    if (way !== 'random') guidance.learn(numbers, recipes, [shown], done)
    else {
      counts.addAll(shown.incidence)
      for (const feature of shown.incidence.features) guidance.corpus.seen.add(feature)
    }
    done += numbers.length
    statements += tally.statements
    points.push({ programs: done, processorMs: processorMs() - start, features: counts.distinct, statements })
  }
  return points
}

/** Features at a time between two rounds, as if they came evenly. */
function featuresAt(points: readonly Point[], ms: number): number {
  const after = points.findIndex((point) => point.processorMs >= ms)
  const [before, next] = [points[after - 1], points[after]]
  if (next === undefined) return present(points.at(-1), 'a campaign has rounds').features
  const [fromMs, from] = before === undefined ? [0, 0] : [before.processorMs, before.features]
  return from + ((next.features - from) * (ms - fromMs)) / (next.processorMs - fromMs)
}

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '3000' },
    seeds: { type: 'string', default: '5' },
    level: { type: 'string', default: '1' },
    out: { type: 'string', default: 'reports/guidance.html' },
  },
})
const [programs, seeds] = [Number(values.programs), Number(values.seeds)]
const level = Number(values.level) as Level
const engine = await openEngine(ENGINE)
const ready: ReadyEngine = { engine, semantics: selectSemantics(engine.description.facts) }
// All sides find compiled code warm.
for (const way of WAYS) await campaign(ready, 1_000, Math.min(1_000, programs), level, way)
const runs: Readonly<Record<Way, (readonly Point[])[]>> = { random: [], even: [], guided: [] }
for (let seed = 1; seed <= seeds; seed++)
  for (const way of WAYS) runs[way].push(await campaign(ready, seed, programs, level, way))
await engine.close()

console.log(`level ${level}, ${programs} programs, ${seeds} seeds; ratios as median (lowest–highest)`)
const last = (points: readonly Point[]): Point => present(points.at(-1), 'a campaign has rounds')
for (const [way, beside] of [
  ['guided', 'random'],
  ['even', 'random'],
  ['guided', 'even'],
] as const) {
  const ratios = (of: (a: readonly Point[], b: readonly Point[]) => number) =>
    spread(runs[way].map((points, i) => of(points, runs[beside][i] as readonly Point[])))
  console.log(
    [
      `${way} to ${beside}: features after equal programs ${ratios((a, b) => last(a).features / last(b).features)}`,
      `after equal processor time ${ratios((a, b) => {
        const ms = Math.min(last(a).processorMs, last(b).processorMs)
        return featuresAt(a, ms) / featuresAt(b, ms)
      })}`,
      `statements ${ratios((a, b) => last(a).statements / last(b).statements)}`,
      `processor time ${ratios((a, b) => last(a).processorMs / last(b).processorMs)}`,
    ].join('; '),
  )
}
const curves = (x: 'programs' | 'processorMs'): readonly Curve[] =>
  WAYS.map((name) => ({
    name,
    points: (runs[name][0] ?? []).map((_, i) => {
      const of = (side: 'programs' | 'processorMs' | 'features') =>
        summarize(runs[name].map((points) => (points[i] as Point)[side]))
      const { median, lowest, highest } = of('features')
      return { x: of(x).median / (x === 'processorMs' ? 1000 : 1), y: median, lowest, highest }
    }),
  }))
const title = `Features reached on ${ENGINE}, level ${level}: medians of ${seeds} seeds, with lowest and highest`
const page = linePlots(title, [
  { x: 'programs', y: 'features', curves: curves('programs') },
  { x: 'seconds of processor time', y: 'features', curves: curves('processorMs') },
])
writeWhole(values.out, page)
console.log(values.out)
