/**
 * A snapshot against the abstract graph: both are walked side by side from the names, which binds what has not been
 * bound; then every thing must be there with its count, tracking, generation and references, and nothing else.
 */
import { assert } from '../../base/assert.ts'
import { PERMANENT, type Snapshot, UNTRACKED } from '../../observation/observations.ts'
import { traversedReferences } from '../references.ts'
import { isCollectable } from '../tracking.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import type { Bindings } from './bindings.ts'
import { type Checks, Difference } from './checks.ts'
import type { Violation } from '../../verdict/verdict.ts'
import type { RuleId } from '../../verdict/rule.ts'

const GENERATION_NAMES: Readonly<Record<number, string>> = { [PERMANENT]: 'permanent', [UNTRACKED]: 'untracked' }

const generationName = (generation: number): string => GENERATION_NAMES[generation] ?? `generation ${generation}`

/** A node of the snapshot is met while the side by side walk expects `thing`. */
export class SnapshotComparison {
  private readonly world: World
  private readonly bindings: Bindings
  private readonly checks: Checks
  private readonly snapshot: Snapshot
  private readonly indexOf = new Map<number, number>()
  private readonly found: (Thing | undefined)[]
  private readonly pending: Thing[] = []
  private readonly violations: Violation[] = []
  private readonly met = new Set<Thing>()

  constructor(world: World, bindings: Bindings, checks: Checks, snapshot: Snapshot) {
    this.world = world
    this.bindings = bindings
    this.checks = checks
    this.snapshot = snapshot
    const { handles } = snapshot
    for (let i = 0; i < handles.length; i++) this.indexOf.set(handles[i] as number, i)
    this.found = new Array(handles.length).fill(undefined)
  }

  /** Compares everything; throws {@link Difference} with all that differs. */
  compare(): void {
    this.compareNames()
    for (const thing of this.world.things) if (thing.handle !== 0) this.meet(thing, thing.handle, thing.label)
    for (let thing = this.pending.pop(); thing !== undefined; thing = this.pending.pop()) this.compareReferences(thing)
    this.matchTheRest()
    for (const thing of this.met) this.compareNode(thing, this.indexOf.get(thing.handle) as number)
    this.checks.count('refcount-exact', this.met.size)
    this.checks.count('tracked-iff-possible-cycle', this.met.size)
    this.compareCollector()
    if (this.violations.length > 0) throw new Difference(this.violations)
  }

  /** Things met, for the story: what is not here has died. */
  get present(): ReadonlySet<Thing> {
    return this.met
  }

  private report(rule: RuleId, objects: readonly string[], expected: string, seen: string, message: string): void {
    this.violations.push(this.checks.violation(rule, objects, expected, seen, message))
  }

  private typeName(index: number): string {
    return this.snapshot.typeNames[this.snapshot.types[index] as number] ?? '?'
  }

  private compareNames(): void {
    const { rootNames, roots } = this.snapshot
    const { globals } = this.world
    let known = 0
    rootNames.forEach((name, i) => {
      const value = globals.get(name)
      if (value !== undefined || globals.has(name)) known++
      if (value instanceof Thing && !value.constant) this.meet(value, roots[i] as number, name)
    })
    if (known === rootNames.length && known === globals.size) return
    this.report('program-result', [], `the names ${[...globals.keys()].join(', ')}`, rootNames.join(', '), 'Other global names are bound.')
  }

  /** `thing` must be the node with `handle`; `path` says from where. */
  private meet(thing: Thing, handle: number, path: string): void {
    if (this.met.has(thing) && thing.handle === handle) return
    const index = this.indexOf.get(handle)
    if (index === undefined) {
      if (thing.alive) this.reportMissing(thing, path)
      return
    }
    if (!fits(thing, this.typeName(index)) || !this.bindings.bind(handle, thing)) {
      const seen = this.bindings.thingOf(handle)?.label ?? `a ${this.typeName(index)}`
      this.report('live-object-kept', [thing.label], `${path} refers to ${thing.label}`, seen,
        `${path} must refer to ${thing.label}, but refers to ${seen}.`)
      return
    }
    if (this.met.has(thing)) return
    this.met.add(thing)
    this.found[index] = thing
    this.pending.push(thing)
  }

  private reportMissing(thing: Thing, path: string): void {
    if (this.met.has(thing)) return
    this.met.add(thing)
    this.indexOf.set(thing.handle, -1)
    this.report('live-object-kept', [thing.label], `${thing.label} is alive`, 'it is not there',
      `${thing.label} (${path}) must be alive, but the engine does not have it any more.`)
  }

