/**
 * Snapshots and censuses taken by JavaScript, which reads the interpreter's memory and asks its C functions: no Python
 * code runs and no count changes. Whom the collector lists is asked of `gc.get_objects`; whom an object refers to, of
 * its type's `tp_traverse`, which the collector itself uses. What is read (object.h, listobject.h, weakrefobject.h;
 * words of 4 bytes):
 *
 *   PyObject: ob_refcnt · ob_type      PyListObject: … ob_size · ob_item      PyWeakReference: … wr_object
 *   PyTypeObject: word 23 is tp_traverse
 */
import type { Greeting } from '../python/greeting.ts'
import { Role } from '../python/type-book.ts'
import type { Sight } from '../python/walked-snapshot.ts'
import type { PythonModule } from './c-functions.ts'

const TYPE = 1
const SIZE = 2
const WEAK_TARGET = 2
const ITEMS = 3
const TRAVERSE = 23
const STATISTICS = [0, 1, 3, 4, 6, 7]

type Traverse = (object: number, visit: number, argument: number) => number

/** Objects of the harness that the walk needs, by their addresses; inside.py tells them. */
export interface Landmarks {
  readonly get_objects: number
  readonly generation0: number
  readonly generation1: number
  readonly generation2: number
  readonly namespace: number
  readonly garbage: number
  /** The tuple without items, which is nobody's. */
  readonly empty: number
  readonly builtins: number
  /** Types whose objects are shown although the collector may not track them: those that it tracks at times. */
  readonly tuple: number
  readonly dict: number
  readonly frozenset: number
  readonly object: number
  readonly bytearray: number
}

export class HeapWalk {
  /** What was seen since it was last asked for. */
  private sights: Sight[] = []
  private heap: Uint32Array
  private things = new Uint32Array(1024)
  private size = 0
  private flat = new Uint32Array(4096)
  private flatSize = 0
  private names = new Uint8Array(1024)
  private readonly visit: number
  private readonly scratch: number
  private readonly traversals = new Map<number, Traverse>()
  private readonly module: PythonModule
  private readonly greeting: Greeting
  private readonly marks: Landmarks
  private readonly statisticsAt: number

  /** `statisticsAt` is where the collector's statistics stand. */
  constructor(module: PythonModule, greeting: Greeting, marks: Landmarks, statisticsAt: number) {
    this.module = module
    this.greeting = greeting
    this.marks = marks
    this.statisticsAt = statisticsAt
    this.heap = module.HEAPU32
    this.scratch = module._PyMem_RawMalloc(16)
    this.visit = module.addFunction((object) => {
      this.note(object)
      return 0
    }, 'iii')
  }

  takeSights(): Sight[] {
    const { sights } = this
    this.sights = []
    return sights
  }

  census(): void {
    const { marks, greeting } = this
    const wasEnabled = this.module._PyGC_Disable()
    this.size = 0
    this.list(marks.generation0)
    const { heap, things } = this
    const objects: number[] = []
    for (let i = 0; i < this.size; i++) {
      const thing = things[i] as number
      if (greeting.types.at(heap[(thing >>> 2) + TYPE] as number, 0) === undefined) objects.push(thing)
    }
    this.sights.push({ kind: 'census', objects })
    if (wasEnabled === 1) this.module._PyGC_Enable()
  }

  snapshot(functionsAreSilent: boolean): void {
    const { marks, module, greeting } = this
    const wasEnabled = module._PyGC_Disable()
    this.size = 0
    this.flatSize = 0
    const young = this.list(marks.generation0)
    const middle = this.list(marks.generation1)
    const old = this.list(marks.generation2)
    const tracked = this.size
    for (let i = 0; i < tracked; i++) {
      const thing = this.things[i] as number
      const silent = greeting.types.at(this.heap[(thing >>> 2) + TYPE] as number, 0)?.silent ?? 'never'
      if (silent === 'never' || (silent === 'without defaults' && !functionsAreSilent)) this.referents(thing)
    }
    this.referents(marks.namespace)
    this.referents(marks.garbage)
    this.followLoose(tracked)
    this.sights.push({
      kind: 'snapshot',
      functionsAreSilent,
      young,
      middle,
      old,
      extra: this.size - tracked,
      flat: this.flatSize,
      words: this.words(),
      names: this.globalNames(),
      statistics: STATISTICS.map((field) => this.heap[(this.statisticsAt >>> 2) + field] as number),
    })
    if (wasEnabled === 1) module._PyGC_Enable()
  }

