/**
 * What a campaign learns and how it uses it: which programs are made from nothing and which from the corpus, which
 * mutations pay, what is new. Keeps true: what a round runs follows from the seed, the program numbers and what the
 * rounds before have shown; results are taken in in order of program.
 */
import { assert } from '../base/assert.ts'
import { Prng } from '../base/prng.ts'
import { Corpus } from '../corpus/corpus.ts'
import { CreditBook, type LastingCredit, makingName, moveName, mutationName, traitName } from '../corpus/credit.ts'
import type { CorpusEntry } from '../corpus/entry.ts'
import { estimateDiscovery } from '../corpus/estimate.ts'
import type { Incidence } from '../corpus/feature-map.ts'
import { MUTATION_NAMES } from '../generate/mutate/mutations.ts'
import type { Learnt, Recipe, Source } from '../generate/produce.ts'
import { TRAIT_PERCENT, type Traits } from '../generate/swarm.ts'
import { MOVE_NAMES } from '../generate/third-repertoire.ts'
import type { Showed } from '../task/messages.ts'
import type { CorpusSummary } from '../triage/run-report.ts'

/** An entry of the corpus by name, with what came of it. */
export interface EntryReference {
  readonly key: string
  readonly tried: number
  readonly fertile: number
}

/** All that guidance remembers, besides what the entries are. */
export interface GuidanceState {
  /** In order of admission. */
  readonly entries: readonly EntryReference[]
  readonly incidence: Incidence
  /** What choices brought (`task/give-credit.ts`), in order of name. */
  readonly credits: readonly (readonly [name: string, credit: LastingCredit])[]
  readonly reruns: number
  readonly stable: number
  /** How many programs had been run when something new was shown last. */
  readonly lastNovelty: number
}

export const NOTHING_LEARNT: GuidanceState = {
  entries: [],
  incidence: { features: new Uint32Array(), programs: new Uint32Array() },
  credits: [],
  reruns: 0,
  stable: 0,
  lastNovelty: 0,
}

/** Of a hundred programs so many are drawn from nothing, all choices alike, whatever the others bring. */
const RANDOM_PERCENT = 25
/** Of a choice between two, the one that brings less is taken so often in a hundred at least. */
const LEAST_PERCENT = 10
/** Ways of making the others, and of a hundred so many where all bring the same and where one brings nothing. */
const MAKINGS = ['weighed', 'graft', 'neighbour'] as const
const EVEN_PERCENTS = [50, 38, 12]
const LEAST_PERCENTS = [10, 5, 5]
/** Sets the stream of choices apart. */
const PLAN_STREAM = 0x706c616e

export class Guidance {
  readonly corpus = new Corpus()
  private readonly seed: number
  private readonly seeds: readonly CorpusEntry[]
  private readonly credit = new CreditBook()
  private reruns: number
  private stable: number
  private novelty: number

  /** `seeds` are run as they are before anything else. `entries` are those that the state speaks of. */
  constructor(
    seed: number,
    seeds: readonly CorpusEntry[],
    state: GuidanceState = NOTHING_LEARNT,
    entries: readonly CorpusEntry[] = [],
  ) {
    this.seed = seed
    this.seeds = seeds
    const byKey = new Map(entries.map((entry) => [entry.key, entry]))
    for (const { key, tried, fertile } of state.entries) {
      const entry = byKey.get(key)
      if (entry !== undefined) this.corpus.put({ ...entry, tried, fertile })
    }
    this.corpus.count(state.incidence)
    for (const [name, credit] of state.credits) this.credit.put(name, credit)
    this.reruns = state.reruns
    this.stable = state.stable
    this.novelty = state.lastNovelty
  }

  /** How many programs had been run when something new was shown last. */
  get lastNovelty(): number {
    return this.novelty
  }

  get state(): GuidanceState {
    const { reruns, stable, lastNovelty } = this
    const { entries, counts } = this.corpus
    return { entries, incidence: counts.incidence, credits: this.credit.all, reruns, stable, lastNovelty }
  }

  /** For the report; `programs` is how many the campaign has run. */
  summary(programs: number): CorpusSummary {
    const { counts, size } = this.corpus
    const { reruns, stable, lastNovelty } = this
    return {
      entries: size,
      features: counts.distinct,
      reruns,
      stable,
      lastNovelty,
      ...estimateDiscovery(programs, counts.seenIn(1), counts.seenIn(2)),
      brought: Object.fromEntries(this.credit.all),
    }
  }

