/**
 * A snapshot against the abstract graph: every thing must be there with its count, tracking, generation and references,
 * and nothing else.
 */
import { assert } from '../../base/assert.ts'
import { PERMANENT, UNTRACKED } from '../../observation/observations.ts'
import { MODULE_NAMES } from '../../program/ast.ts'
import type { RuleId } from '../../verdict/rule.ts'
import { Thing, type Value } from '../thing.ts'
import { isCollectable } from '../tracking.ts'
import { Difference } from './checks.ts'
import { shownType } from './shown.ts'
import { SnapshotWalk } from './snapshot-walk.ts'

const GENERATION_NAMES: Readonly<Record<number, string>> = { [PERMANENT]: 'permanent', [UNTRACKED]: 'untracked' }

const generationName = (generation: number): string => GENERATION_NAMES[generation] ?? `generation ${generation}`

/** Things and nodes of one type that the walk did not bring together. */
interface Group {
  readonly type: string
  readonly things: Thing[]
  readonly indices: number[]
}

function groupOf(groups: Group[], type: string): Group {
  for (const group of groups) if (group.type === type) return group
  const group: Group = { type, things: [], indices: [] }
  groups.push(group)
  return group
}

/** Iterators are one kind here, whatever they go through. */
function groupName(type: string): string {
  return type.endsWith('iterator') ? 'iterator' : type
}

export class SnapshotComparison extends SnapshotWalk {
  /** Compares everything; throws {@link Difference} with all that differs. */
  compare(): void {
    this.walk()
    if (this.allNamesGone) this.checks.counts['nothing-left']++
    this.matchTheRest()
    for (const thing of this.met) this.compareNode(thing, this.indexOf.get(thing.handle))
    this.checks.counts['refcount-exact'] += this.met.length
    this.checks.counts['tracked-iff-possible-cycle'] += this.met.length
    this.compareCollector()
    if (this.violations.length > 0) throw new Difference(this.violations)
  }

  /** What the walk did not reach (garbage not collected yet, parts of classes) is matched by type and numbers. */
  private matchTheRest(): void {
    const rest: Group[] = []
    let someUnreported = false
    const { things } = this.world
    for (let i = 0; i < things.length; i++) {
      const thing = things[i] as Thing
      if (this.isMet(thing) || thing.constant || thing.tracked === 'no') continue
      if (!isCollectable(thing)) continue
      if (thing.cls?.isReported === false) someUnreported = true
      groupOf(rest, shownType(thing)).things.push(thing)
    }
    for (let i = 0; i < this.found.length; i++) {
      if (this.found[i] === undefined && this.snapshot.generations[i] !== UNTRACKED)
        groupOf(rest, groupName(this.typeName(i))).indices.push(i)
    }
    const groups = someUnreported ? this.withoutClassNames(rest) : rest
    for (const { type, things, indices } of groups) this.matchGroup(type, things, indices)
  }

  /** An engine that is told no name of some class may call its instances anything: all instances are one group then. */
  private withoutClassNames(groups: readonly Group[]): Group[] {
    const names = new Set(['unreported'])
    for (const { classPart } of this.world.labelled) if (classPart !== null) names.add(classPart.name)
    const merged: Group = { type: 'instance', things: [], indices: [] }
    const rest: Group[] = []
    for (const group of groups) {
      if (!names.has(group.type)) rest.push(group)
      else {
        merged.things.push(...group.things)
        merged.indices.push(...group.indices)
      }
    }
    return [...rest, merged]
  }

  /** With all names gone and everything collected what is left over breaks a rule of its own. */
  private get leftoverRule(): RuleId {
    return this.allNamesGone ? 'nothing-left' : 'cycle-reclaimed'
  }

  private get allNamesGone(): boolean {
    return this.world.globals.size <= MODULE_NAMES.length
  }

