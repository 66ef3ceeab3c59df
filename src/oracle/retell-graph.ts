/** A snapshot retold with labels: the heap of the program as a graph. What the oracle could bind no label to is `type#?n`. */
import { type GenerationName, PERMANENT, type Snapshot, UNTRACKED } from '../observation/observations.ts'
import type { StoryGraph, StoryNode } from '../observation/story.ts'
import type { Bindings } from './compare/bindings.ts'

export function retellGraph(snapshot: Snapshot, bindings: Bindings): StoryGraph {
  const { handles, types, typeNames, refcounts, generations, edgeStarts, edges, weakTargets } = snapshot
  const labels = new Map<number, string>()
  let unbound = 0
  for (const [node, handle] of handles.entries()) {
    const type = typeNames[types[node] as number] ?? 'object'
    labels.set(handle, bindings.thingOf(handle)?.label ?? `${type}#?${++unbound}`)
  }
  const named = (some: Iterable<number>): readonly string[] =>
    Array.from(some, (handle) => labels.get(handle)).filter((label) => label !== undefined)
  const nodes = Array.from(handles, (handle, node): StoryNode => {
    const target = weakTargets[node] === 0 ? undefined : labels.get(weakTargets[node] as number)
    return {
      label: labels.get(handle) as string,
      count: refcounts[node] as number,
      generation: generationName(generations[node] as number),
      refersTo: named(edges.subarray(edgeStarts[node], edgeStarts[node + 1])),
      ...(target === undefined ? {} : { pointsTo: target }),
    }
  })
  const roots = snapshot.rootNames.flatMap((name, i) => {
    const label = labels.get(snapshot.roots[i] as number)
    return label === undefined ? [] : [{ name, label }]
  })
  return { nodes, roots, collections: snapshot.collections, collected: snapshot.collected }
}

function generationName(generation: number): GenerationName {
  if (generation === UNTRACKED) return 'untracked'
  return generation === PERMANENT ? 'permanent' : (generation as 0 | 1 | 2)
}