  /** Mutations and moves by what they brought, so that none is ever given up. */
  get learnt(): Learnt {
    const gains = this.credit.gains(MOVE_NAMES.map(moveName))
    return {
      weights: this.credit.gains(MUTATION_NAMES.map(mutationName)),
      bias: {
        gains: Object.fromEntries(MOVE_NAMES.map((name, i) => [name, gains[i] as number])),
        traits: {
          finalizers: this.traitPercent('finalizers'),
          callbacks: this.traitPercent('callbacks'),
          resurrection: this.traitPercent('resurrection'),
          slots: this.traitPercent('slots'),
        },
      },
    }
  }

  /** Of a hundred programs that are not random, so many are made in each of the three ways. */
  get makingPercents(): readonly number[] {
    return shares(this.credit.rates(MAKINGS.map(makingName)), EVEN_PERCENTS, LEAST_PERCENTS)
  }

  private traitPercent(trait: keyof Traits): number {
    return this.share(traitName(trait, true), traitName(trait, false), TRAIT_PERCENT)
  }

  /** Of a hundred choices between two so many for the one, by what they brought; `even`: where both brought the same. */
  private share(one: string, other: string, even: number): number {
    const rates = this.credit.rates([one, other])
    return shares(rates, [even, 100 - even], [LEAST_PERCENT, LEAST_PERCENT])[0] as number
  }

  /** How to make the programs; `first` is the number of the campaign's first, where the seeds begin. */
  recipes(programs: readonly number[], first: number): readonly (Recipe | undefined)[] {
    const { learnt, makingPercents } = this
    return programs.map((index) => {
      const entry = this.seeds[index - first]
      if (entry !== undefined) return { kind: 'entry', entry: sourceOf(entry) }
      const prng = new Prng(this.seed, index, PLAN_STREAM)
      if (prng.percent(RANDOM_PERCENT)) return undefined
      const kind = MAKINGS[drawn(makingPercents, prng)]
      if (kind === 'weighed') return { kind, learnt }
      const [parent, donor] = [this.corpus.choose(prng), this.corpus.chooseAny(prng)]
      if (parent === undefined || donor === undefined) return undefined
      if (kind === 'graft') return { kind, parent: sourceOf(parent), learnt }
      return { kind: 'neighbour', parent: sourceOf(parent), donor: sourceOf(donor), learnt }
    })
  }

  /** Takes in what a round showed: `recipes` are those of `programs`. */
  learn(
    programs: readonly number[],
    recipes: readonly (Recipe | undefined)[],
    showed: readonly Showed[],
    done: number,
  ): void {
    assert(programs.length === recipes.length, 'each program has a recipe or undefined')
    const parents = new Map<number, CorpusEntry>()
    for (const [i, recipe] of recipes.entries()) {
      const parent = recipe !== undefined && 'parent' in recipe ? this.corpus.get(recipe.parent.key) : undefined
      if (parent === undefined) continue
      parent.tried++
      parents.set(programs[i] as number, parent)
    }
    const novelties = showed.flatMap((each) => each.novelties).sort((a, b) => a.index - b.index)
    for (const { index, ...showing } of novelties) {
      const entry = this.corpus.admit(showing, index)
      if (entry === undefined) continue
      const parent = parents.get(index)
      if (parent !== undefined) parent.fertile++
      this.novelty = done + programs.indexOf(index) + 1
    }
    for (const { incidence, reruns, stable } of showed) {
      this.corpus.count(incidence)
      this.reruns += reruns
      this.stable += stable
    }
    this.credit.renew(showed.map(({ credits }) => credits))
    this.corpus.minimise()
  }
}

function sourceOf({ key, case: { program } }: CorpusEntry): Source {
  return { key, program }
}

/**
 * So many of a hundred for each choice: its even share, times the square of what it brings. None gets less than its least;
 * what rounding leaves goes to the first of those that get most.
 */
function shares(rates: readonly number[], even: readonly number[], least: readonly number[]): readonly number[] {
  const weights = rates.map((rate, i) => (even[i] as number) * rate * rate)
  const sum = weights.reduce((a, b) => a + b, 0)
  const percents = weights.map((weight, i) => Math.max(least[i] as number, Math.floor((100 * weight) / sum)))
  const most = percents.indexOf(Math.max(...percents))
  const others = percents.reduce((all, percent, i) => (i === most ? all : all + percent), 0)
  return percents.with(most, 100 - others)
}

function drawn(percents: readonly number[], prng: Prng): number {
  let point = prng.below(100)
  return percents.findIndex((percent) => {
    point -= percent
    return point < 0
  })
}
