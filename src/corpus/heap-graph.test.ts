import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Snapshot } from '../observation/observations.ts'
import { HeapGraph, UNREACHABLE } from './heap-graph.ts'

const graph = new HeapGraph()

/** A snapshot with these edges; node i has handle 16 (i + 1), and node 0 is a global. */
function snapshotOf(edges: readonly (readonly number[])[]): Snapshot {
  const n = edges.length
  const starts = [0]
  for (const list of edges) starts.push((starts.at(-1) as number) + list.length)
  return {
    handles: Float64Array.from(edges, (_, i) => 16 * (i + 1)),
    types: new Uint16Array(n),
    typeNames: ['list'],
    refcounts: new Float64Array(n),
    generations: new Int8Array(n),
    edgeStarts: Uint32Array.from(starts),
    edges: Float64Array.from(edges.flat(), (i) => 16 * (i + 1)),
    weakTargets: new Float64Array(n),
    rootNames: ['a'],
    roots: Float64Array.of(16),
    garbage: new Float64Array(),
    collections: [0, 0, 0],
    collected: [0, 0, 0],
  }
}

/** Who reaches whom in one step or more, slowly. */
function closure(edges: readonly (readonly number[])[]): boolean[][] {
  const reach = edges.map((list) => edges.map((_, j) => list.includes(j)))
  for (const k of edges.keys())
    for (const i of edges.keys())
      for (const j of edges.keys()) if (reach[i]?.[k] && reach[k]?.[j]) (reach[i] as boolean[])[j] = true
  return reach
}

it('finds the cycles and what is reachable of any graph, as the slow way does', () => {
  const anyGraph = fc
    .integer({ min: 1, max: 9 })
    .chain((n) => fc.array(fc.array(fc.nat(n + 1), { maxLength: 4 }), { minLength: n, maxLength: n }))
  fc.assert(
    fc.property(anyGraph, (edges) => {
      const reach = closure(edges)
      const parts = new Set<string>()
      for (const i of edges.keys()) {
        const members = [...edges.keys()].filter((j) => reach[i]?.[j] && reach[j]?.[i])
        if (members.length > 0) parts.add(members.join())
      }
      graph.read(snapshotOf(edges))
      const found: string[] = []
      graph.eachCycle((members) => found.push(members.toSorted((a, b) => a - b).join()))
      expect(found.toSorted()).toEqual([...parts].sort())
      for (const i of edges.keys()) expect(graph.depths[i] !== UNREACHABLE).toBe(i === 0 || reach[0]?.[i] === true)
    }),
    { numRuns: 300 },
  )
})
