/**
 * The objects of a program as a graph, in arrays that are used again and again: nodes in the order in which they were
 * found, and for each node what it refers to. Written for speed, because a campaign takes three snapshots a program:
 * which node an address is stands in a table with one word for each 16 bytes of memory, nothing is looked up twice, and
 * nodes that are not shown keep their places.
 */
import { PERMANENT, UNTRACKED } from '../../../observation/observations.ts'
import { isTracked } from '../gc/gc-alloc.ts'
import { headOf, nextOf, objectOf } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { functionClosure, functionDefaults } from '../object/function.ts'
import { Kind } from '../object/kinds.ts'
import { kindOf, slotsOf, typeOf } from '../object/refcount.ts'
import { subclassesOf } from '../object/subclasses.ts'
import { traverse } from '../object/traverse.ts'
import { weakrefTarget } from '../object/weakref.ts'

/** No objects of the program: inner parts of classes, modules, code. */
const IS_HIDDEN = flags([Kind.getsetDescriptor, Kind.memberDescriptor, Kind.methodDescriptor, Kind.module, Kind.code])
/** Shown although the collector may not track them. */
const IS_UNTRACKABLE = flags([Kind.tuple, Kind.dict, Kind.frozenset, Kind.object, Kind.bytearray])

/** What `nodeOf` says of an address that was given up as an inner part, or is of no node. */
const NOWHERE = -1

/** Whether a node is shown: decided last, for what is reached from shown nodes only. */
const Shown = { no: 0, yes: 1, never: 2 } as const

export class HeapGraph {
  private readonly m: Machine
  /** Nodes that were found, and how many of them are shown. */
  size = 0
  shownCount = 0
  nodes = new Int32Array(256)
  generations = new Int8Array(256)
  kinds = new Uint8Array(256)
  shown = new Uint8Array(256)
  /** Node i shows flat[starts[i]] … flat[ends[i] − 1]. */
  starts = new Int32Array(256)
  ends = new Int32Array(256)
  flat = new Int32Array(2048)
  private flatSize = 0
  /** By address / 16: `base` and more where the address was met in this reading, `base` alone for NOWHERE. */
  private readonly index: Int32Array
  private base = 1
  /** Weakrefs and classes among the nodes; where in `flat` all parts of a class begin and end. */
  private readonly weakrefs: number[] = []
  private readonly classParts: number[] = []
  private readonly waiting: number[] = []

  constructor(m: Machine) {
    this.m = m
    this.index = new Int32Array(m.space.buffer.byteLength >> 4)
  }

  isShown(node: number): boolean {
    return this.shown[node] === Shown.yes
  }

  /** Reads the collector's lists, then follows references from there and from `starts`. */
  read(starts: readonly Address[]): void {
    const { m } = this
    this.forget()
    for (let list = 0; list < 3; list++) {
      const ring = m.gc.heads[list as 0 | 1 | 2]
      const generation = shownGeneration(m, list as 0 | 1 | 2)
      for (let head = nextOf(m, ring); head !== ring; head = nextOf(m, head)) this.add(objectOf(head), generation)
    }
    const listed = this.size
    for (let i = 0; i < starts.length; i++) this.push(starts[i] as Address)
    for (let i = 0; i < listed; i++) this.readEdges(i)
    for (let at = 0; at < this.flatSize; at++) this.meet(this.flat[at] as number)
    this.leaveOutInnerParts()
    this.leaveOutUnreferenced(starts)
  }

  /** What the table says of the last reading is void once `base` has passed it. */
  private forget(): void {
    this.base += this.size + 1
    if (this.base > 2 ** 30) {
      this.index.fill(0)
      this.base = 1
    }
    this.size = 0
    this.flatSize = 0
    this.weakrefs.length = 0
    this.classParts.length = 0
  }

  private isKnown(o: Address): boolean {
    return (this.index[o >> 4] as number) >= this.base
  }

  private nodeOf(o: Address): number {
    const word = this.index[o >> 4] as number
    return word > this.base ? word - this.base - 1 : NOWHERE
  }

  private add(o: Address, generation: number): boolean {
    const kind = kindOf(this.m, o)
    if (IS_HIDDEN[kind] === 1) {
      this.index[o >> 4] = this.base
      return false
    }
    if (this.size === this.nodes.length) this.grow()
    const node = this.size++
    this.index[o >> 4] = this.base + 1 + node
    this.nodes[node] = o
    this.generations[node] = generation
    this.kinds[node] = kind
    this.shown[node] = Shown.no
    return true
  }

  private push(o: Address): void {
    if (this.flatSize === this.flat.length) this.flat = doubled(this.flat, Int32Array)
    this.flat[this.flatSize++] = o
  }

  /** Adds what the object refers to; gives how much that is. */
  private pushReferents(o: Address, kind: number): number {
    const { m } = this
    const count = traverse(m, kind, o)
    while (this.flatSize + count > this.flat.length) this.flat = doubled(this.flat, Int32Array)
    const { flat, flatSize } = this
    const { referents } = m
    for (let i = 0; i < count; i++) flat[flatSize + i] = referents[i] as number
    this.flatSize = flatSize + count
    return count
  }

