/**
 * A snapshot and the abstract graph walked side by side from the names: binds what has not been bound, and reports what
 * one side refers to and the other does not.
 *
 * Long because both sides are followed at once.
 */
import { NumberTable } from '../../base/number-table.ts'
import { PERMANENT, type Snapshot } from '../../observation/observations.ts'
import type { RuleId } from '../../verdict/rule.ts'
import type { Violation } from '../../verdict/verdict.ts'
import { addTraversed } from '../references.ts'
import { CLASS_BODY_MEMBERS, type Kind, Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import type { Bindings } from './bindings.ts'
import type { Checks } from './checks.ts'
import { fits, isJudged } from './shown.ts'

/** One table serves all comparisons, one after the other. */
const INDEX = new NumberTable()

/** Of these an engine may show atoms or leave them out, so that places tell nothing. */
const NODES_ONLY: ReadonlySet<Kind> = new Set(['cell', 'traceback', 'frame', 'generator', 'exception'])

/** The members of a class body have some beside them that only the engine knows, such as `__qualname__`. */
function placesTell(thing: Thing): boolean {
  return !NODES_ONLY.has(thing.kind) && thing.part !== CLASS_BODY_MEMBERS
}

/** From where a thing was met: a name, what holds it, a weakref whose target it is, or itself, seen before. */
type Origin = string | Thing

type Way = 'name' | 'held' | 'target' | 'again'

function pathOf(origin: Origin, way: Way): string {
  if (typeof origin === 'string') return origin
  if (way === 'held') return `what ${origin.label} holds`
  return way === 'target' ? `${origin.label}()` : origin.label
}

export class SnapshotWalk {
  protected readonly world: World
  protected readonly bindings: Bindings
  protected readonly checks: Checks
  protected readonly snapshot: Snapshot
  /** Handle → node. */
  protected readonly indexOf = INDEX
  protected readonly found: (Thing | undefined)[] = []
  protected readonly pending: Thing[] = []
  protected readonly violations: Violation[] = []
  /** Things met in this snapshot, each marked with its number. */
  protected readonly met: Thing[] = []
  private readonly number: number

  constructor(world: World, bindings: Bindings, checks: Checks, snapshot: Snapshot) {
    this.world = world
    this.bindings = bindings
    this.checks = checks
    this.snapshot = snapshot
    this.number = ++world.snapshots
    const { handles } = snapshot
    this.indexOf.clear()
    for (let i = 0; i < handles.length; i++) {
      this.indexOf.set(handles[i] as number, i)
      this.found.push(undefined)
    }
  }

  protected walk(): void {
    this.compareNames()
    const { things } = this.world
    for (let i = 0; i < things.length; i++) this.meetAgain(things[i] as Thing)
    for (let thing = this.pending.pop(); thing !== undefined; thing = this.pending.pop()) this.compareReferences(thing)
  }

  /** Things met, for the story: what is not here has died. */
  get present(): ReadonlySet<Thing> {
    return new Set(this.met)
  }

  protected isMet(thing: Thing): boolean {
    return thing.metIn === this.number
  }

  private markMet(thing: Thing): void {
    thing.metIn = this.number
    this.met.push(thing)
  }

  protected report(rule: RuleId, objects: readonly string[], expected: string, seen: string, message: string): void {
    this.violations.push(this.checks.violation(rule, objects, expected, seen, message))
  }

  protected typeName(index: number): string {
    return this.snapshot.typeNames[this.snapshot.types[index] as number] ?? '?'
  }

  protected compareNames(): void {
    const { rootNames, roots } = this.snapshot
    const { globals } = this.world
    let known = 0
    for (let i = 0; i < rootNames.length; i++) {
      const name = rootNames[i] as string
      const value = globals.get(name)
      if (value === undefined) continue
      known++
      if (isJudged(value)) this.meet(value, roots[i] as number, name, 'name')
    }
    if (known === rootNames.length && known === globals.size) return
    this.report(
      'program-result',
      [],
      `the names ${[...globals.keys()].join(', ')}`,
      rootNames.join(', '),
      'Other global names are bound.',
    )
  }

  /** `thing` must be the node with `handle`. */
  protected meet(thing: Thing, handle: number, origin: Origin, way: Way): void {
    if (this.isMet(thing) && thing.handle === handle) return
    const index = this.indexOf.get(handle)
    if (index < 0) {
      this.reportMissing(thing, origin, way)
      return
    }
    if (!fits(thing, this.typeName(index)) || !this.bindings.bind(handle, thing)) {
      const path = pathOf(origin, way)
      const seen = this.bindings.thingOf(handle)?.label ?? `a ${this.typeName(index)}`
      this.report(
        'live-object-kept',
        [thing.label],
        `${path} refers to ${thing.label}`,
        seen,
        `${path} must refer to ${thing.label}, but refers to ${seen}.`,
      )
      return
    }
    if (this.isMet(thing)) return
    this.markMet(thing)
    this.found[index] = thing
    this.pending.push(thing)
  }

  /**
   * A thing seen before must still be there where the engine can list it: what it does not track, or has frozen, shows
   * only where something that it lists refers to it.
   */
  protected meetAgain(thing: Thing): void {
    if (thing.handle === 0) return
    const listed = !thing.hidden && thing.tracked === 'yes' && thing.generation !== PERMANENT
    if (listed || this.indexOf.has(thing.handle)) this.meet(thing, thing.handle, thing, 'again')
  }

  private reportMissing(thing: Thing, origin: Origin, way: Way): void {
    if (this.isMet(thing)) return
    this.markMet(thing)
    this.report(
      thing.resurrected ? 'resurrection-transitive' : 'live-object-kept',
      [thing.label],
      `${thing.label} is alive`,
      'it is not there',
      `${thing.label} (${pathOf(origin, way)}) must be alive, but the engine does not have it any more.`,
    )
  }

  protected compareReferences(thing: Thing): void {
    if (thing.kind === 'class' || thing.kind === 'iterator') return
    const index = this.indexOf.get(thing.handle)
    if (thing.kind === 'weakref') this.compareTarget(thing, index)
    const { edges, edgeStarts } = this.snapshot
    const start = edgeStarts[index] as number
    const shown = (edgeStarts[index + 1] as number) - start
    const expected = this.expectedReferences(thing, shown)
    if (thing.kind === 'set' || thing.kind === 'frozenset') {
      const contents = thing.entries?.size ?? 0
      const own = expected.slice(0, expected.length - contents)
      const from = start + own.length
      this.compareThings(thing, own, this.nodesAmong(start, from))
      const shownElements = Array.from(edges.subarray(from, start + shown))
      this.compareElements(thing, expected.slice(own.length).filter(isJudged), shownElements)
    } else if (expected.length === shown && placesTell(thing)) {
      // Position by position where the engine shows atoms too.
      for (let i = 0; i < shown; i++) {
        const value = expected[i] as Value
        if (isJudged(value)) this.meetHeld(thing, value, edges[start + i] as number)
      }
    } else {
      this.compareThings(thing, expected, this.nodesAmong(start, start + shown))
    }
    this.checks.counts['live-object-kept'] += expected.length
  }

  /** The references from edge `from` to `to` that lead to nodes. */
  private nodesAmong(from: number, to: number): number[] {
    const { edges } = this.snapshot
    const nodes: number[] = []
    for (let i = from; i < to; i++) {
      const handle = edges[i] as number
      if (this.indexOf.has(handle)) nodes.push(handle)
    }
    return nodes
  }

  protected meetHeld(holder: Thing, value: Thing, handle: number): void {
    if (this.isMet(value) && value.handle === handle) return
    if (this.indexOf.has(handle)) this.meet(value, handle, holder, 'held')
    else this.lost(holder, value)
  }

  /** Only what has a node, where positions do not tell. */
  protected compareThings(holder: Thing, values: readonly Value[], shown: readonly number[]): void {
    const things = values.filter(isJudged)
    const nodes = this.withoutConstants(values, things.length, shown)
    things.forEach((value, i) => {
      const handle = nodes[i]
      if (handle === undefined) this.lost(holder, value)
      else this.meetHeld(holder, value, handle)
    })
    if (nodes.length <= things.length) return
    const extra = nodes.slice(things.length).filter((handle) => !this.mayBorrow(holder, things, handle))
    if (extra.length > 0) this.holdsMore(holder, extra)
  }

  /**
   * Constant tuples have nodes, too, but are nobody's, and weakrefs to classes where those are frozen: each is taken out where
   * more nodes are shown than things are held.
   */
  private withoutConstants(values: readonly Value[], judged: number, nodes: readonly number[]): readonly number[] {
    if (nodes.length <= judged) return nodes
    const kept: number[] = []
    let next = 0
    for (const value of values) {
      const handle = nodes[next]
      if (handle === undefined) break
      if (isJudged(value)) kept.push(handle)
      else if (!mayHaveNode(value) || this.typeName(this.indexOf.get(handle)) !== value.kind) continue
      next++
    }
    return [...kept, ...nodes.slice(next)]
  }

  /** What a suspended generator has borrowed from its own locals (3.14) may be shown, but counts once. */
  private mayBorrow({ kind }: Thing, things: readonly Thing[], handle: number): boolean {
    const borrows = kind === 'generator' && this.world.semantics.localRefcount === 1
    return borrows && things.some((thing) => thing.handle === handle)
  }

  /** A dict whose keys are all strings shows its values only. */
  protected expectedReferences(thing: Thing, shown: number): readonly Value[] {
    const values: Value[] = []
    addTraversed(values, thing, this.world.semantics)
    if (thing.kind !== 'dict' || thing.owner !== null || values.length === shown) return values
    const own = values.length - 2 * (thing.entries?.size ?? 0)
    return values.filter((_value, i) => i < own || (i - own) % 2 === 0)
  }

  protected lost(thing: Thing, value: Thing): void {
    this.report(
      'live-object-kept',
      [thing.label, value.label],
      `${thing.label} refers to ${value.label}`,
      'it does not',
      `${thing.label} has lost its reference to ${value.label}.`,
    )
  }

  protected holdsMore(thing: Thing, extra: readonly number[]): void {
    const seen = extra.map((handle) => this.bindings.name(handle, this.typeName(this.indexOf.get(handle)))).join(', ')
    this.report(
      'zero-dies-now',
      [thing.label],
      `${thing.label} refers to nothing more`,
      seen,
      `${thing.label} still refers to ${seen}.`,
    )
  }

  protected compareElements(set: Thing, expected: readonly Thing[], edges: readonly number[]): void {
    const free = edges.filter(
      (handle) => this.indexOf.has(handle) && !expected.some((thing) => thing.handle === handle),
    )
    const unbound = expected.filter((thing) => thing.handle === 0)
    for (const thing of expected) if (thing.handle !== 0 && !edges.includes(thing.handle)) this.lost(set, thing)
    const only = unbound[0]
    if (only !== undefined && unbound.length === 1 && free.length === 1) this.meet(only, free[0] as number, set, 'held')
  }

  protected compareTarget(weakref: Thing, index: number): void {
    const handle = this.snapshot.weakTargets[index] as number
    const { target } = weakref
    this.checks.counts['weakref-dead-with-object']++
    if (target === null) {
      if (handle === 0) return
      const seen = this.bindings.name(handle)
      this.report(
        'weakref-dead-with-object',
        [weakref.label],
        `${weakref.label}() is None`,
        `it is ${seen}`,
        `${weakref.label} must be dead, but still gives ${seen}.`,
      )
    } else if (handle === 0) {
      // A proxy does not say what it stands for; engines look among what they list, and frozen objects they may not.
      if (weakref.isProxy && target.generation === PERMANENT) return
      this.report(
        'weakref-dead-with-object',
        [weakref.label, target.label],
        `${weakref.label}() is ${target.label}`,
        'it is None',
        `${weakref.label} must give ${target.label}, but reads None.`,
      )
    } else if (target.generation !== PERMANENT || this.indexOf.has(handle)) {
      this.meet(target, handle, weakref, 'target')
    }
  }
}

function mayHaveNode(value: Value): value is Thing {
  return value instanceof Thing && (value.constant || value.hidden)
}
