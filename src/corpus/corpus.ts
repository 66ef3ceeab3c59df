/**
 * The programs that showed something new, and which of them to change next. Keeps true: what it holds and what it
 * chooses follows from what it was given, in that order, and from nothing else; it never holds more than
 * {@link ENTRIES_MAX} entries after {@link Corpus.minimise}.
 */
import type { Prng } from '../base/prng.ts'
import { type CorpusEntry, newEntry, type Showing } from './entry.ts'
import { FeatureCounts, type Incidence, SeenFeatures } from './feature-map.ts'

export const ENTRIES_MAX = 1_000

export class Corpus {
  readonly seen = new SeenFeatures()
  readonly counts = new FeatureCounts()
  private readonly byKey = new Map<string, CorpusEntry>()
  /** Sums of energies, entry by entry; empty when they must be reckoned anew. */
  private sums: number[] = []
  private list: readonly CorpusEntry[] = []

  get size(): number {
    return this.byKey.size
  }

  /** In order of admission. */
  get entries(): readonly CorpusEntry[] {
    return [...this.byKey.values()]
  }

  get(key: string): CorpusEntry | undefined {
    return this.byKey.get(key)
  }

  /** How many features of it no program before has shown. */
  countNew(showing: Showing): number {
    return showing.features.reduce((sum, feature) => (this.seen.has(feature) ? sum : sum + 1), 0)
  }

  /** The entry, if the program shows a feature that none before it has shown. */
  admit(showing: Showing, foundAt: number): CorpusEntry | undefined {
    if (this.countNew(showing) === 0) return undefined
    return this.put(newEntry(showing, foundAt))
  }

  /** Puts an entry in whatever it shows. */
  put(entry: CorpusEntry): CorpusEntry {
    this.byKey.set(entry.key, entry)
    for (const feature of entry.features) this.seen.add(feature)
    this.sums = []
    return entry
  }

  /** An entry: more often one that is rare, small, and whose children were new. */
  choose(prng: Prng): CorpusEntry | undefined {
    if (this.byKey.size === 0) return undefined
    if (this.sums.length === 0) this.reckon()
    const point = (prng.next() / 2 ** 32) * (this.sums.at(-1) as number)
    let [low, high] = [0, this.sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.sums[middle] as number) > point) high = middle
      else low = middle + 1
    }
    return this.list[low]
  }

  /** Any entry, all alike. */
  chooseAny(prng: Prng): CorpusEntry | undefined {
    if (this.sums.length === 0 && this.byKey.size > 0) this.reckon()
    return this.list[prng.below(Math.max(1, this.list.length))]
  }

  /** Counts what programs showed, admitted or not. None of it is new from then on. */
  count(incidence: Incidence): void {
    this.counts.addAll(incidence)
    for (const feature of incidence.features) this.seen.add(feature)
    this.sums = []
  }

  /**
   * Drops entries until few enough are left: first those of whose features others show all, the large ones first; then
   * those with the least energy. Features stay seen. Returns what was dropped.
   */
  minimise(most: number = ENTRIES_MAX): readonly CorpusEntry[] {
    if (this.byKey.size <= most) return []
    const shown = new SeenFeatures()
    const kept: CorpusEntry[] = []
    const dropped: CorpusEntry[] = []
    for (const entry of this.entries.toSorted((a, b) => a.statements - b.statements || a.foundAt - b.foundAt)) {
      // What was never run may show anything.
      const adds = entry.features.length === 0 || entry.features.some((feature) => !shown.has(feature))
      for (const feature of entry.features) shown.add(feature)
      ;(adds ? kept : dropped).push(entry)
    }
    kept.sort((a, b) => this.energy(b) - this.energy(a) || a.foundAt - b.foundAt)
    dropped.push(...kept.splice(most))
    for (const entry of dropped) this.byKey.delete(entry.key)
    this.sums = []
    return dropped
  }

  private reckon(): void {
    this.list = this.entries
    let sum = 0
    this.sums = this.list.map((entry) => {
      sum += this.energy(entry)
      return sum
    })
  }

  /** Only operations that every machine rounds alike. */
  private energy(entry: CorpusEntry): number {
    let rarity = 0
    for (const feature of entry.features) rarity += 1 / Math.max(1, this.counts.count(feature))
    const fertility = (1 + entry.fertile) / (4 + entry.tried)
    return (rarity * fertility) / Math.sqrt(10 + entry.statements)
  }
}
