/**
 * Observations → features: what of the collector, of references and of weak references a program showed, each as a
 * number below {@link FEATURE_SPACE}. Novelty is a feature that no program showed before, not a line of code, so it works
 * for every engine; one that reports less has coarser features.
 *
 * Keeps true: no feature depends on an address. Where a program has sets, whose order follows from addresses, the order
 * of its events is left out. Different features may share a number (a hash); the space is large enough to bear that.
 */
import type { Case } from '../observation/case.ts'
import type { Event, Observations, ObservedValue, StatementObservation } from '../observation/observations.ts'
import { bucket, mix, textHash } from './feature-hash.ts'
import { heapFeatures } from './heap-features.ts'
import { type ProgramKinds, programKinds, type StatementShape, shapeOf } from './statement-shape.ts'

export const FEATURE_SPACE: number = 2 ** 20

/** Sets the families of features apart. */
const Family = { effect: 1, pair: 2, count: 3, value: 4, census: 5, outcome: 6 } as const
/** What a snapshot shows, many statements may have led to. */
export const OF_NO_STATEMENT = -1
/** Of a long row of events the beginning tells enough. */
const RUNS_MAX = 5

/** Events that every engine reports of every program. */
const PLAIN_EVENTS: ReadonlySet<string> = new Set(['initialized', 'finalized', 'entered', 'printed', 'unraisable'])

interface Runs {
  readonly tokens: number[]
  readonly counts: number[]
}

/** One for each thread: remembers what the current program has shown already. */
export class FeatureGatherer {
  private readonly stamps = new Uint32Array(FEATURE_SPACE)
  private readonly places = new Int16Array(FEATURE_SPACE)
  private place = OF_NO_STATEMENT
  private stamp = 0
  private found: number[] = []

  /** Distinct and ascending. */
  of(case_: Case, seen: Observations): Uint32Array {
    this.stamp++
    this.found = []
    const kinds = programKinds(case_.program)
    const add = (hash: number) => this.add(hash)
    let before: StatementObservation['snapshot']
    for (const [index, statement] of seen.statements.entries()) {
      const node = case_.program.body[index]
      if (node === undefined) break
      this.place = index
      this.statement(shapeOf(node), statement, kinds)
      this.place = OF_NO_STATEMENT
      if (statement.snapshot === undefined) continue
      heapFeatures(statement.snapshot, before, kinds, add)
      before = statement.snapshot
    }
    add(mix(Family.outcome, textHash(seen.outcome.kind)))
    return Uint32Array.from(this.found).sort()
  }

  /** Of a feature of the program that was looked at last: the statement that showed it first, or {@link OF_NO_STATEMENT}. */
  placeOf(feature: number): number {
    return this.places[feature] as number
  }

  private add(hash: number): void {
    const feature = (hash ^ (hash >>> 20)) & (FEATURE_SPACE - 1)
    if (this.stamps[feature] === this.stamp) return
    this.stamps[feature] = this.stamp
    this.places[feature] = this.place
    this.found.push(feature)
  }

  private statement({ shape }: StatementShape, seen: StatementObservation, kinds: ProgramKinds): void {
    const [plain, watched] = this.runs(seen.events, kinds)
    this.order(watched, kinds)
    this.order(plain, kinds)
    const { tokens } = plain
    let effect = mix(Family.effect, shape, seen.raised === undefined ? 0 : textHash(seen.raised))
    for (const token of tokens.slice(0, RUNS_MAX))
      effect = kinds.hasSets ? (effect + mix(token, 7)) | 0 : mix(effect, token)
    this.add(effect)
    if (seen.value !== undefined) this.add(mix(Family.value, shape, valueToken(seen.value, kinds)))
  }

  /** How often each event, and which after which; where a program has sets, which with which. */
  private order({ tokens, counts }: Runs, kinds: ProgramKinds): void {
    for (const [i, token] of tokens.entries()) {
      this.add(mix(Family.count, token, bucket(counts[i] as number)))
      const next = tokens[i + 1]
      if (kinds.hasSets) {
        for (const other of tokens) if (other > token) this.add(mix(Family.pair, token, other))
      } else if (next !== undefined) this.add(mix(Family.pair, token, next))
    }
  }

  /**
   * The events as runs of equal ones; without order, all equal ones make one run. Those that only watched programs show
   * stand apart, so that watching does not make new what is not.
   */
  private runs(events: readonly Event[], kinds: ProgramKinds): readonly [plain: Runs, watched: Runs] {
    const plain: Runs = { tokens: [], counts: [] }
    const watched: Runs = { tokens: [], counts: [] }
    for (const event of events) {
      if (event.kind === 'census') {
        this.add(mix(Family.census, bucket(event.objects.length)))
        continue
      }
      const token = eventToken(event, kinds)
      const { tokens, counts } = PLAIN_EVENTS.has(event.kind) ? plain : watched
      const at = kinds.hasSets ? tokens.indexOf(token) : tokens.at(-1) === token ? tokens.length - 1 : -1
      if (at < 0) {
        tokens.push(token)
        counts.push(1)
      } else counts[at] = (counts[at] as number) + 1
    }
    return [plain, watched]
  }
}

function eventToken(event: Event, kinds: ProgramKinds): number {
  const kind = textHash(event.kind)
  switch (event.kind) {
    case 'initialized':
    case 'finalized':
    case 'died':
      return mix(kind, kinds.kindOf(event.type))
    case 'entered':
      return mix(kind, event.name.charCodeAt(0))
    case 'unraisable':
      return mix(kind, textHash(event.type))
    case 'collected':
      return mix(kind, event.generation)
    default:
      return kind
  }
}

function valueToken(value: ObservedValue, kinds: ProgramKinds): number {
  const kind = textHash(value.kind)
  switch (value.kind) {
    case 'bool':
      return mix(kind, value.value ? 1 : 0)
    case 'int':
      return mix(kind, value.value < 0 ? -1 : bucket(Number(value.value)))
    case 'list':
    case 'tuple':
      return mix(kind, bucket(value.items.length))
    case 'object':
      return mix(kind, kinds.kindOf(value.type))
    default:
      return kind
  }
}