  private matchGroup(type: string, things: readonly Thing[], indices: readonly number[]): void {
    const sure = things.filter((thing) => thing.tracked === 'yes' && !thing.hidden && thing.generation !== PERMANENT)
    if (indices.length < sure.length || indices.length > things.length) {
      const more = indices.length > things.length
      const labels = things.map((thing) => thing.label)
      this.report(
        more ? this.leftoverRule : 'live-object-kept',
        labels.length > 0 ? labels : [type],
        `${things.length} unnamed ${type} objects${labels.length > 0 ? `: ${labels.join(', ')}` : ''}`,
        `${indices.length}`,
        `There must be ${things.length} ${type} objects that no name reaches, but there are ${indices.length}.`,
      )
      return
    }
    this.checks.counts['refcount-exact'] += sure.length
    if (sure.length === things.length && this.sameNumbers(sure, indices)) {
      if (sure.length === 1)
        this.meet(sure[0] as Thing, this.snapshot.handles[indices[0] as number] as number, type, 'name')
      return
    }
    const numbers = (count: number, generation: number): string => `${count} references, ${generationName(generation)}`
    const seen = indices.map((i) =>
      numbers(this.snapshot.refcounts[i] as number, this.snapshot.generations[i] as number),
    )
    for (const thing of sure) {
      const wanted = numbers(thing.refs, thing.generation)
      const at = seen.indexOf(wanted)
      if (at < 0) {
        this.report(
          'refcount-exact',
          [thing.label],
          `${thing.label}: ${wanted}`,
          seen.join('; '),
          `No ${type} that no name reaches has ${wanted}, as ${thing.label} must.`,
        )
        return
      }
      seen.splice(at, 1)
    }
    if (things.length === 1 && indices.length === 1 && !things[0]?.hidden)
      this.meet(things[0] as Thing, this.snapshot.handles[indices[0] as number] as number, type, 'name')
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
    const rule = thing.lostToTrash ? 'outward-edges-released' : 'refcount-exact'
    if (thing.lostToTrash) this.checks.counts[rule]++
    if (thing.resurrected) this.checks.counts['resurrection-transitive']++
    thing.lostToTrash = false
    if (count !== thing.refs && !thing.constant) {
      this.report(
        rule,
        [thing.label],
        `${thing.refs} references to ${thing.label}`,
        String(count),
        `${thing.label} has ${count} references, but ${thing.refs} are held to it.`,
      )
    }
    this.compareGeneration(thing, this.snapshot.generations[index] as number)
  }

  private compareGeneration(thing: Thing, seen: number): void {
    if (!isCollectable(thing) || thing.constant) return
    if (thing.tracked === 'maybe') thing.tracked = seen === UNTRACKED ? 'no' : 'yes'
    if ((seen !== UNTRACKED) !== (thing.tracked === 'yes')) {
      const expected = thing.tracked === 'yes' ? 'tracked' : 'untracked'
      this.report(
        'tracked-iff-possible-cycle',
        [thing.label],
        `${thing.label} is ${expected}`,
        generationName(seen),
        `${thing.label} must be ${expected}, but is ${seen === UNTRACKED ? 'untracked' : 'tracked'}.`,
      )
      return
    }
    if (seen === UNTRACKED) return
    const rule =
      thing.generation === PERMANENT || seen === PERMANENT
        ? 'frozen-kept'
        : thing.generation === 0
          ? 'born-young'
          : 'promotion'
    this.checks.count(rule)
    if (seen !== thing.generation) {
      const expected = generationName(thing.generation)
      this.report(
        rule,
        [thing.label],
        `${thing.label} in ${expected}`,
        generationName(seen),
        `${thing.label} must be in ${expected}, but is in ${generationName(seen)}.`,
      )
    }
  }

  private compareCollector(): void {
    const { snapshot, world } = this
    this.checks.counts['uncollectable']++
    if (snapshot.garbage.length > 0 || world.gcGarbage.items.length > 0) this.compareGarbage()
    assert(snapshot.collections.length === 3, 'there are three generations')
    for (const generation of [0, 1, 2] as const) {
      this.checks.counts['collect-count']++
      const same =
        snapshot.collections[generation] === world.collections[generation] &&
        snapshot.collected[generation] === world.collected[generation]
      if (same || world.uncertainStatistics) continue
      const seen = `${snapshot.collections[generation]} collections, ${snapshot.collected[generation]} collected`
      const wanted = `${world.collections[generation]} collections, ${world.collected[generation]} collected`
      this.report(
        'collect-count',
        [],
        `generation ${generation}: ${wanted}`,
        seen,
        `gc.get_stats() must count ${wanted} for generation ${generation}, but counts ${seen}.`,
      )
    }
  }

  private compareGarbage(): void {
    const garbage = this.snapshot.garbage.filter((handle) => this.indexOf.has(handle))
    // A saved tuple or dict that a later collection untracks is still there, and shown.
    const expected = this.world.gcGarbage.items.filter((value: Value): value is Thing => value instanceof Thing)
    if (garbage.length === expected.length) return
    const labels = expected.map((thing) => thing.label)
    this.report(
      'uncollectable',
      labels,
      `gc.garbage holds ${expected.length}`,
      String(garbage.length),
      `gc.garbage must hold ${expected.length} objects, but holds ${garbage.length}.`,
    )
  }
}
