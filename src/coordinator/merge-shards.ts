/**
 * Shards of one campaign → what is known of all of them together. Keeps true: order and grouping of the shards do not matter,
 * and none counts twice. What does not belong together is refused with what differs.
 */
import { UsageError } from '../base/usage-error.ts'
import { Corpus } from '../corpus/corpus.ts'
import { type Credit, CreditSheet } from '../corpus/credit.ts'
import type { CorpusEntry } from '../corpus/entry.ts'
import { estimateDiscovery } from '../corpus/estimate.ts'
import { FeatureCounts, type Incidence } from '../corpus/feature-map.ts'
import type { CorpusSummary } from '../triage/run-report.ts'
import type { MergedState } from './merged-codec.ts'
import { type Shard, shardName } from './shard.ts'

/** A part with the name of its folder. */
export interface NamedPart {
  readonly folder: string
  readonly state: MergedState
}

export function mergeStates(parts: readonly NamedPart[]): MergedState {
  const [first, ...others] = parts
  if (first === undefined) throw new UsageError('there is nothing to merge')
  for (const other of others) refuseOthers(first, other)
  refuseTwice(parts)
  const incidences = parts.flatMap(({ state }) => state.incidence ?? [])
  return {
    identity: first.state.identity,
    shards: parts.flatMap(({ state }) => state.shards).sort((a, b) => a.index - b.index),
    done: parts.reduce((sum, { state }) => sum + state.done, 0),
    ...(incidences.length === 0 ? {} : { incidence: addIncidences(incidences) }),
  }
}

/** The shards that are there, such as `1/3`; undefined where none is missing. */
export function missingSome(shards: readonly Shard[]): readonly string[] | undefined {
  return shards.length === shards[0]?.of ? undefined : shards.map(shardName)
}

/**
 * Smaller entries first, and none of which smaller ones show all. As that depends on all that smaller ones show and on
 * nothing else, it does not matter what was left out before. What was never run stays.
 */
export function mergeEntries(entries: readonly CorpusEntry[]): readonly CorpusEntry[] {
  const byKey = new Map<string, CorpusEntry>()
  for (const entry of entries) {
    const known = byKey.get(entry.key)
    byKey.set(entry.key, known === undefined || entry.foundAt < known.foundAt ? entry : known)
  }
  const corpus = new Corpus()
  const inOrder = [...byKey.values()].sort((a, b) => a.statements - b.statements || (a.key < b.key ? -1 : 1))
  for (const entry of inOrder) if (entry.features.length === 0 || corpus.countNew(entry) > 0) corpus.put(entry)
  return corpus.entries
}

/** Sums, and estimates made anew from all that was counted. `lastNovelty`: programs that shards ran until then, added. */
export function mergeSummaries(
  summaries: readonly CorpusSummary[],
  entries: number,
  { done, incidence }: MergedState,
): CorpusSummary | undefined {
  if (incidence === undefined) return undefined
  const sum = (of: (summary: CorpusSummary) => number) => summaries.reduce((total, each) => total + of(each), 0)
  const seenIn = (programs: number) => incidence.programs.reduce((n, count) => (count === programs ? n + 1 : n), 0)
  return {
    entries,
    features: incidence.features.length,
    reruns: sum(({ reruns }) => reruns),
    stable: sum(({ stable }) => stable),
    lastNovelty: sum(({ lastNovelty }) => lastNovelty),
    ...estimateDiscovery(done, seenIn(1), seenIn(2)),
    brought: mergeBrought(summaries),
  }
}

function mergeBrought(summaries: readonly CorpusSummary[]): CorpusSummary['brought'] {
  const [all, recent] = [new CreditSheet(), new CreditSheet()]
  for (const [name, each] of summaries.flatMap(({ brought }) => Object.entries(brought))) {
    all.add(name, each.tries, each.features)
    recent.add(name, each.recent.tries, each.recent.features)
  }
  const { credits } = recent
  const sums = Object.entries(all.credits).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sums.map(([name, sum]) => [name, { ...sum, recent: credits[name] as Credit }]))
}

function addIncidences(all: readonly Incidence[]): Incidence {
  const counts = new FeatureCounts()
  for (const each of all) counts.addAll(each)
  return counts.incidence
}

function refuseOthers(first: NamedPart, other: NamedPart): void {
  const [here, there] = [told(first.state), told(other.state)]
  for (const [what, value] of here)
    if (there.get(what) !== value)
      throw new UsageError(
        `${first.folder} and ${other.folder} are not shards of one campaign: ${what} is ${value} in the one and ${there.get(what)} in the other`,
      )
}

/** What must be the same, as a person says it. */
function told({ identity, shards }: MergedState): ReadonlyMap<string, string> {
  const { heapsmith, engines, seed, first, statements, level, emphasis, schedule, shrinks, guided, seeds } = identity
  return new Map([
    ['the version of Heapsmith', heapsmith],
    ['the seed', String(seed)],
    [
      'the list of engines',
      engines.map(({ id, version, semantics, every }) => `${id} (${version}, ${semantics}, 1 in ${every})`).join(', '),
    ],
    ['the number of shards', String(shards[0]?.of)],
    ['the first program', String(first)],
    ['the number of statements', statements === 0 ? 'drawn' : String(statements)],
    ['the level of the language', String(level)],
    ['the emphasis of programs', emphasis === undefined ? 'none' : JSON.stringify(emphasis)],
    ['the schedule of collections', schedule.length === 0 ? 'none' : schedule.join(' ')],
    ['guidance', guided ? 'on' : 'off'],
    ['shrinking', shrinks ? 'on' : 'off'],
    ['the corpus to begin with', seeds.length === 0 ? 'none' : seeds.join(' ')],
  ])
}

function refuseTwice(parts: readonly NamedPart[]): void {
  const holders = new Map<number, string>()
  for (const { folder, state } of parts)
    for (const shard of state.shards) {
      const holder = holders.get(shard.index)
      if (holder !== undefined)
        throw new UsageError(
          shard.of === 1
            ? `${holder} and ${folder} ran the same programs; what is merged are shards of one campaign (--shard)`
            : `${holder} and ${folder} both hold shard ${shardName(shard)}: it would count twice`,
        )
      holders.set(shard.index, folder)
    }
}
