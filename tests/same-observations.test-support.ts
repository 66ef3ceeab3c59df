/**
 * Observations of one case from two engines in words that can be compared: handles become numbers in the order in which
 * a snapshot's lists and references show them, which is the order of the collector's own lists. Leaves out what engines
 * may show differently: handles of what is in no snapshot, objects in the permanent generation (an adapter finds only
 * some of them), and counts of untracked tuples (constants of the code).
 */
import {
  type Event,
  type Observations,
  type ObservedValue,
  PERMANENT,
  type Snapshot,
  UNTRACKED,
} from '../src/observation/observations.ts'

export function comparable(observations: Observations): unknown {
  const statements = observations.statements.map(({ events, value, raised, snapshot }) => {
    const numbers = snapshot === undefined ? new Map<number, number>() : numbersOf(snapshot)
    return {
      events: events.map(eventText),
      value: value === undefined ? undefined : valueText(value),
      raised,
      nodes: snapshot === undefined ? undefined : nodeTexts(snapshot, numbers),
      roots: snapshot?.rootNames.map((name, i) => `${name} ${numbers.get(snapshot.roots[i] ?? 0) ?? '-'}`),
      garbage:
        snapshot === undefined ? undefined : Array.from(snapshot.garbage, (handle) => numbers.get(handle) ?? '-'),
      statistics: snapshot === undefined ? undefined : [...snapshot.collections, ...snapshot.collected],
    }
  })
  return { statements, outcome: observations.outcome }
}

/** Tracked nodes in the order of the lists, then what roots, garbage and they themselves lead to. */
function numbersOf(snapshot: Snapshot): Map<number, number> {
  const { handles, generations, edgeStarts, edges, roots, garbage } = snapshot
  const nodeOf = new Map(Array.from(handles, (handle, node) => [handle, node]))
  const numbers = new Map<number, number>()
  const visit = (handle: number): void => {
    const node = nodeOf.get(handle)
    if (node !== undefined && generations[node] !== PERMANENT && !numbers.has(handle)) numbers.set(handle, numbers.size)
  }
  for (const [node, handle] of handles.entries()) if (generations[node] !== UNTRACKED) visit(handle)
  for (const handle of [...roots, ...garbage]) visit(handle)
  // The map grows while it is walked.
  for (const handle of numbers.keys()) {
    const node = nodeOf.get(handle) as number
    for (const edge of edges.slice(edgeStarts[node], edgeStarts[node + 1])) visit(edge)
  }
  return numbers
}

function nodeTexts(snapshot: Snapshot, numbers: ReadonlyMap<number, number>): string[] {
  const { handles, types, typeNames, refcounts, generations, edgeStarts, edges, weakTargets } = snapshot
  const texts: string[] = []
  for (const [node, handle] of handles.entries()) {
    const number = numbers.get(handle)
    if (number === undefined) continue
    const type = typeNames[types[node] as number] as string
    const count = type === 'tuple' && generations[node] === UNTRACKED ? '' : `, count ${refcounts[node]}`
    const referents = Array.from(edges.slice(edgeStarts[node], edgeStarts[node + 1]), (edge) => numbers.get(edge))
    const shown = referents.filter((referent) => referent !== undefined).join(' ')
    const target = weakTargets[node] === 0 ? '' : `, points to ${numbers.get(weakTargets[node] as number) ?? '-'}`
    texts[number] = `${type}${count}, generation ${generations[node]}, refers to ${shown}${target}`
  }
  return texts
}

/** Without handles: what was there may be gone, and another object in its place. */
function eventText(event: Event): string {
  switch (event.kind) {
    case 'initialized':
    case 'finalized':
      return `${event.kind} ${event.type}`
    case 'census':
      return `census of ${event.objects.length}`
    default:
      return JSON.stringify(event)
  }
}

function valueText(value: ObservedValue): string {
  switch (value.kind) {
    case 'none':
      return 'None'
    case 'object':
      return value.type
    case 'list':
    case 'tuple':
      return `${value.kind} of ${value.items.map(valueText).join(', ')}`
    default:
      return `${value.kind} ${value.value}`
  }
}