  /** Takes in the things of a generation, in the collector's order; gives how many there are. */
  private list(generation: number): number {
    const { module, marks } = this
    const list = module._PyObject_CallOneArg(marks.get_objects, generation)
    // The list may have made the memory grow, and its views new.
    this.heap = module.HEAPU32
    const size = this.heap[(list >>> 2) + SIZE] as number
    const items = (this.heap[(list >>> 2) + ITEMS] as number) >>> 2
    while (this.size + size >= this.things.length) this.things = doubled(this.things)
    for (let i = 0; i < size; i++) this.things[this.size++] = this.heap[items + i] as number
    module._Py_DecRef(list)
    return size
  }

  private referents(thing: number): void {
    const type = this.heap[(thing >>> 2) + TYPE] as number
    const place = this.heap[(type >>> 2) + TRAVERSE] as number
    if (place !== 0) this.traversal(place)(thing, this.visit, 0)
    this.note(this.greeting.mark)
  }

  private traversal(place: number): Traverse {
    let traverse = this.traversals.get(place)
    if (traverse === undefined) {
      traverse = this.module.getWasmTableEntry(place) as Traverse
      this.traversals.set(place, traverse)
    }
    return traverse
  }

  private note(object: number): void {
    if (this.flatSize === this.flat.length) this.flat = doubled(this.flat)
    this.flat[this.flatSize++] = object
  }

  /** Untracked containers among the referents join the things, and those that they refer to. */
  private followLoose(tracked: number): void {
    this.addLoose(0, this.flatSize, tracked)
    for (let i = tracked; i < this.size; i++) {
      const from = this.flatSize
      this.referents(this.things[i] as number)
      this.addLoose(from, this.flatSize, tracked)
    }
  }

  private addLoose(from: number, to: number, tracked: number): void {
    const { heap, flat, module } = this
    const { tuple, dict, frozenset, object, bytearray, empty } = this.marks
    const { mark } = this.greeting
    for (let i = from; i < to; i++) {
      const thing = flat[i] as number
      const type = heap[(thing >>> 2) + TYPE] as number
      if (type !== tuple && type !== dict && type !== object && type !== frozenset && type !== bytearray) continue
      if (thing === empty || thing === mark || module._PyObject_GC_IsTracked(thing) !== 0) continue
      const known = this.things.indexOf(thing, tracked)
      if (known >= 0 && known < this.size) continue
      if (this.size === this.things.length) this.things = doubled(this.things)
      this.things[this.size++] = thing
    }
  }

  /** See walked-snapshot.ts. */
  private words(): Uint32Array {
    const { heap, things, size, flat, flatSize } = this
    const { types } = this.greeting
    const words = new Uint32Array(4 * size + flatSize)
    words.set(things.subarray(0, size))
    words.set(flat.subarray(0, flatSize), 2 * size)
    const counts = 2 * size + flatSize
    let at = counts + size
    for (let i = 0; i < size; i++) {
      const thing = (things[i] as number) >>> 2
      const type = heap[thing + TYPE] as number
      words[size + i] = type
      words[counts + i] = heap[thing] as number
      if (types.at(type, 0)?.role === Role.weakref) words[at++] = heap[thing + WEAK_TARGET] as number
    }
    return words
  }

  private globalNames(): Uint8Array {
    const { module, scratch } = this
    const { HEAPU8 } = module
    const key = scratch + 4
    let end = 0
    this.heap[scratch >>> 2] = 0
    while (module._PyDict_Next(this.marks.namespace, scratch, key, 0) !== 0) {
      const from = module._PyUnicode_AsUTF8AndSize(this.heap[key >>> 2] as number, scratch + 8)
      const length = this.heap[(scratch + 8) >>> 2] as number
      while (end + length + 1 > this.names.length) this.names = doubled(this.names)
      for (let i = 0; i < length; i++) this.names[end++] = HEAPU8[from + i] as number
      this.names[end++] = 0
    }
    return this.names.slice(0, end - 1)
  }
}

function doubled<T extends Uint8Array | Uint32Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(2 * array.length)
  larger.set(array)
  return larger
}
