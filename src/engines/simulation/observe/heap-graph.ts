/**
 * The objects of a program as a graph, in arrays that are used again and again: nodes in the order in which they were
 * found, and for each node what it refers to. Written for speed: a campaign takes three snapshots a program.
 */
import { NumberTable } from '../../../base/number-table.ts'
import { PERMANENT, UNTRACKED } from '../../../observation/observations.ts'
import { isTracked } from '../gc/gc-alloc.ts'
import { headOf, nextOf, objectOf } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { functionDefaults } from '../object/function.ts'
import { Kind } from '../object/kinds.ts'
import { kindOf, slotsOf, typeOf } from '../object/refcount.ts'
import { weakrefTarget } from '../object/weakref.ts'

/** No objects of the program: inner parts of classes, modules, running code. */
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

/** A referent was given up as an inner part, or is in no node. */
const NOWHERE = -1

export class HeapGraph {
  private readonly m: Machine
  size = 0
  nodes = new Int32Array(256)
  generations = new Int8Array(256)
  kinds = new Uint8Array(256)
  /** Node i shows flat[starts[i]] … flat[ends[i] − 1]. */
  starts = new Int32Array(256)
  ends = new Int32Array(256)
  flat = new Int32Array(2048)
  private flatSize = 0
  private stays = new Uint8Array(256)
  private readonly index = new NumberTable()

  constructor(m: Machine) {
    this.m = m
  }

  /** Reads the collector's lists, then follows references from there and from `starts`. */
  read(starts: readonly Address[]): void {
    const { m } = this
    this.size = 0
    this.flatSize = 0
    this.index.clear()
    for (let list = 0; list < 3; list++) {
      const ring = m.gc.heads[list as 0 | 1 | 2]
      const generation = shownGeneration(m, list as 0 | 1 | 2)
      for (let head = nextOf(m, ring); head !== ring; head = nextOf(m, head)) this.add(objectOf(head), generation)
    }
    const listed = this.size
    for (const o of starts) this.push(o)
    for (let i = 0; i < listed; i++) this.readEdges(i)
    for (let at = 0; at < this.flatSize; at++) this.meet(this.flat[at] as number)
    this.leaveOutInnerParts()
    this.leaveOutUnreferenced(starts)
  }

  private add(o: Address, generation: number): boolean {
    const kind = kindOf(this.m, o)
    if (HIDDEN.has(kind)) {
      this.index.set(o, NOWHERE)
      return false
    }
    if (this.size === this.nodes.length) this.grow()
    const node = this.size++
    this.index.set(o, node)
    this.nodes[node] = o
    this.generations[node] = generation
    this.kinds[node] = kind
    this.stays[node] = 1
    return true
  }

  private push(o: Address): void {
    if (this.flatSize === this.flat.length) this.flat = doubled(this.flat, Int32Array)
    this.flat[this.flatSize++] = o
  }

  /** Everything that the node refers to is followed, but only a part is shown: first or last in its stretch. */
  private readEdges(node: number): void {
    const { m } = this
    const o = this.nodes[node] as Address
    const start = this.flatSize
    const count = slotsOf(m, o).traverse?.(m, o) ?? 0
    for (let i = 0; i < count; i++) this.push(m.referents[i] as number)
    this.starts[node] = start
    this.ends[node] = this.flatSize
    switch (this.kinds[node]) {
      case Kind.type:
        this.ends[node] = start
        break
      case Kind.function: {
        const defaults = functionDefaults(m, o)
        this.starts[node] = this.flatSize
        if (defaults !== 0) this.push(defaults)
        this.ends[node] = this.flatSize
        break
      }
      case Kind.instance:
        // The class comes last, where the version visits it.
        if (count > 0 && this.flat[this.flatSize - 1] === typeOf(m, o)) this.ends[node] = this.flatSize - 1
        break
    }
  }

  /** Takes in what is reached, but in no list: untracked containers, and what is frozen. */
  private meet(o: Address): void {
    const { m } = this
    if (this.index.has(o) || o === m.emptyTuple) return
    const slots = slotsOf(m, o)
    const tracked = slots.gc && isTracked(m, o)
    // The interpreter's own are in no list: each is a ring of its own.
    if (tracked && nextOf(m, headOf(o)) === headOf(o)) return
    if (!tracked && !UNTRACKABLE.has(kindOf(m, o))) return
    if (this.add(o, tracked ? PERMANENT : UNTRACKED)) this.readEdges(this.size - 1)
    else this.followHidden(o)
  }

  private followHidden(o: Address): void {
    const { m } = this
    const count = slotsOf(m, o).traverse?.(m, o) ?? 0
    for (let i = 0; i < count; i++) this.push(m.referents[i] as number)
  }

  /** Tuples and dicts of classes, and the weakrefs by which their bases know them. */
  private leaveOutInnerParts(): void {
    const { m, index, kinds, stays } = this
    for (let i = 0; i < this.size; i++) {
      const o = this.nodes[i] as Address
      if (kinds[i] === Kind.weakref) {
        const target = weakrefTarget(m, o)
        if (target !== 0 && kindOf(m, target) === Kind.type) stays[i] = 0
      } else if (kinds[i] === Kind.type) {
        const count = slotsOf(m, o).traverse?.(m, o) ?? 0
        for (let j = 0; j < count; j++) {
          const part = index.get(m.referents[j] as number)
          if (part >= 0 && (kinds[part] === Kind.tuple || kinds[part] === Kind.dict)) stays[part] = 0
        }
      }
    }
    this.dropTheRest()
  }

  /** Untracked ones that only inner parts of classes refer to, such as the tuple `__slots__`. */
  private leaveOutUnreferenced(starts: readonly Address[]): void {
    const { index, stays } = this
    const waiting: number[] = []
    const keep = (node: number): void => {
      if (node < 0 || stays[node] === 1) return
      stays[node] = 1
      waiting.push(node)
    }
    for (let i = 0; i < this.size; i++) {
      stays[i] = 0
      if (this.generations[i] !== UNTRACKED) keep(i)
    }
    if (waiting.length < this.size) for (const o of starts) keep(index.get(o))
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (let at = this.starts[node] as number; at < (this.ends[node] as number); at++)
        keep(index.get(this.flat[at] as number))
    }
    this.dropTheRest()
  }

  private dropTheRest(): void {
    let kept = 0
    for (let i = 0; i < this.size; i++) {
      const o = this.nodes[i] as Address
      if (this.stays[i] === 0) {
        this.index.set(o, NOWHERE)
        continue
      }
      this.index.set(o, kept)
      this.nodes[kept] = o
      this.generations[kept] = this.generations[i] as number
      this.kinds[kept] = this.kinds[i] as number
      this.starts[kept] = this.starts[i] as number
      this.ends[kept] = this.ends[i] as number
      this.stays[kept] = 1
      kept++
    }
    this.size = kept
  }

  private grow(): void {
    this.nodes = doubled(this.nodes, Int32Array)
    this.starts = doubled(this.starts, Int32Array)
    this.ends = doubled(this.ends, Int32Array)
    this.generations = doubled(this.generations, Int8Array)
    this.kinds = doubled(this.kinds, Uint8Array)
    this.stays = doubled(this.stays, Uint8Array)
  }
}

function doubled<T extends Int32Array | Int8Array | Uint8Array>(array: T, make: new (length: number) => T): T {
  const larger = new make(2 * array.length)
  larger.set(array)
  return larger
}

/** Both old spaces of the incremental collector are generation 2. */
export function shownGeneration(m: Machine, list: 0 | 1 | 2): 0 | 1 | 2 {
  return m.gc.incremental && list === 1 ? 2 : list
}