  private compareReferences(thing: Thing): void {
    const index = this.indexOf.get(thing.handle) as number
    if (thing.kind === 'class' || thing.kind === 'iterator') return
    if (thing.kind === 'weakref') this.compareTarget(thing, index)
    const { edges, edgeStarts } = this.snapshot
    const start = edgeStarts[index] as number
    const shown = (edgeStarts[index + 1] as number) - start
    const expected = this.expectedReferences(thing, shown)
    if (thing.kind === 'set' || thing.kind === 'frozenset') {
      this.compareElements(thing, expected, edges.subarray(start, start + shown))
    } else if (expected.length === shown) {
      // Position by position where the engine shows atoms too.
      for (let i = 0; i < shown; i++) {
        const value = expected[i] as Value
        if (value instanceof Thing && !value.constant) this.meetHeld(thing, value, edges[start + i] as number)
      }
    } else {
      this.compareThings(thing, expected.filter(isJudged), edges.subarray(start, start + shown))
    }
    this.checks.count('live-object-kept', expected.length)
  }

  private meetHeld(holder: Thing, value: Thing, handle: number): void {
    if (this.met.has(value) && value.handle === handle) return
    if (this.indexOf.has(handle)) this.meet(value, handle, `what ${holder.label} holds`)
    else this.lost(holder, value)
  }

  /** Only what has a node, where positions do not tell. */
  private compareThings(holder: Thing, things: readonly Thing[], edges: Float64Array): void {
    const nodes = [...edges].filter((handle) => this.indexOf.has(handle))
    things.forEach((value, i) => {
      const handle = nodes[i]
      if (handle === undefined) this.lost(holder, value)
      else this.meetHeld(holder, value, handle)
    })
    if (nodes.length > things.length) this.holdsMore(holder, nodes.slice(things.length))
  }

  /** A dict whose keys are all strings shows its values only. */
  private expectedReferences(thing: Thing, shown: number): readonly Value[] {
    const values = traversedReferences(thing, this.world.semantics)
    if (thing.kind !== 'dict' || thing.owner !== null || values.length === shown) return values
    return values.filter((_value, i) => i % 2 === 0)
  }

  private lost(thing: Thing, value: Thing): void {
    this.report('live-object-kept', [thing.label, value.label], `${thing.label} refers to ${value.label}`, 'it does not',
      `${thing.label} has lost its reference to ${value.label}.`)
  }

  private holdsMore(thing: Thing, extra: readonly number[]): void {
    const seen = extra.map((handle) => this.bindings.name(handle, this.typeName(this.indexOf.get(handle) as number))).join(', ')
    this.report('zero-dies-now', [thing.label], `${thing.label} refers to nothing more`, seen,
      `${thing.label} still refers to ${seen}.`)
  }

  private compareElements(set: Thing, values: readonly Value[], edges: Float64Array): void {
    const expected = values.filter(isJudged)
    const free = [...edges].filter((handle) => this.indexOf.has(handle) && !expected.some((thing) => thing.handle === handle))
    const unbound = expected.filter((thing) => thing.handle === 0)
    for (const thing of expected) if (thing.handle !== 0 && !edges.includes(thing.handle)) this.lost(set, thing)
    const only = unbound[0]
    if (only !== undefined && unbound.length === 1 && free.length === 1) this.meet(only, free[0] as number, `what ${set.label} holds`)
  }

  private compareTarget(weakref: Thing, index: number): void {
    const handle = this.snapshot.weakTargets[index] as number
    const { target } = weakref
    this.checks.count('weakref-dead-with-object')
    if (target === null) {
      if (handle === 0) return
      const seen = this.bindings.name(handle)
      this.report('weakref-dead-with-object', [weakref.label], `${weakref.label}() is None`, `it is ${seen}`,
        `${weakref.label} must be dead, but still gives ${seen}.`)
    } else if (handle === 0) {
      this.report('weakref-dead-with-object', [weakref.label, target.label], `${weakref.label}() is ${target.label}`, 'it is None',
        `${weakref.label} must give ${target.label}, but reads None.`)
    } else {
      this.meet(target, handle, `${weakref.label}()`)
    }
  }

  /** What the walk did not reach (garbage not collected yet, parts of classes) is matched by type and numbers. */
  private matchTheRest(): void {
    const rest = new Map<string, { things: Thing[]; indices: number[] }>()
    const group = (type: string): { things: Thing[]; indices: number[] } => {
      let one = rest.get(type)
      if (one === undefined) rest.set(type, (one = { things: [], indices: [] }))
      return one
    }
    for (const thing of this.world.things) {
      if (this.met.has(thing) || thing.constant || thing.kind === 'iterator') continue
      if (isCollectable(thing) && thing.tracked !== 'no') group(shownType(thing)).things.push(thing)
    }
    for (let i = 0; i < this.found.length; i++) {
      if (this.found[i] === undefined && this.snapshot.generations[i] !== UNTRACKED) group(this.typeName(i)).indices.push(i)
    }
    for (const [type, { things, indices }] of rest) this.matchGroup(type, things, indices)
  }

