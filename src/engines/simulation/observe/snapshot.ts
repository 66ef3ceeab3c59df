/** The program's heap at one moment, read from the collector's lists and from the records themselves. */
import type { Handle, Snapshot } from '../../../observation/observations.ts'
import { nextOf, objectOf } from '../gc/gc-list.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictNext } from '../object/dict.ts'
import { Kind } from '../object/kinds.ts'
import { listItem, listSize } from '../object/list.ts'
import { isImmortal, kindOf, refcountOf, typeOf } from '../object/refcount.ts'
import { strText } from '../object/str.ts'
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
    const name = strText(m, m.dictKey)
    if (name === '__builtins__') continue
    rootNames.push(name)
    roots.push(m.dictValue)
  }
  const { garbage: garbageList, collections, collected } = m.gc
  const garbage: Address[] = []
  for (let i = 0; i < listSize(m, garbageList); i++) garbage.push(listItem(m, garbageList, i))
  graph.read(garbage.length === 0 ? roots : [...roots, ...garbage])
  return {
    ...arraysOf(m, graph),
    rootNames,
    roots: Float64Array.from(roots),
    garbage: Float64Array.from(garbage),
    collections: since(collections, base.collections),
    collected: since(collected, base.collected),
  }
}

function since(now: readonly number[], before: readonly number[]): [number, number, number] {
  const less = (i: number): number => (now[i] as number) - (before[i] as number)
  return [less(0), less(1), less(2)]
}

type NodeArrays = Omit<Snapshot, 'rootNames' | 'roots' | 'garbage' | 'collections' | 'collected'>

function arraysOf(m: Machine, graph: HeapGraph): NodeArrays {
  const { size, nodes, kinds, starts, ends, flat } = graph
  let edgeCount = 0
  for (let i = 0; i < size; i++) edgeCount += (ends[i] as number) - (starts[i] as number)
  const handles = new Float64Array(size)
  const refcounts = new Float64Array(size)
  const weakTargets = new Float64Array(size)
  const types = new Uint16Array(size)
  const edgeStarts = new Uint32Array(size + 1)
  const edges = new Float64Array(edgeCount)
  const typeNames: string[] = []
  const typeObjects: Address[] = []
  let edge = 0
  for (let i = 0; i < size; i++) {
    const o = nodes[i] as Address
    handles[i] = o
    refcounts[i] = shownCount(m, o)
    if (kinds[i] === Kind.weakref) weakTargets[i] = weakrefTarget(m, o)
    let type = typeObjects.indexOf(typeOf(m, o))
    if (type < 0) {
      type = typeObjects.push(typeOf(m, o)) - 1
      typeNames.push(observedTypeName(m, o))
    }
    types[i] = type
    const end = ends[i] as number
    for (let at = starts[i] as number; at < end; at++) edges[edge++] = flat[at] as number
    edgeStarts[i + 1] = edge
  }
  const generations = graph.generations.slice(0, size)
  return { handles, types, typeNames, refcounts, generations, edgeStarts, edges, weakTargets }
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
