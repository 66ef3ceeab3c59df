/**
 * Collects the nodes of one snapshot in arrays that are used again and again: things are taken in with all their
 * referents, then `finish` leaves out what is no object of the program (inner parts of classes, what a class keeps of its
 * subclasses) and copies of each node's referents those that a snapshot shows. Written for speed: this runs for every
 * object of every snapshot.
 *
 * Long because all of it works on the same arrays.
 */

import { PERMANENT, UNTRACKED } from '../../observation/observations.ts'
import { copyWords } from './copy-words.ts'
import type { Greeting } from './greeting.ts'
import type { LogBytes } from './log-bytes.ts'
import { NodeIndex } from './node-index.ts'
import type { LooseNodes } from './pack-nodes.ts'
import type { ProgramTypes } from './program-types.ts'
import { referencedNodes } from './referenced-nodes.ts'
import { type KnownType, Role, unreported } from './type-book.ts'

/** What a record says of itself, and the classes that the program had made before; see decode-snapshot.ts. */
export interface RecordParts {
  readonly types: ProgramTypes
  readonly young: number
  readonly middle: number
  readonly old: number
  readonly extra: number
  readonly flat: number
  readonly functionsAreSilent: boolean
}

const NONE: ReadonlySet<number> = new Set()

export class NodeDraft {
  private size = 0
  private tracked = 0
  private flatSize = 0
  private room = 256
  private flatRoom = 1024
  private handles = new Float64Array(this.room)
  private refcounts = new Float64Array(this.room)
  private weakTargets = new Float64Array(this.room)
  private generations = new Int8Array(this.room)
  private starts = new Uint32Array(this.room)
  private ends = new Uint32Array(this.room)
  private flat = new Float64Array(this.flatRoom)
  private halves = new Uint32Array(2 * (2 * this.room + this.flatRoom))
  private halfBytes = new Uint8Array(this.halves.buffer)
  private types: KnownType[] = []
  private classes: number[] = []
  private innerParts: number[] = []
  private tuples: number[] = []
  private rootsAt = 0
  private hasSubclasses = false
  private subclassDicts: ReadonlySet<number> = new Set()
  private readonly greeting: Greeting

  constructor(greeting: Greeting) {
    this.greeting = greeting
  }

  /** Takes in the words of a record that snapshot.py wrote: things, types, flat. Targets and counts are to follow. */
  take(parts: RecordParts, bytes: Uint8Array, at: number): void {
    this.makeRoom(parts)
    const wordCount = 2 * this.size + parts.flat
    // They are copied to where they are aligned, because a log may begin anywhere.
    this.halfBytes.set(bytes.subarray(at, at + wordCount * this.greeting.wordBytes))
    this.takeWords(parts, this.halves)
  }

  /** Takes in what a walk saw, completely. */
  takeWalked(parts: RecordParts, words: Uint32Array): void {
    this.makeRoom(parts)
    this.takeWords(parts, words)
    const counts = 2 * this.size + parts.flat
    const { none } = this.greeting
    let target = counts + this.size
    for (let i = 0; i < this.size; i++) {
      this.refcounts[i] = words[counts + i] as number
      const isWeakref = (this.types[i] as KnownType).role === Role.weakref
      const pointer = isWeakref ? (words[target++] as number) : none
      this.weakTargets[i] = pointer === none ? 0 : pointer
    }
    this.generations.fill(UNTRACKED, this.tracked, this.size)
  }

  private takeWords(parts: RecordParts, halves: Uint32Array): void {
    const { young, middle, flat } = parts
    const { size, tracked } = this
    this.hasSubclasses = parts.types.hasSubclasses
    this.classes = []
    this.innerParts = []
    this.tuples = []
    this.generations
      .fill(0, 0, young)
      .fill(1, young, young + middle)
      .fill(2, young + middle, tracked)
    copyWords(halves, this.greeting.wordBytes, 0, size, this.handles)
    copyWords(halves, this.greeting.wordBytes, 2 * size, flat, this.flat)
    this.readTypes(halves, parts.types)
    const at = this.readReferents(0, tracked, 0, parts.functionsAreSilent)
    this.rootsAt = at
    this.readReferents(tracked, size, this.segmentEnd(this.segmentEnd(at) + 1) + 1, undefined)
  }

  private readTypes(halves: Uint32Array, types: ProgramTypes): void {
    const { greeting, size } = this
    const wide = greeting.wordBytes === 8
    let lastLow = -1
    let last: KnownType | undefined
    for (let i = 0; i < size; i++) {
      const low = halves[wide ? 2 * (size + i) : size + i] as number
      if (low === lastLow && last !== undefined) {
        this.types[i] = last
        continue
      }
      const high = wide ? (halves[2 * (size + i) + 1] as number) : 0
      last =
        greeting.types.at(low, high) ?? types.at(low + high * 0x1_0000_0000) ?? unreported(low + high * 0x1_0000_0000)
      lastLow = low
      this.types[i] = last
    }
  }

