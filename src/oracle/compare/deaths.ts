/**
 * The deaths that an engine reports among its other events, compared with those of the oracle: which, and in which order.
 * Where the order is the engine's to choose (in one unreachable set, among a set's elements) any order within the
 * statement will do. Objects that the oracle does not model (tuples of arguments, dicts of instances, …) die unnoticed.
 */
import type { ProgramEvent } from '../../observation/observations.ts'
import type { RuleId } from '../../verdict/rule.ts'
import type { Kind, Thing } from '../thing.ts'
import type { Occasion } from '../witness.ts'
import type { Bindings } from './bindings.ts'
import type { Checks } from './checks.ts'

/** Kinds of things whose deaths engines report one by one; inner parts of others are left out. */
const JUDGED: ReadonlySet<Kind> = new Set([
  ...(['instance', 'list', 'tuple', 'dict', 'set', 'frozenset', 'function', 'weakref', 'object', 'bytearray'] as const),
])

/** The rule that a missing death breaks. */
export const MISSING_DEATH: Readonly<Record<Occasion, RuleId>> = {
  refcount: 'zero-dies-now',
  'full-collection': 'cycle-reclaimed',
  'partial-collection': 'partial-collection',
}

export class DeathComparison {
  /** What died in this statement, in the engine's order; parts of others included where they are known. */
  dead: readonly Thing[] = []
  private readonly bindings: Bindings
  private readonly checks: Checks
  /** Positions of events that the oracle has found its own death for, out of order. */
  private readonly claimed = new Set<number>()
  /** Things that the engine let die, and the oracle not yet. */
  private readonly early = new Map<Thing, number>()
  /** Positions of deaths that were passed over, in any order, of objects that nobody knows yet. */
  private readonly unknown: number[] = []
  private readonly told: { readonly at: number; readonly thing: Thing }[] = []
  /** Why the order is open now; null where it is not. */
  private open: Occasion | null = null
  private depth = 0

  constructor(bindings: Bindings, checks: Checks) {
    this.bindings = bindings
    this.checks = checks
  }

  begin(): void {
    this.dead = []
    this.claimed.clear()
    this.early.clear()
    this.unknown.length = 0
    this.told.length = 0
    this.open = null
    this.depth = 0
  }

  /** From here to the matching end the order of deaths is the engine's. */
  anyOrder(begins: boolean, occasion: Occasion): void {
    this.depth += begins ? 1 : -1
    this.open = this.depth > 0 ? (this.open ?? occasion) : null
    if (this.open === null) this.unknown.length = 0
  }

  /** The first position from `at` on that is no death. */
  ahead(events: readonly ProgramEvent[], at: number): number {
    let position = at
    while (events[position]?.kind === 'died') position++
    return position
  }

  /** The deaths from `at` to `end` come before something else that the oracle expected now. */
  passOver(events: readonly ProgramEvent[], at: number, end: number): void {
    for (let i = at; i < end; i++) {
      const event = events[i]
      if (event?.kind !== 'died' || this.claimed.has(i)) continue
      const thing = this.thingAt(event)
      if (thing !== undefined) this.early.set(thing, i)
      else if (this.open !== null) this.unknown.push(i)
    }
  }

  /** The oracle's `thing` dies now; gives the position from which on events are still to come. */
  died(thing: Thing, events: readonly ProgramEvent[], at: number, guesses: boolean): number {
    const early = this.early.get(thing)
    if (early !== undefined) this.early.delete(thing)
    const judged = JUDGED.has(thing.kind) && thing.isLabelled
    if (!judged || this.open !== null || guesses) {
      if (early !== undefined) this.tell(thing, early)
      else this.claimLater(thing, events, at, judged)
      return at
    }
    this.checks.counts['zero-dies-now']++
    this.checks.counts['release-order']++
    this.checks.counts['no-use-after-death']++
    if (early !== undefined) this.fails('release-order', thing, `${thing.label} dies later`, `${thing.label} has died`)
    for (let i = at; events[i]?.kind === 'died'; i++) {
      if (this.claimed.has(i)) continue
      if (this.isOf(thing, events[i])) {
        this.tell(thing, i)
        return i + 1
      }
      const other = this.thingAt(events[i])
      if (other === undefined) continue
      if (JUDGED.has(other.kind)) this.wrongDeath(thing, other, events, i)
      this.early.set(other, i)
    }
    const later = events.some((event, i) => i >= at && this.isOf(thing, event))
    return this.fails(later ? 'release-order' : 'zero-dies-now', thing, `${thing.label} dies`, 'it does not')
  }

  /** Nothing more happens in the statement. */
  end(events: readonly ProgramEvent[], at: number): void {
    this.passOver(events, at, events.length)
    for (const thing of this.early.keys()) {
      if (!JUDGED.has(thing.kind)) continue
      this.checks.counts['live-object-kept']++
      this.fails('live-object-kept', thing, `${thing.label} lives`, `${thing.label} died`)
    }
    this.dead = this.told.sort((a, b) => a.at - b.at).map(({ thing }) => thing)
  }

  private claimLater(thing: Thing, events: readonly ProgramEvent[], at: number, judged: boolean): void {
    const rule = MISSING_DEATH[this.open ?? 'refcount']
    if (judged) this.checks.counts[rule]++
    const passed = this.unknown.find((i) => !this.claimed.has(i) && this.isOf(thing, events[i]))
    if (passed !== undefined) return this.claim(thing, passed)
    for (let i = at; i < events.length; i++) {
      if (!this.claimed.has(i) && this.isOf(thing, events[i])) return this.claim(thing, i)
    }
    if (judged) this.fails(rule, thing, `${thing.label} dies in this statement`, 'it does not')
  }

  private claim(thing: Thing, at: number): void {
    this.claimed.add(at)
    this.tell(thing, at)
  }

  private wrongDeath(thing: Thing, other: Thing, events: readonly ProgramEvent[], at: number): never {
    const later = events.some((event, i) => i > at && this.isOf(thing, event))
    return this.fails(
      later ? 'release-order' : 'zero-dies-now',
      thing,
      `${thing.label} dies next`,
      `${other.label} dies`,
    )
  }

  private isOf(thing: Thing, event: ProgramEvent | undefined): boolean {
    if (event?.kind !== 'died') return false
    if (thing.handle !== 0) return event.object === thing.handle
    return event.type === thing.typeName && this.bindings.thingOf(event.object) === undefined
  }

  /** What an engine makes for itself may have had the address before. */
  private thingAt(event: ProgramEvent | undefined): Thing | undefined {
    if (event?.kind !== 'died') return undefined
    const thing = this.bindings.thingOf(event.object)
    return thing?.typeName === event.type ? thing : undefined
  }

  private tell(thing: Thing, at: number): void {
    this.told.push({ at, thing })
  }

  private fails(rule: RuleId, thing: Thing, expected: string, seen: string): never {
    return this.checks.fail(rule, [thing.label], expected, seen, `Expected: ${expected}; seen: ${seen}.`)
  }
}
