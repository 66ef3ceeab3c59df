/**
 * Collects the nodes of one snapshot in arrays that are used again and again: things are taken in with all their
 * referents, then `finish` leaves out what is no object of the program (inner parts of classes, frames, weakrefs that a
 * class's base keeps) and copies of each node's referents those that a snapshot shows. Written for speed: this runs
 * for every object of every snapshot.
 */

import { present } from '../../base/assert.ts'
import { PERMANENT, UNTRACKED } from '../../observation/observations.ts'
import type { Greeting } from './greeting.ts'
import type { LogBytes } from './log-bytes.ts'
import { NodeIndex } from './node-index.ts'
import type { LooseNodes } from './pack-nodes.ts'
import type { ProgramTypes } from './program-types.ts'
import { referencedNodes } from './referenced-nodes.ts'
import { type KnownType, Role } from './type-book.ts'

/** Where a record's parts stand in the log, and how large they are; see decode-snapshot.ts. */
export interface RecordParts {
  readonly log: LogBytes
  readonly types: ProgramTypes
  /** Position of the words. */
  readonly words: number
  readonly young: number
  readonly middle: number
  readonly old: number
  readonly extra: number
  readonly flat: number
  readonly countBytes: number
  readonly extraCountBytes: number
  readonly functionsAreSilent: boolean
}

export class NodeDraft {
  private size = 0
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
  private readonly greeting: Greeting

  constructor(greeting: Greeting) {
    this.greeting = greeting
  }

  /** Gives how many words of weakrefs' targets there are. */
  read(parts: RecordParts): number {
    const { log, words, young, middle, old, extra } = parts
    const { wordBytes } = this.greeting
    const size = young + middle + old
    this.size = size + extra
    this.classes = []
    this.innerParts = []
    this.tuples = []
    this.makeRoom(this.size, parts.flat)
    this.generations
      .fill(0, 0, young)
      .fill(1, young, young + middle)
      .fill(2, young + middle, size)
    const wordCount = 2 * this.size + parts.flat
    this.halfBytes.set(log.bytes.subarray(words, words + wordCount * wordBytes))
    this.copyWords(0, this.size, this.handles)
    this.copyWords(2 * this.size, parts.flat, this.flat)
    this.readTypes(parts.types)
    const at = this.readReferents(0, size, 0, parts.functionsAreSilent)
    this.rootsAt = at
    this.readReferents(size, this.size, this.segmentEnd(this.segmentEnd(at) + 1) + 1, undefined)
    const targetWords = words + wordCount * wordBytes
    const targets = this.readTargets(log, targetWords)
    this.readCounts(parts, targetWords + targets * wordBytes)
    return targets
  }

  /** Words are copied to where they are aligned, because a log may begin anywhere. */
  private copyWords(first: number, count: number, to: Float64Array): void {
    const { halves } = this
    if (this.greeting.wordBytes === 4) {
      for (let i = 0; i < count; i++) to[i] = halves[first + i] as number
      return
    }
    for (let i = 0, j = 2 * first; i < count; i++, j += 2)
      to[i] = (halves[j] as number) + (halves[j + 1] as number) * 0x1_0000_0000
  }

  private readTypes(types: ProgramTypes): void {
    const { halves, greeting, size } = this
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
      last = present(
        greeting.types.at(low, high) ?? types.at(low + high * 0x1_0000_0000),
        'a program reports each class that it makes',
      )
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

  private readTargets(log: LogBytes, at: number): number {
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

  private readCounts({ log, extra, countBytes, extraCountBytes, flat }: RecordParts, at: number): void {
    const { ownReferences } = this.greeting
    const size = this.size - extra
    const wide = countBytes > size
    for (let i = 0; i < size; i++)
      this.refcounts[i] = (wide ? log.lowAt(at + 4 * i) : (log.bytes[at + i] as number)) - ownReferences
    const extraAt = at + countBytes
    const extraWide = extraCountBytes > extra
    for (let i = 0; i < extra; i++) {
      const count = extraWide ? log.lowAt(extraAt + 4 * i) : (log.bytes[extraAt + i] as number)
      // When these were counted, the list of extra ones referred to them, too.
      this.refcounts[size + i] = count - ownReferences - 1
      this.generations[size + i] = log.bytes[extraAt + extraCountBytes + i] === 1 ? PERMANENT : UNTRACKED
    }
    // And so did `flat`.
    if (extra === 0) return
    const index = new NodeIndex(this.handles, size, this.size)
    for (let j = 0; j < flat; j++) {
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
    for (let node = 0; node < this.size; node++) {
      if (!this.isShown(node)) continue
      const type = types[node] as KnownType
      const start = this.firstEdge(node, type)
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
      case Role.dict:
        return !this.innerParts.includes(this.handles[node] as number)
      case Role.weakref:
        return !this.classes.includes(this.weakTargets[node] as number)
      default:
        return true
    }
  }

  private firstEdge(node: number, type: KnownType): number {
    const start = this.starts[node] as number
    if (type.role !== Role.function) return start
    // The defaults are the first tuple that a function refers to (funcobject.c, func_traverse).
    const end = this.ends[node] as number
    for (let j = start; j < end; j++) if (this.tuples.includes(this.flat[j] as number)) return j
    return end
  }

  private edgesEnd(node: number, type: KnownType, start: number): number {
    const end = this.ends[node] as number
    if (type.role === Role.class) return start
    if (type.role === Role.function) return Math.min(end, start + 1)
    // From 3.9 on an instance refers to its class, last.
    return type.role === Role.instance && this.greeting.instancesReferToClass ? end - 1 : end
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

  private makeRoom(size: number, flatSize: number): void {
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
