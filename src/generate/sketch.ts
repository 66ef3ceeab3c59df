/**
 * What the program so far has probably made: a rough heap that is kept while statements are drawn, so that most of
 * them do not raise. It need not be right: a finalizer or a callback may change anything at any time.
 *
 * Keeps true: no chain of objects is longer than `CHAIN_LIMIT`, because objects that were ever linked form a group
 * (union-find) whose size is bounded. So no program can nest deallocations deeper than an engine stands.
 *
 * One sketch is reused for all programs; its arrays are typed and are never cleared, only overwritten.
 */
import { Kind } from './kind.ts'
import { VARIABLES } from './names.ts'
import type { ClassEntry } from './palette/class-entry.ts'

const OBJECT_LIMIT = 4096
const CHAIN_LIMIT = 36
/** Cells of an object: attributes x, y, z, w; or the first four items; or the values of the keys of `KEYS`. */
export const CELLS = 4
export const UNSET = -1
/** Set or not: nobody knows. */
export const MAYBE = -2
export const UNKNOWN_SIZE = -1
const UNBOUND = -1

export class Sketch {
  private readonly binding = new Int16Array(VARIABLES.length)
  private readonly kinds = new Uint16Array(OBJECT_LIMIT)
  private readonly group = new Int16Array(OBJECT_LIMIT)
  private readonly groupSize = new Int16Array(OBJECT_LIMIT)
  private readonly cells = new Int16Array(OBJECT_LIMIT * CELLS)
  private readonly entries = new Array<ClassEntry | undefined>(OBJECT_LIMIT).fill(undefined)
  /** Items of a container, or `UNKNOWN_SIZE`. */
  readonly size = new Int16Array(OBJECT_LIMIT)
  private objects = 0
  /** Bits of the variables that running code may rebind behind our back. */
  unsteady = 0

  reset(): void {
    this.binding.fill(UNBOUND)
    this.objects = 0
    this.unsteady = 0
    this.fresh(Kind.atom)
  }

  /** The object that stands for every atom. */
  get atom(): number {
    return 0
  }

  fresh(kind: number): number {
    // A program of 300 statements makes far fewer; should one not, all further objects are taken for one atom.
    if (this.objects >= OBJECT_LIMIT) return 0
    const object = this.objects++
    this.kinds[object] = kind
    this.group[object] = object
    this.groupSize[object] = kind === Kind.atom ? 0 : 1
    this.size[object] = 0
    this.fillCells(object, UNSET)
    return object
  }

  instance(entry: ClassEntry): number {
    const object = this.fresh(Kind.instance)
    this.entries[object] = entry
    return object
  }

  /** Something that was already there, inside the group of `holder`. */
  inside(holder: number, kind: number = Kind.unknown): number {
    const object = this.fresh(kind)
    this.groupSize[object] = 0
    this.size[object] = UNKNOWN_SIZE
    this.fillCells(object, MAYBE)
    this.link(holder, object)
    return object
  }

  entry(object: number): ClassEntry {
    return this.entries[object] as ClassEntry
  }

  private root(object: number): number {
    const group = this.group
    let at = object
    while (group[at] !== at) {
      const next = group[at] as number
      group[at] = group[next] as number
      at = next
    }
    return at
  }

  /** Whether a reference between the two keeps every chain short; atoms may always be held. */
  mayLink(one: number, other: number): boolean {
    if (one === 0 || other === 0) return true
    const a = this.root(one)
    const b = this.root(other)
    return a === b || (this.groupSize[a] as number) + (this.groupSize[b] as number) <= CHAIN_LIMIT
  }

  link(one: number, other: number): void {
    if (one === 0 || other === 0) return
    const a = this.root(one)
    const b = this.root(other)
    if (a === b) return
    this.group[b] = a
    this.groupSize[a] = (this.groupSize[a] as number) + (this.groupSize[b] as number)
  }

  /** Counts objects that belong to `object` and that nothing else will name. */
  grow(object: number, by: number): void {
    const root = this.root(object)
    this.groupSize[root] = (this.groupSize[root] as number) + by
  }

  cell(object: number, index: number): number {
    return this.cells[object * CELLS + index] as number
  }

  setCell(object: number, index: number, value: number): void {
    this.cells[object * CELLS + index] = value
  }

  /** Forgets what `object` holds. */
  forget(object: number): void {
    this.size[object] = UNKNOWN_SIZE
    this.fillCells(object, MAYBE)
  }

  /** Four stores: `TypedArray.fill` costs ten times that on so short a run. */
  private fillCells(object: number, value: number): void {
    const first = object * CELLS
    this.cells[first] = value
    this.cells[first + 1] = value
    this.cells[first + 2] = value
    this.cells[first + 3] = value
  }

  bind(variable: number, object: number): void {
    this.binding[variable] = object
  }

  unbind(variable: number): void {
    this.binding[variable] = UNBOUND
  }

  isBound(variable: number): boolean {
    return this.binding[variable] !== UNBOUND
  }

  /** What a bound variable holds. */
  at(variable: number): number {
    return this.binding[variable] as number
  }

  kindOfObject(object: number): number {
    return this.kinds[object] as number
  }

  /** The kind of what `variable` holds; 0 when it is unbound. */
  kind(variable: number): number {
    const object = this.binding[variable] as number
    if (object === UNBOUND) return 0
    return (this.unsteady >> variable) & 1 ? Kind.unknown : (this.kinds[object] as number)
  }

  /** A bound variable below `limit` whose kind is in `mask`, searched from `start` on; -1 when there is none. */
  find(mask: number, start: number, limit: number): number {
    for (let i = 0, at = start; i < limit; i++, at = at + 1 === limit ? 0 : at + 1) {
      if ((this.kind(at) & mask) !== 0) return at
    }
    return -1
  }
}