  /** Everything that the node refers to is followed, but only a part is shown: first or last in its stretch. */
  private readEdges(node: number): void {
    const { m } = this
    const o = this.nodes[node] as Address
    const kind = this.kinds[node] as number
    const start = this.flatSize
    const count = this.pushReferents(o, kind)
    this.starts[node] = start
    this.ends[node] = this.flatSize
    switch (kind) {
      case Kind.type:
        this.ends[node] = start
        if (subclassesOf(m, o) !== m.subclasses && subclassesOf(m, o) !== 0) this.push(subclassesOf(m, o))
        this.classParts.push(start, this.flatSize)
        break
      case Kind.weakrefSubclass:
        this.weakrefs.push(node)
        this.leaveOutClass(node)
        break
      case Kind.weakref:
      case Kind.weakProxy:
      case Kind.callableProxy:
        this.weakrefs.push(node)
        break
      case Kind.function: {
        const defaults = functionDefaults(m, o)
        this.starts[node] = this.flatSize
        const closure = functionClosure(m, o)
        if (defaults !== 0) this.push(defaults)
        if (closure !== 0) this.push(closure)
        this.ends[node] = this.flatSize
        break
      }
      case Kind.listSubclass:
      case Kind.dictSubclass:
      case Kind.setSubclass:
      case Kind.frozensetSubclass:
      case Kind.tupleSubclass:
      case Kind.exceptionSubclass:
        this.leaveOutClass(node)
        break
      case Kind.instance:
        // The class comes last, where the version visits it.
        if (count > 0 && this.flat[this.flatSize - 1] === typeOf(m, o)) this.ends[node] = this.flatSize - 1
        break
    }
  }

  /** The class stands between attributes and contents. */
  private leaveOutClass(node: number): void {
    const { flat } = this
    const type = typeOf(this.m, this.nodes[node] as Address)
    const end = this.ends[node] as number
    const at = flat.indexOf(type, this.starts[node])
    if (at < 0 || at >= end) return
    flat.copyWithin(at, at + 1, end)
    flat[end - 1] = type
    this.ends[node] = end - 1
  }

  /** Takes in what is reached, but in no list: untracked containers, and what is frozen. */
  private meet(o: Address): void {
    const { m } = this
    if (this.isKnown(o) || o === m.emptyTuple) return
    const kind = kindOf(m, o)
    const tracked = slotsOf(m, o).gc && isTracked(m, o)
    // The interpreter's own are in no list: each is a ring of its own.
    if (tracked && nextOf(m, headOf(o)) === headOf(o)) return
    if (!tracked && IS_UNTRACKABLE[kind] !== 1) return
    if (this.add(o, tracked ? PERMANENT : UNTRACKED)) this.readEdges(this.size - 1)
    else this.pushReferents(o, kind)
  }

  /**
   * Tuples and dicts of classes, that of its subclasses among them, and weakrefs to classes, by which their bases know them:
   * those of the program look the same.
   */
  private leaveOutInnerParts(): void {
    const { m, kinds, shown, flat, classParts } = this
    for (const node of this.weakrefs) {
      const target = weakrefTarget(m, this.nodes[node] as Address)
      if (target !== 0 && kindOf(m, target) === Kind.type && this.nodeOf(target) >= 0) shown[node] = Shown.never
    }
    for (let i = 0; i < classParts.length; i += 2) {
      for (let at = classParts[i] as number; at < (classParts[i + 1] as number); at++) {
        const part = this.nodeOf(flat[at] as Address)
        if (part >= 0 && (kinds[part] === Kind.tuple || kinds[part] === Kind.dict)) shown[part] = Shown.never
      }
    }
  }

  /** Untracked ones that only inner parts of classes refer to, such as the tuple `__slots__`. */
  private leaveOutUnreferenced(starts: readonly Address[]): void {
    const { shown, generations, waiting } = this
    this.shownCount = 0
    let undecided = 0
    for (let i = 0; i < this.size; i++) {
      if (shown[i] === Shown.never) continue
      if (generations[i] !== UNTRACKED) this.show(i)
      else undecided++
    }
    if (undecided === 0) {
      waiting.length = 0
      return
    }
    for (let i = 0; i < starts.length; i++) this.show(this.nodeOf(starts[i] as Address))
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (let at = this.starts[node] as number; at < (this.ends[node] as number); at++)
        this.show(this.nodeOf(this.flat[at] as Address))
    }
  }

  private show(node: number): void {
    if (node < 0 || this.shown[node] !== Shown.no) return
    this.shown[node] = Shown.yes
    this.shownCount++
    this.waiting.push(node)
  }

  private grow(): void {
    this.nodes = doubled(this.nodes, Int32Array)
    this.starts = doubled(this.starts, Int32Array)
    this.ends = doubled(this.ends, Int32Array)
    this.generations = doubled(this.generations, Int8Array)
    this.kinds = doubled(this.kinds, Uint8Array)
    this.shown = doubled(this.shown, Uint8Array)
  }
}

function flags(kinds: readonly number[]): Uint8Array {
  const table = new Uint8Array(128)
  for (const kind of kinds) table[kind] = 1
  return table
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
