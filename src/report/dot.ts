/**
 * Heap graphs → Graphviz: one `digraph` for each moment, in one file, as `dot -Tsvg -O` takes it. Names of globals are
 * boxes without a frame, weak references are dashed, and what waits for the collector is red.
 */
import type { StoryGraph } from '../observation/story.ts'
import { plural } from './paint.ts'

export interface Moment {
  readonly title: string
  readonly graph: StoryGraph
}

export function dotText(moments: readonly Moment[]): string {
  return moments.map(digraph).join('\n')
}

function digraph({ title, graph }: Moment): string {
  const reachable = held(graph)
  const nodes = graph.nodes.map(({ label, count, generation }) => {
    const place = typeof generation === 'number' ? `generation ${generation}` : generation
    const color = reachable.has(label) ? '' : ', color=red, fontcolor=red'
    return `  ${quoted(label)} [label=${quoted(`${label}\n${plural(count, 'reference')}, ${place}`)}${color}]`
  })
  const roots = graph.roots.flatMap(({ name, label }) => [
    `  ${quoted(`name ${name}`)} [label=${quoted(name)}, shape=plaintext]`,
    `  ${quoted(`name ${name}`)} -> ${quoted(label)}`,
  ])
  const edges = graph.nodes.flatMap(({ label, refersTo, pointsTo }) => [
    ...refersTo.map((other) => `  ${quoted(label)} -> ${quoted(other)}`),
    ...(pointsTo === undefined ? [] : [`  ${quoted(label)} -> ${quoted(pointsTo)} [style=dashed]`]),
  ])
  const head = `digraph ${quoted(title)} {\n  label=${quoted(title)}\n  labelloc=t\n  node [shape=box]`
  return `${[head, ...nodes, ...roots, ...edges].join('\n')}\n}\n`
}

/**
 * What somebody holds from outside the graph, and what that leads to. Classes and frames show little of what they refer
 * to, so reachability is told as the collector tells it: whoever has more references than the graph's own is held.
 */
function held({ nodes }: StoryGraph): ReadonlySet<string> {
  const refersTo = new Map(nodes.map((node) => [node.label, node.refersTo]))
  const inside = new Map<string, number>()
  for (const label of nodes.flatMap((node) => node.refersTo)) inside.set(label, (inside.get(label) ?? 0) + 1)
  const reached = new Set(
    nodes.filter(({ label, count }) => count > (inside.get(label) ?? 0)).map(({ label }) => label),
  )
  // The set grows while it is walked.
  for (const label of reached) for (const other of refersTo.get(label) ?? []) reached.add(other)
  return reached
}

/** A quoted string of the DOT language; a line break in it is written as one. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', ' ')}"`
}
