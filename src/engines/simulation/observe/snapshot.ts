/** The program's heap at one moment, read from the collector's lists and from the records themselves. */
import type { Handle, Snapshot } from '../../../observation/observations.ts'
import { nextOf, objectOf } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictNext } from '../object/dict-walk.ts'
import { FIRST_SUBCLASS, isWeakrefKind, Kind } from '../object/kinds.ts'
import { listItem, listSize } from '../object/list.ts'
import { isImmortal, kindOf, refcountOf, typeOf } from '../object/refcount.ts'
import { constantText } from '../object/str.ts'
import { weakrefTarget } from '../object/weakref.ts'
import { HeapGraph } from './heap-graph.ts'
import { observedTypeName } from './value.ts'

/** What `gc.get_stats` said before the program. */
export interface StatisticsBase {
  readonly collections: readonly number[]
  readonly collected: readonly number[]
}

const GRAPHS = new WeakMap<Machine, HeapGraph>()

export function takeSnapshot(m: Machine, base: StatisticsBase): Snapshot {
  let graph = GRAPHS.get(m)
  if (graph === undefined) {
    graph = new HeapGraph(m)
    GRAPHS.set(m, graph)
  }
  const rootNames: string[] = []
  const roots: Address[] = []
  for (let at = dictNext(m, m.globals, 0); at >= 0; at = dictNext(m, m.globals, at)) {
    if (m.dictKey === m.names['__builtins__']) continue
    rootNames.push(constantText(m, m.dictKey))
    roots.push(m.dictValue)
  }
  const { garbage: garbageList, collections, collected } = m.gc
  const garbage: Address[] = []
  for (let i = 0; i < listSize(m, garbageList); i++) garbage.push(listItem(m, garbageList, i))
  graph.read(garbage.length === 0 ? roots : [...roots, ...garbage])
  return snapshotOf(m, graph, {
    rootNames,
    roots,
    garbage,
    collections: since(collections, base.collections),
    collected: since(collected, base.collected),
  })
}

function since(now: readonly number[], before: readonly number[]): [number, number, number] {
  const less = (i: number): number => (now[i] as number) - (before[i] as number)
  return [less(0), less(1), less(2)]
}

interface Surroundings extends Pick<Snapshot, 'rootNames' | 'collections' | 'collected'> {
  readonly roots: readonly Address[]
  readonly garbage: readonly Address[]
}

/** All arrays lie in one buffer, widest elements first: nine of their own cost as much as the whole walk. */
function snapshotOf(m: Machine, graph: HeapGraph, around: Surroundings): Snapshot {
  const { size, shownCount, nodes, kinds, starts, ends, flat } = graph
  const { roots, garbage } = around
  let edgeCount = 0
  for (let i = 0; i < size; i++) if (graph.isShown(i)) edgeCount += (ends[i] as number) - (starts[i] as number)
  const wide = 3 * shownCount + edgeCount + roots.length + garbage.length
  const buffer = new ArrayBuffer(8 * wide + 4 * (shownCount + 1) + 3 * shownCount)
  const handles = new Float64Array(buffer, 0, shownCount)
  const refcounts = new Float64Array(buffer, 8 * shownCount, shownCount)
  const weakTargets = new Float64Array(buffer, 16 * shownCount, shownCount)
  const edges = new Float64Array(buffer, 24 * shownCount, edgeCount)
  const edgeStarts = new Uint32Array(buffer, 8 * wide, shownCount + 1)
  const types = new Uint16Array(buffer, 8 * wide + 4 * (shownCount + 1), shownCount)
  const generations = new Int8Array(buffer, 8 * wide + 4 * (shownCount + 1) + 2 * shownCount, shownCount)
  const typeNames: string[] = []
  const typeObjects: Address[] = []
  let edge = 0
  let node = 0
  for (let i = 0; i < size; i++) {
    if (!graph.isShown(i)) continue
    const o = nodes[i] as Address
    handles[node] = o
    refcounts[node] = shownCountOf(m, o)
    if (tellsTarget(m, o, kinds[i] as number)) weakTargets[node] = weakrefTarget(m, o)
    generations[node] = graph.generations[i] as number
    let type = typeObjects.indexOf(typeOf(m, o))
    if (type < 0) {
      type = typeObjects.push(typeOf(m, o)) - 1
      typeNames.push(observedTypeName(m, o))
    }
    types[node] = type
    const end = ends[i] as number
    for (let at = starts[i] as number; at < end; at++) edges[edge++] = flat[at] as number
    edgeStarts[++node] = edge
  }
  return {
    handles,
    types,
    typeNames,
    refcounts,
    generations,
    edgeStarts,
    edges,
    weakTargets,
    rootNames: around.rootNames,
    roots: filled(new Float64Array(buffer, 24 * shownCount + 8 * edgeCount, roots.length), roots),
    garbage: filled(new Float64Array(buffer, 8 * (wide - garbage.length), garbage.length), garbage),
    collections: around.collections,
    collected: around.collected,
  }
}

/** Not a weakref of a class of the program's: to an observer it is an instance. */
function tellsTarget(m: Machine, o: Address, kind: number): boolean {
  return isWeakrefKind(kind) && (kind !== Kind.weakrefSubclass || typeOf(m, o) < m.space.heapStart)
}

function filled(array: Float64Array, values: readonly number[]): Float64Array {
  for (let i = 0; i < values.length; i++) array[i] = values[i] as number
  return array
}

export function shownCountOf(m: Machine, o: Address): number {
  return isImmortal(m, o) ? m.dialect.immortalShown : refcountOf(m, o)
}

/** The instances of program classes in the youngest generation, oldest first. */
export function youngInstances(m: Machine): Handle[] {
  const young: Handle[] = []
  const list = m.gc.heads[0]
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
    const o = objectOf(head)
    const kind = kindOf(m, o)
    const isInstance = kind === Kind.instance || kind >= FIRST_SUBCLASS
    // Classes of the library lie outside of the heap.
    if (isInstance && typeOf(m, o) >= m.space.heapStart) young.push(o as Handle)
  }
  return young
}