  /** From `at` in the flat part; `functionsAreSilent` is undefined where nothing is silent. Gives where it ended. */
  private readReferents(from: number, to: number, at: number, functionsAreSilent: boolean | undefined): number {
    const { starts, ends, flat, types, handles } = this
    let next = at
    for (let i = from; i < to; i++) {
      const { role, silent } = types[i] as KnownType
      starts[i] = next
      if (role === Role.class) this.classes.push(handles[i] as number)
      else if (role === Role.tuple) this.tuples.push(handles[i] as number)
      if (
        functionsAreSilent !== undefined &&
        (silent === 'always' || (silent === 'without defaults' && functionsAreSilent))
      ) {
        ends[i] = next
        continue
      }
      const end = this.segmentEnd(next)
      if (role === Role.class) for (let j = next; j < end; j++) this.innerParts.push(flat[j] as number)
      ends[i] = end
      next = end + 1
    }
    return next
  }

  private segmentEnd(at: number): number {
    const { flat } = this
    const { mark } = this.greeting
    let end = at
    while (flat[end] !== mark) end++
    return end
  }

  /** Gives how many words of weakrefs' targets there are. */
  readTargets(log: LogBytes, at: number): number {
    const { none, wordBytes } = this.greeting
    let targets = 0
    for (let i = 0; i < this.size; i++) {
      this.weakTargets[i] = 0
      if ((this.types[i] as KnownType).role !== Role.weakref) continue
      const pointer = log.wordAt(at + targets++ * wordBytes, wordBytes)
      if (pointer !== none) this.weakTargets[i] = pointer
    }
    return targets
  }

  readCounts(log: LogBytes, at: number, countBytes: number, extraCountBytes: number): void {
    const { ownReferences } = this.greeting
    const { tracked, size } = this
    const extra = size - tracked
    const wide = countBytes > tracked
    for (let i = 0; i < tracked; i++)
      this.refcounts[i] = (wide ? log.lowAt(at + 4 * i) : (log.bytes[at + i] as number)) - ownReferences
    const extraAt = at + countBytes
    const extraWide = extraCountBytes > extra
    for (let i = 0; i < extra; i++) {
      const count = extraWide ? log.lowAt(extraAt + 4 * i) : (log.bytes[extraAt + i] as number)
      // When these were counted, the list of extra ones referred to them, too.
      this.refcounts[tracked + i] = count - ownReferences - 1
      this.generations[tracked + i] = log.bytes[extraAt + extraCountBytes + i] === 1 ? PERMANENT : UNTRACKED
    }
    // And so did `flat`.
    if (extra === 0) return
    const index = new NodeIndex(this.handles, tracked, size)
    for (let j = 0; j < this.flatSize; j++) {
      const node = index.find(this.flat[j] as number)
      if (node >= 0) this.refcounts[node] = (this.refcounts[node] as number) - 1
    }
  }

  finish(): LooseNodes {
    const { flat, rootsAt, handles, refcounts, generations, weakTargets, starts, types } = this
    const rootsEnd = this.segmentEnd(rootsAt)
    const garbageEnd = this.segmentEnd(rootsEnd + 1)
    let kept = 0
    const { ends } = this
    // Before any edge is moved.
    this.subclassDicts = this.hasSubclasses ? this.findSubclassDicts() : NONE
    for (let node = 0; node < this.size; node++) {
      if (!this.isShown(node)) continue
      const type = types[node] as KnownType
      const start = starts[node] as number
      const end = this.edgesEnd(node, type, start)
      handles[kept] = handles[node] as number
      refcounts[kept] = refcounts[node] as number
      generations[kept] = generations[node] as number
      weakTargets[kept] = weakTargets[node] as number
      types[kept] = type
      starts[kept] = start
      ends[kept] = end
      kept++
    }
    if (kept > 0 && generations[kept - 1] === UNTRACKED) kept = this.dropUnreferenced(kept, garbageEnd)
    // The first root is `__builtins__`, which the harness puts there.
    return {
      size: kept,
      handles,
      refcounts,
      generations,
      weakTargets,
      starts,
      ends,
      flat,
      types,
      rootsFrom: rootsAt + 1,
      rootsEnd,
      garbageEnd,
    }
  }

