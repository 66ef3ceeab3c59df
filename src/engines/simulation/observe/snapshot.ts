/**
 * The program's heap at one moment, read from the collector's lists and from the records themselves. Leaves out what is
 * no object of the program: inner parts of classes, modules, code, frames.
 */
import { type Handle, PERMANENT, type Snapshot, UNTRACKED } from '../../../observation/observations.ts'
import { isTracked } from '../gc/gc-alloc.ts'
import { headOf, nextOf, objectOf } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictNext } from '../object/dict.ts'
import { functionDefaults } from '../object/function.ts'
import { Kind } from '../object/kinds.ts'
import { listItem, listSize } from '../object/list.ts'
import { isImmortal, kindOf, refcountOf, slotsOf, typeOf } from '../object/refcount.ts'
import { strText } from '../object/str.ts'
import { weakrefTarget } from '../object/weakref.ts'
import { observedTypeName } from './value.ts'

const HIDDEN: ReadonlySet<number> = new Set([
  Kind.frame,
  Kind.getsetDescriptor,
  Kind.memberDescriptor,
  Kind.methodDescriptor,
  Kind.module,
  Kind.code,
  Kind.traceback,
])
/** Shown although the collector may not track them. */
const UNTRACKABLE: ReadonlySet<number> = new Set([Kind.tuple, Kind.dict, Kind.frozenset, Kind.object, Kind.bytearray])

/** What `gc.get_stats` said before the program. */
export interface StatisticsBase {
  readonly collections: readonly number[]
  readonly collected: readonly number[]
}

export function takeSnapshot(m: Machine, base: StatisticsBase): Snapshot {
  return new SnapshotTaker(m).take(base)
}

class SnapshotTaker {
  private readonly m: Machine
  private readonly nodes: Address[] = []
  private readonly generations: number[] = []
  private readonly edgesOf: (readonly Address[])[] = []
  /** Referred to by a node, inner parts of classes included; looked at by {@link follow}. */
  private readonly reached: Address[] = []
  private readonly seen = new Set<Address>()
  private readonly innerParts = new Set<Address>()
  private readonly rootNames: string[] = []
  private readonly roots: Address[] = []

  constructor(m: Machine) {
    this.m = m
  }

  take(base: StatisticsBase): Snapshot {
    const { m } = this
    this.readRoots()
    const garbage =
      m.gc.garbage === 0
        ? []
        : Array.from({ length: listSize(m, m.gc.garbage) }, (_, i) => listItem(m, m.gc.garbage, i))
    for (const list of [0, 1, 2] as const) this.listGeneration(list, shownGeneration(m, list))
    this.readEdges()
    this.follow([...this.roots, ...garbage])
    this.keepNodes(this.areNoInnerParts())
    this.keepNodes(this.areReferencedOrListed([...this.roots, ...garbage]))
    return this.pack(garbage, base)
  }

  private readRoots(): void {
    const { m } = this
    for (let at = dictNext(m, m.globals, 0); at >= 0; at = dictNext(m, m.globals, at)) {
      const name = strText(m, m.dictKey)
      if (name === '__builtins__') continue
      this.rootNames.push(name)
      this.roots.push(m.dictValue)
    }
  }