  private matchGroup(type: string, things: readonly Thing[], indices: readonly number[]): void {
    const sure = things.filter((thing) => thing.tracked === 'yes' && !thing.hidden)
    if (indices.length < sure.length || indices.length > things.length) {
      const more = indices.length > things.length
      const labels = things.map((thing) => thing.label)
      this.report(more ? 'cycle-reclaimed' : 'live-object-kept', labels.length > 0 ? labels : [type],
        `${things.length} unnamed ${type} objects${labels.length > 0 ? `: ${labels.join(', ')}` : ''}`, `${indices.length}`,
        `There must be ${things.length} ${type} objects that no name reaches, but there are ${indices.length}.`)
      return
    }
    this.checks.count('refcount-exact', sure.length)
    if (sure.length === things.length && this.sameNumbers(sure, indices)) {
      if (sure.length === 1) this.meet(sure[0] as Thing, this.snapshot.handles[indices[0] as number] as number, type)
      return
    }
    const numbers = (count: number, generation: number): string => `${count} references, ${generationName(generation)}`
    const seen = indices.map((i) => numbers(this.snapshot.refcounts[i] as number, this.snapshot.generations[i] as number))
    for (const thing of sure) {
      const wanted = numbers(thing.refs, thing.generation)
      const at = seen.indexOf(wanted)
      if (at < 0) {
        this.report('refcount-exact', [thing.label], `${thing.label}: ${wanted}`, seen.join('; '),
          `No ${type} that no name reaches has ${wanted}, as ${thing.label} must.`)
        return
      }
      seen.splice(at, 1)
    }
    if (things.length === 1 && indices.length === 1 && !things[0]?.hidden) this.meet(things[0] as Thing, this.snapshot.handles[indices[0] as number] as number, type)
  }

  /** In the same order, which is the usual case. */
  private sameNumbers(things: readonly Thing[], indices: readonly number[]): boolean {
    const { refcounts, generations } = this.snapshot
    return things.every((thing, i) => {
      const index = indices[i] as number
      return thing.refs === refcounts[index] && thing.generation === generations[index]
    })
  }

  private compareNode(thing: Thing, index: number): void {
    if (index < 0) return
    const count = this.snapshot.refcounts[index] as number
    if (count !== thing.refs && !thing.constant) {
      this.report('refcount-exact', [thing.label], `${thing.refs} references to ${thing.label}`, String(count),
        `${thing.label} has ${count} references, but ${thing.refs} are held to it.`)
    }
    this.compareGeneration(thing, this.snapshot.generations[index] as number)
  }

  private compareGeneration(thing: Thing, seen: number): void {
    if (!isCollectable(thing) || thing.constant) return
    if (thing.tracked === 'maybe') thing.tracked = seen === UNTRACKED ? 'no' : 'yes'
    if ((seen !== UNTRACKED) !== (thing.tracked === 'yes')) {
      const expected = thing.tracked === 'yes' ? 'tracked' : 'untracked'
      this.report('tracked-iff-possible-cycle', [thing.label], `${thing.label} is ${expected}`, generationName(seen),
        `${thing.label} must be ${expected}, but is ${seen === UNTRACKED ? 'untracked' : 'tracked'}.`)
      return
    }
    if (seen === UNTRACKED) return
    const rule = thing.generation === PERMANENT || seen === PERMANENT ? 'frozen-kept' : thing.generation === 0 ? 'born-young' : 'promotion'
    this.checks.count(rule)
    if (seen !== thing.generation) {
      const expected = generationName(thing.generation)
      this.report(rule, [thing.label], `${thing.label} in ${expected}`, generationName(seen),
        `${thing.label} must be in ${expected}, but is in ${generationName(seen)}.`)
    }
  }

  private compareCollector(): void {
    const { snapshot, world } = this
    const garbage = [...snapshot.garbage].filter((handle) => this.indexOf.has(handle))
    const expected = world.gcGarbage.items.filter((value: Value): value is Thing => value instanceof Thing && value.tracked !== 'no')
    this.checks.count('uncollectable')
    if (garbage.length !== expected.length) {
      const labels = expected.map((thing) => thing.label)
      this.report('uncollectable', labels, `gc.garbage holds ${expected.length}`, String(garbage.length),
        `gc.garbage must hold ${expected.length} objects, but holds ${garbage.length}.`)
    }
    assert(snapshot.collections.length === 3, 'there are three generations')
    for (const generation of [0, 1, 2] as const) {
      this.checks.count('collect-count')
      const same = snapshot.collections[generation] === world.collections[generation] && snapshot.collected[generation] === world.collected[generation]
      if (same || world.uncertainStatistics) continue
      const seen = `${snapshot.collections[generation]} collections, ${snapshot.collected[generation]} collected`
      const wanted = `${world.collections[generation]} collections, ${world.collected[generation]} collected`
      this.report('collect-count', [], `generation ${generation}: ${wanted}`, seen,
        `gc.get_stats() must count ${wanted} for generation ${generation}, but counts ${seen}.`)
    }
  }
}

function isJudged(value: Value): value is Thing {
  return value instanceof Thing && !value.constant
}

/** The type name under which a snapshot shows a thing. */
function shownType(thing: Thing): string {
  return thing.kind === 'class' ? 'type' : thing.typeName
}

function fits(thing: Thing, type: string): boolean {
  return thing.kind === 'iterator' ? type.endsWith('iterator') : shownType(thing) === type
}
