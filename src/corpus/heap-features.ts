/**
 * Features of one snapshot: objects by kind, generation, count and reach; references by what they join; weak references;
 * cycles by size, kinds, age and whether anything holds them; and what collections did since the snapshot before.
 */
import type { Snapshot } from '../observation/observations.ts'
import { bucket, mix } from './feature-hash.ts'
import { HeapGraph, UNREACHABLE } from './heap-graph.ts'
import type { ProgramKinds } from './statement-shape.ts'

const Family = { node: 11, degree: 12, edge: 13, weak: 14, depth: 15, cycle: 16, collections: 17, garbage: 18 } as const

/** Of the kinds in a cycle, so many tell it from others. */
const KINDS_OF_CYCLE_MAX = 3

const graph = new HeapGraph()

export function heapFeatures(
  snapshot: Snapshot,
  before: Snapshot | undefined,
  kinds: ProgramKinds,
  add: (hash: number) => void,
): void {
  graph.read(snapshot)
  const kindOf = snapshot.typeNames.map((name) => kinds.kindOf(name))
  const kind = (i: number) => kindOf[snapshot.types[i] as number] as number
  const weakref = snapshot.typeNames.indexOf('weakref')
  for (let i = 0; i < graph.size; i++) {
    const [own, age, depth] = [kind(i), snapshot.generations[i] as number, graph.depths[i] as number]
    const [start, end] = [snapshot.edgeStarts[i] as number, snapshot.edgeStarts[i + 1] as number]
    add(mix(Family.node, own, age, bucket(Math.max(0, snapshot.refcounts[i] as number))))
    add(mix(Family.depth, own, depth === UNREACHABLE ? UNREACHABLE : bucket(depth), age))
    add(mix(Family.degree, own, bucket(end - start)))
    for (let edge = start; edge < end; edge++) {
      const to = graph.to[edge] as number
      if (to >= 0) add(mix(Family.edge, own, kind(to), Math.sign((snapshot.generations[to] as number) - age)))
    }
    if (snapshot.types[i] !== weakref) continue
    const target = graph.indexOf(snapshot.weakTargets[i] as number)
    add(mix(Family.weak, age, target < 0 ? 0 : mix(kind(target), snapshot.generations[target] as number)))
  }
  graph.eachCycle((members) => {
    let isHeld = false
    let youngest = Number.POSITIVE_INFINITY
    const there = new Set<number>()
    for (const i of members) {
      isHeld ||= graph.depths[i] !== UNREACHABLE
      youngest = Math.min(youngest, snapshot.generations[i] as number)
      there.add(kind(i))
    }
    const which = [...there].sort((a, b) => a - b).slice(0, KINDS_OF_CYCLE_MAX)
    const what = which.reduce((hash, each) => mix(hash, each), there.size > KINDS_OF_CYCLE_MAX ? 1 : 0)
    add(mix(Family.cycle, bucket(members.length), what, isHeld ? 1 : 0, youngest))
  })
  add(mix(Family.garbage, bucket(snapshot.garbage.length)))
  for (const generation of [0, 1, 2] as const) {
    const ran = snapshot.collections[generation] - (before?.collections[generation] ?? 0)
    const took = snapshot.collected[generation] - (before?.collected[generation] ?? 0)
    add(mix(Family.collections, generation, bucket(ran), bucket(took)))
  }
}
