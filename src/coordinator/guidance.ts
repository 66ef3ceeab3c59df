/**
 * What a campaign learns and how it uses it: which programs are made from nothing and which from the corpus, which
 * mutations pay, what is new. Keeps true: what a round runs follows from the seed, the program numbers and what the
 * rounds before have shown; results are taken in in order of program.
 */
import { assert } from '../base/assert.ts'
import { Prng } from '../base/prng.ts'
import { Corpus } from '../corpus/corpus.ts'
import type { CorpusEntry } from '../corpus/entry.ts'
import { estimateDiscovery } from '../corpus/estimate.ts'
import type { Incidence } from '../corpus/feature-map.ts'
import { MUTATION_NAMES } from '../generate/mutate/mutations.ts'
import type { Recipe, Source } from '../generate/produce.ts'
import type { Showed } from '../task/messages.ts'
import type { CorpusSummary } from '../triage/run-report.ts'

/** How many mutants a mutation had a part in, and how many of these showed something new. */
export interface MutationCount {
  readonly made: number
  readonly fresh: number
}

/** An entry of the corpus by name, with what came of it. */
export interface EntryReference {
  readonly key: string
  readonly tried: number
  readonly fertile: number
}

/** Programs of one kind, and the features that they were the first to show; older rounds count less and less. */
export interface Yield {
  readonly programs: number
  readonly features: number
}

/** All that guidance remembers, besides what the entries are. */
export interface GuidanceState {
  /** In order of admission. */
  readonly entries: readonly EntryReference[]
  readonly incidence: Incidence
  /** In the order of `MUTATION_NAMES`. */
  readonly mutations: readonly MutationCount[]
  /** Of programs made from nothing, and of mutants. */
  readonly fromNothing: Yield
  readonly fromCorpus: Yield
  readonly reruns: number
  readonly stable: number
  /** How many programs had been run when something new was shown last. */
  readonly lastNovelty: number
}

export const NOTHING_LEARNT: GuidanceState = {
  entries: [],
  incidence: { features: new Uint32Array(), programs: new Uint32Array() },
  mutations: MUTATION_NAMES.map(() => ({ made: 0, fresh: 0 })),
  fromNothing: { programs: 0, features: 0 },
  fromCorpus: { programs: 0, features: 0 },
  reruns: 0,
  stable: 0,
  lastNovelty: 0,
}

/** At least so many programs in a hundred are mutants, and at least so many are made from nothing. */
const MUTANT_PERCENT_MIN = 10
const RANDOM_PERCENT_MIN = 25
/** Sets the stream of choices apart. */
const PLAN_STREAM = 0x706c616e
/** Of weights that are shares of success, in thousandths. */
const LEAST_WEIGHT = 20

export class Guidance {
  readonly corpus = new Corpus()
  private readonly seed: number
  private readonly seeds: readonly CorpusEntry[]
  private mutations: readonly MutationCount[]
  private fromNothing: Yield
  private fromCorpus: Yield
  private reruns: number
  private stable: number
  private lastNovelty: number

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
    this.mutations = state.mutations
    this.fromNothing = state.fromNothing
    this.fromCorpus = state.fromCorpus
    this.reruns = state.reruns
    this.stable = state.stable
    this.lastNovelty = state.lastNovelty
  }

  get state(): GuidanceState {
    const { mutations, fromNothing, fromCorpus, reruns, stable, lastNovelty } = this
    const { entries, counts } = this.corpus
    return { entries, incidence: counts.incidence, mutations, fromNothing, fromCorpus, reruns, stable, lastNovelty }
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
    }
  }

  /** Mutations by what they brought, so that none is ever given up. */
  get weights(): readonly number[] {
    return this.mutations.map(({ made, fresh }) => LEAST_WEIGHT + Math.floor((1000 * (fresh + 5)) / (made + 50)))
  }

  /** The share of mutants follows what they bring, beside what programs made from nothing bring. */
  get mutantPercent(): number {
    const rate = ({ programs, features }: Yield) => (features + 1) / (programs + 1)
    const [nothing, corpus] = [rate(this.fromNothing), rate(this.fromCorpus)]
    const share = (100 * corpus ** 2) / (corpus ** 2 + nothing ** 2)
    return Math.max(MUTANT_PERCENT_MIN, Math.min(100 - RANDOM_PERCENT_MIN, Math.floor(share)))
  }

  /** How to make the programs; `done` is how many the campaign has run before them. */
  recipes(programs: readonly number[], done: number): readonly (Recipe | undefined)[] {
    const { weights, mutantPercent } = this
    return programs.map((index, i) => {
      const entry = this.seeds[done + i]
      if (entry !== undefined) return { kind: 'entry', entry: sourceOf(entry) }
      const prng = new Prng(this.seed, index, PLAN_STREAM)
      if (!prng.percent(mutantPercent)) return undefined
      const [parent, donor] = [this.corpus.choose(prng), this.corpus.chooseAny(prng)]
      if (parent === undefined || donor === undefined) return undefined
      return { kind: 'mutant', parent: sourceOf(parent), donor: sourceOf(donor), weights }
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
      const parent = recipe?.kind === 'mutant' ? this.corpus.get(recipe.parent.key) : undefined
      if (parent === undefined) continue
      parent.tried++
      parents.set(programs[i] as number, parent)
    }
    const fresh = new Map<string, number>()
    const shownFirst = { fromNothing: 0, fromCorpus: 0 }
    const novelties = showed.flatMap((each) => each.novelties).sort((a, b) => a.index - b.index)
    for (const { index, mutations, ...showing } of novelties) {
      const newFeatures = this.corpus.countNew(showing)
      const entry = this.corpus.admit(showing, index)
      if (entry === undefined) continue
      const parent = parents.get(index)
      shownFirst[parent === undefined ? 'fromNothing' : 'fromCorpus'] += newFeatures
      if (parent !== undefined) parent.fertile++
      for (const name of mutations) fresh.set(name, (fresh.get(name) ?? 0) + 1)
      this.lastNovelty = done + programs.indexOf(index) + 1
    }
    const made = new Map<string, number>()
    for (const { incidence, mutations, reruns, stable } of showed) {
      this.corpus.count(incidence)
      for (const [name, count] of Object.entries(mutations)) made.set(name, (made.get(name) ?? 0) + count)
      this.reruns += reruns
      this.stable += stable
    }
    this.mutations = MUTATION_NAMES.map((name, i) => {
      const before = this.mutations[i] as MutationCount
      return { made: before.made + (made.get(name) ?? 0), fresh: before.fresh + (fresh.get(name) ?? 0) }
    })
    const mutants = recipes.filter((recipe) => recipe?.kind === 'mutant').length
    const others = recipes.filter((recipe) => recipe === undefined).length
    this.fromCorpus = renewed(this.fromCorpus, mutants, shownFirst.fromCorpus)
    this.fromNothing = renewed(this.fromNothing, others, shownFirst.fromNothing)
    this.corpus.minimise()
  }
}

/** What was counted before loses a quarter each round. */
function renewed({ programs, features }: Yield, more: number, found: number): Yield {
  return { programs: Math.floor((programs * 3) / 4) + more, features: Math.floor((features * 3) / 4) + found }
}

function sourceOf({ key, case: { program } }: CorpusEntry): Source {
  return { key, program }
}