  private listGeneration(number: 0 | 1 | 2, generation: 0 | 1 | 2): void {
    const { m } = this
    const list = m.gc.heads[number]
    for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) this.add(objectOf(head), generation)
  }

  private add(o: Address, generation: number): void {
    if (this.seen.has(o)) return
    this.seen.add(o)
    if (HIDDEN.has(kindOf(this.m, o))) return
    this.nodes.push(o)
    this.generations.push(generation)
  }

  private readEdges(): void {
    for (let i = this.edgesOf.length; i < this.nodes.length; i++) {
      const o = this.nodes[i] as Address
      const all = this.referents(o)
      this.reached.push(...all)
      this.edgesOf.push(this.shownReferents(o, all))
    }
  }

  private referents(o: Address): Address[] {
    const { m } = this
    const count = slotsOf(m, o).traverse?.(m, o) ?? 0
    return Array.from(m.referents.subarray(0, count))
  }

  private shownReferents(o: Address, all: Address[]): readonly Address[] {
    const { m } = this
    switch (kindOf(m, o)) {
      case Kind.type:
        for (const part of all) this.innerParts.add(part)
        return []
      case Kind.function: {
        const defaults = functionDefaults(m, o)
        return defaults === 0 ? [] : [defaults]
      }
      case Kind.instance:
        return all.at(-1) === typeOf(m, o) ? all.slice(0, -1) : all
      default:
        return all
    }
  }

  /** Takes in what is reached, but in no list: untracked containers, and what is frozen. */
  private follow(starts: readonly Address[]): void {
    const { m, reached } = this
    reached.push(...starts)
    for (let o = reached.pop(); o !== undefined; o = reached.pop()) {
      if (this.seen.has(o) || o === m.emptyTuple) continue
      const tracked = slotsOf(m, o).gc && isTracked(m, o)
      // The interpreter's own are in no list: each is a ring of its own.
      if (tracked && nextOf(m, headOf(o)) === headOf(o)) continue
      if (!tracked && !UNTRACKABLE.has(kindOf(m, o))) continue
      this.add(o, tracked ? PERMANENT : UNTRACKED)
      this.readEdges()
    }
  }

  /** Not tuples and dicts of classes, and not the weakrefs by which their bases know them. */
  private areNoInnerParts(): boolean[] {
    const { m } = this
    return this.nodes.map((o) => {
      const kind = kindOf(m, o)
      if (kind === Kind.tuple || kind === Kind.dict) return !this.innerParts.has(o)
      if (kind !== Kind.weakref) return true
      const target = weakrefTarget(m, o)
      return target === 0 || kindOf(m, target) !== Kind.type
    })
  }

  /** Not untracked ones that only inner parts of classes refer to, such as `__slots__`. */
  private areReferencedOrListed(starts: readonly Address[]): boolean[] {
    const referenced = new Set(starts)
    const number = new Map(this.nodes.map((o, i) => [o, i]))
    const waiting: number[] = []
    for (const [i, generation] of this.generations.entries()) if (generation !== UNTRACKED) waiting.push(i)
    for (const o of starts) if (number.has(o)) waiting.push(number.get(o) as number)
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
      for (const o of this.edgesOf[i] as readonly Address[]) {
        if (referenced.has(o)) continue
        referenced.add(o)
        const next = number.get(o)
        if (next !== undefined && this.generations[next] === UNTRACKED) waiting.push(next)
      }
    }
    return this.nodes.map((o, i) => this.generations[i] !== UNTRACKED || referenced.has(o))
  }

  private keepNodes(stays: readonly boolean[]): void {
    let kept = 0
    for (const [i, stay] of stays.entries()) {
      if (!stay) continue
      this.nodes[kept] = this.nodes[i] as Address
      this.generations[kept] = this.generations[i] as number
      this.edgesOf[kept] = this.edgesOf[i] as readonly Address[]
      kept++
    }
    this.nodes.length = kept
    this.generations.length = kept
    this.edgesOf.length = kept
  }

  private pack(garbage: readonly Address[], base: StatisticsBase): Snapshot {
    const { m, nodes } = this
    const typeNames: string[] = []
    const numbers = new Map<string, number>()
    const types = Uint16Array.from(nodes, (o) => {
      const name = observedTypeName(m, o)
      let number = numbers.get(name)
      if (number === undefined) {
        number = typeNames.push(name) - 1
        numbers.set(name, number)
      }
      return number
    })
    const edgeStarts = new Uint32Array(nodes.length + 1)
    for (const [i, edges] of this.edgesOf.entries()) edgeStarts[i + 1] = (edgeStarts[i] as number) + edges.length
    const since = (now: readonly number[], before: readonly number[]): [number, number, number] => [
      (now[0] as number) - (before[0] as number),
      (now[1] as number) - (before[1] as number),
      (now[2] as number) - (before[2] as number),
    ]
    return {
      handles: Float64Array.from(nodes),
      types,
      typeNames,
      refcounts: Float64Array.from(nodes, (o) => shownCount(m, o)),
      generations: Int8Array.from(this.generations),
      edgeStarts,
      edges: Float64Array.from(this.edgesOf.flat()),
      weakTargets: Float64Array.from(nodes, (o) => (kindOf(m, o) === Kind.weakref ? weakrefTarget(m, o) : 0)),
      rootNames: this.rootNames,
      roots: Float64Array.from(this.roots),
      garbage: Float64Array.from(garbage),
      collections: since(m.gc.collections, base.collections),
      collected: since(m.gc.collected, base.collected),
    }
  }
}

/** Both old spaces of the incremental collector are generation 2. */
export function shownGeneration(m: Machine, list: 0 | 1 | 2): 0 | 1 | 2 {
  return m.gc.incremental && list === 1 ? 2 : list
}

export function shownCount(m: Machine, o: Address): number {
  return isImmortal(m, o) ? m.dialect.immortalShown : refcountOf(m, o)
}

/** The instances of program classes in the youngest generation, oldest first. */
export function youngInstances(m: Machine): Handle[] {
  const young: Handle[] = []
  const list = m.gc.heads[0]
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
    const o = objectOf(head)
    if (kindOf(m, o) === Kind.instance) young.push(o as Handle)
  }
  return young
}
