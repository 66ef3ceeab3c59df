/**
 * Looks at what the programs of a block showed for features that nobody knew at the start of the round. Each find is run
 * once more, and only what it shows both times counts: what comes and goes would draw a campaign after noise. Programs
 * that the oracle cannot judge are left out, because a corpus of them would find nothing.
 */
import { assert } from '../base/assert.ts'
import { CreditSheet } from '../corpus/credit.ts'
import { FeatureCounts, SeenFeatures } from '../corpus/feature-map.ts'
import { FeatureGatherer } from '../corpus/features.ts'
import type { Engine } from '../engines/engine.ts'
import type { Produced } from '../generate/produce.ts'
import type { Case } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import { inTime } from './answer-time.ts'
import type { ControlBlock } from './control-block.ts'
import { creditFinds, creditTries } from './give-credit.ts'
import type { Novelty, Showed } from './messages.ts'
import { packCase } from './plain-case.ts'
import { runEngine } from './run-engine.ts'

/** One a thread: they hold an array as large as the space of features. */
let gatherer: FeatureGatherer | undefined
let counts: FeatureCounts | undefined

interface Find {
  readonly index: number
  /** Its place in the block. */
  readonly place: number
  readonly case: Case
  readonly features: Uint32Array
  readonly produced: Produced
}

export class NoveltySearch {
  private readonly seen: SeenFeatures
  private readonly gatherer: FeatureGatherer
  private readonly counts: FeatureCounts
  private readonly finds: Find[] = []
  private readonly credit = new CreditSheet()

  constructor(seen: SharedArrayBuffer) {
    this.seen = new SeenFeatures(seen)
    gatherer ??= new FeatureGatherer()
    counts ??= new FeatureCounts()
    counts.clear()
    this.gatherer = gatherer
    this.counts = counts
  }

  look(find: Omit<Find, 'features'>, seen: Observations, isDecided: boolean): void {
    const features = this.gatherer.of(find.case, seen)
    this.counts.addProgram(features)
    creditTries(this.credit, find.produced)
    if (isDecided && seen.outcome.kind === 'finished' && this.isNew(features)) this.finds.push({ ...find, features })
  }

  /** Runs the finds once more: one by one, where it must be known which of them an engine does not survive. */
  async confirm(engine: Engine, control: ControlBlock, oneByOne = false): Promise<Showed> {
    const isClear = oneByOne || control.engineInThread
    const again = isClear ? await this.oneByOne(engine, control) : await this.atOnce(engine, control)
    assert(again.length === this.finds.length, 'one observation a find')
    let stable = 0
    const novelties: Novelty[] = []
    for (const [i, { index, case: case_, features, produced }] of this.finds.entries()) {
      const second = new Set(this.gatherer.of(case_, again[i] as Observations))
      const lasting = features.filter((feature) => second.has(feature))
      if (lasting.length === features.length && second.size === features.length) stable++
      const fresh = lasting.filter((feature) => !this.seen.has(feature))
      if (fresh.length === 0) continue
      creditFinds(
        this.credit,
        produced,
        Array.from(fresh, (feature) => this.gatherer.placeOf(feature)),
      )
      const statements = case_.program.body.length
      novelties.push({ index, case: packCase(case_), statements, features: lasting })
    }
    const { incidence } = this.counts
    return { novelties, incidence, credits: this.credit.credits, reruns: this.finds.length, stable }
  }

  private async atOnce(engine: Engine, control: ControlBlock): Promise<readonly Observations[]> {
    const cases = this.finds.map((find) => find.case)
    return inTime(runEngine(engine, cases), engine, cases, control, { hangs: 1 })
  }

  private async oneByOne(engine: Engine, control: ControlBlock): Promise<readonly Observations[]> {
    const all: Observations[] = []
    for (const { place, case: case_ } of this.finds) {
      control.startBatch(place, { alone: true })
      all.push(...(await inTime(runEngine(engine, [case_], place), engine, [case_], control, { place })))
      control.endBatch()
    }
    return all
  }

  private isNew(features: Uint32Array): boolean {
    return features.some((feature) => !this.seen.has(feature))
  }
}
