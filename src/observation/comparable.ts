/**
 * Observations in words that can be compared and hashed: handles become numbers in the order in which a snapshot's lists
 * and references show them, which is the order of the collector's own lists. The same for every engine of one version,
 * on every machine. Leaves out what engines may show differently: handles of what is in no snapshot, objects in the
 * permanent generation (an adapter finds only some of them), what watched allocators and collectors do, and counts of untracked tuples (constants of the code).
 */

import {
  type Observations,
  type ObservedValue,
  type Outcome,
  PERMANENT,
  type ProgramEvent,
  type Snapshot,
  UNTRACKED,
} from './observations.ts'
import { isProgramEvent } from './program-event.ts'

export interface Comparable {
  readonly statements: readonly ComparableStatement[]
  readonly outcome: Outcome
}

/** Each part as lines of text; those of the snapshot only where there is one. */
export interface ComparableStatement {
  readonly events: readonly string[]
  readonly value?: string
  readonly raised?: string
  readonly nodes?: readonly string[]
  readonly roots?: readonly string[]
  readonly garbage?: readonly string[]
  readonly statistics?: readonly string[]
}

export function comparable(observations: Observations): Comparable {
  const statements = observations.statements.map(({ events, value, raised, snapshot }) => ({
    events: events.filter(isProgramEvent).map(eventText),
    ...(value === undefined ? {} : { value: valueText(value) }),
    ...(raised === undefined ? {} : { raised }),
    ...(snapshot === undefined ? {} : snapshotTexts(snapshot)),
  }))
  return { statements, outcome: observations.outcome }
}

function snapshotTexts(snapshot: Snapshot): Omit<ComparableStatement, 'events'> {
  const numbers = numbersOf(snapshot)
  const { rootNames, roots, garbage, collections, collected } = snapshot
  return {
    nodes: nodeTexts(snapshot, numbers),
    roots: rootNames.map((name, i) => `${name} is ${nodeName(numbers.get(roots[i] ?? 0))}`),
    garbage: Array.from(garbage, (handle) => nodeName(numbers.get(handle))),
    statistics: [0, 1, 2].map((g) => `generation ${g}: ${collections[g]} collections, ${collected[g]} collected`),
  }
}

function nodeName(number: number | undefined): string {
  return number === undefined ? 'an atom' : `object ${number}`
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
function eventText(event: ProgramEvent): string {
  switch (event.kind) {
    case 'initialized':
    case 'finalized':
    case 'died':
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