  private isShown(node: number): boolean {
    switch ((this.types[node] as KnownType).role) {
      case Role.hidden:
        return false
      case Role.tuple:
        return !this.innerParts.includes(this.handles[node] as number)
      case Role.dict:
        return (
          !this.innerParts.includes(this.handles[node] as number) &&
          !this.subclassDicts.has(this.handles[node] as number)
        )
      case Role.weakref:
        return !this.classes.includes(this.weakTargets[node] as number)
      default:
        return true
    }
  }

  /** The dicts in which classes of the program keep weakrefs to their subclasses. */
  private findSubclassDicts(): ReadonlySet<number> {
    const { handles, weakTargets, classes, types } = this
    const weakrefs = new Set<number>()
    for (let node = 0; node < this.size; node++) {
      const target = weakTargets[node] as number
      // That to a class which was resurrected out of trash refers to nothing any more.
      const isDead = target === 0 && (types[node] as KnownType).role === Role.weakref
      if (isDead || classes.includes(target)) weakrefs.add(handles[node] as number)
    }
    const found = new Set<number>()
    for (let node = 0; node < this.size; node++)
      if ((types[node] as KnownType).role === Role.dict && this.listsSubclasses(node, weakrefs))
        found.add(handles[node] as number)
    return found
  }

  /** Nothing that the collector traverses refers to such a dict; to 3.10 it stays when it is empty. */
  private listsSubclasses(node: number, weakrefs: ReadonlySet<number>): boolean {
    const { flat, starts, ends, refcounts, handles } = this
    const start = starts[node] as number
    const end = ends[node] as number
    if (refcounts[node] !== 1 || (start === end && !this.greeting.facts.instanceDictIsSeparate)) return false
    // The collector visits the value of an entry before its key, which is a number here (dictobject.c, dict_traverse).
    for (let j = start; j < end; j += 2) if (!weakrefs.has(flat[j] as number)) return false
    return !flat.subarray(0, this.flatSize).includes(handles[node] as number)
  }

  private edgesEnd(node: number, type: KnownType, start: number): number {
    const end = this.ends[node] as number
    if (type.role === Role.class) return start
    if (type.role === Role.function) return this.functionEdges(start, end)
    if (type.role !== Role.instance || !this.greeting.instancesReferToClass) return end
    // An instance refers to its class behind its attributes (subtype_traverse), and so last where it has nothing else.
    if (type.holdsContents === true) {
      const { flat } = this
      const at = flat.subarray(start, end).indexOf(type.pointer as number)
      flat.copyWithin(start + at, start + at + 1, end)
    }
    return end - 1
  }

  /** Its tuples come first: that of the defaults, then that of the cells. */
  private functionEdges(start: number, end: number): number {
    const { flat, tuples } = this
    let kept = start
    for (let j = start; j < end; j++) if (tuples.includes(flat[j] as number)) flat[kept++] = flat[j] as number
    return kept
  }

  /** Drops untracked nodes to which only inner parts of classes refer, such as `__static_attributes__` of 3.13. */
  private dropUnreferenced(size: number, garbageEnd: number): number {
    const { handles, generations, starts, ends, flat, rootsAt } = this
    let loose = size
    while (loose > 0 && generations[loose - 1] === UNTRACKED) loose--
    const referenced = referencedNodes({ handles, starts, ends, flat, size, loose, rootsAt, garbageEnd })
    let kept = loose
    for (let node = loose; node < size; node++) if (referenced[node - loose] === 1) this.move(node, kept++)
    return kept
  }

  private move(from: number, to: number): void {
    if (from === to) return
    for (const array of [this.handles, this.refcounts, this.generations, this.weakTargets, this.starts, this.ends])
      array[to] = array[from] as number
    this.types[to] = this.types[from] as KnownType
  }

  private makeRoom({ young, middle, old, extra, flat: flatSize }: RecordParts): void {
    this.tracked = young + middle + old
    this.size = this.tracked + extra
    this.flatSize = flatSize
    const { size } = this
    if (size > this.room) {
      this.room = 2 * size
      this.handles = new Float64Array(this.room)
      this.refcounts = new Float64Array(this.room)
      this.weakTargets = new Float64Array(this.room)
      this.generations = new Int8Array(this.room)
      this.starts = new Uint32Array(this.room)
      this.ends = new Uint32Array(this.room)
    }
    if (flatSize > this.flatRoom) {
      this.flatRoom = 2 * flatSize
      this.flat = new Float64Array(this.flatRoom)
    }
    if (2 * (2 * this.room + this.flatRoom) > this.halves.length) {
      this.halves = new Uint32Array(2 * (2 * this.room + this.flatRoom))
      this.halfBytes = new Uint8Array(this.halves.buffer)
    }
  }
}
