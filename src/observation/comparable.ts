/**
 * Observations in words that can be compared and hashed: handles become numbers in the order in which a snapshot's lists
 * and references show them, which is the order of the collector's own lists. The same for every engine of one version,
 * on every machine. A program that thaws brings an adapter's own objects into those lists, and a collection moves what
 * these lead to before the rest: for two engines beside each other the numbers follow the globals there, and neither the
 * order of the lists nor that of events is kept. Leaves out what engines may show differently: handles of what is in no
 * snapshot, objects in the permanent generation (an adapter finds only some of them), what watched allocators and
 * collectors do, and counts of untracked tuples (constants of the code).
 */

import {
  type Observations,
  type ObservedValue,
  type Outcome,
  PERMANENT,
  type ProbeAnswer,
  type ProgramEvent,
  type Snapshot,
  UNTRACKED,
} from './observations.ts'
import { isProgramEvent } from './program-event.ts'

/** Whether numbers follow the collector's lists or the globals. */
export type NumberOrder = 'lists' | 'globals'

export interface Comparable {
  readonly statements: readonly ComparableStatement[]
  readonly outcome: Outcome
}

/** Each part as lines of text; those of the snapshot only where there is one. */
export interface ComparableStatement {
  readonly events: readonly string[]
  readonly value?: string
  readonly raised?: string
  readonly probes?: readonly string[]
  readonly nodes?: readonly string[]
  readonly roots?: readonly string[]
  readonly garbage?: readonly string[]
  readonly statistics?: readonly string[]
}

export function comparable(observations: Observations, order: NumberOrder = 'lists'): Comparable {
  const statements = observations.statements.map(({ events, value, raised, snapshot, probes }) => ({
    events: eventTexts(events.filter(isProgramEvent), order),
    ...(value === undefined ? {} : { value: valueText(value) }),
    ...(raised === undefined ? {} : { raised }),
    ...(probes === undefined ? {} : { probes: probes.map(answerText) }),
    ...(snapshot === undefined ? {} : snapshotTexts(snapshot, order)),
  }))
  return { statements, outcome: observations.outcome }
}

function snapshotTexts(snapshot: Snapshot, order: NumberOrder): Omit<ComparableStatement, 'events'> {
  const nodeOf = new Map(Array.from(snapshot.handles, (handle, node) => [handle, node]))
  const byChance = setsOrderedByChance(snapshot, nodeOf)
  const numbers = numbersOf(snapshot, order, nodeOf, byChance)
  const { rootNames, roots, garbage, collections, collected } = snapshot
  return {
    nodes: nodeTexts(snapshot, numbers, byChance),
    roots: rootNames.map((name, i) => `${name} is ${nodeName(numbers.get(roots[i] ?? 0))}`),
    garbage: Array.from(garbage, (handle) => nodeName(numbers.get(handle))),
    statistics: [0, 1, 2].map((g) => `generation ${g}: ${collections[g]} collections, ${collected[g]} collected`),
  }
}

/** How a line calls the object with that number. */
export function nodeName(number: number | undefined): string {
  return number === undefined ? 'an atom' : `object ${number}`
}

/**
 * Tracked nodes in the order of the lists, and what roots, garbage and they themselves lead to, before or after them. Last
 * comes what lies in sets as chance has it: a collection moves that in the order in which it lies there.
 */
function numbersOf(
  snapshot: Snapshot,
  order: NumberOrder,
  nodeOf: ReadonlyMap<number, number>,
  byChance: ReadonlySet<number>,
): Map<number, number> {
  const { handles, generations, edgeStarts, edges, roots, garbage } = snapshot
  const referents = (node: number) => edges.slice(edgeStarts[node], edgeStarts[node + 1])
  const scattered = new Set([...byChance].flatMap((node) => Array.from(referents(node))))
  const numbers = new Map<number, number>()
  const visit = (handle: number): void => {
    const node = nodeOf.get(handle)
    const isShown = node !== undefined && generations[node] !== PERMANENT && !scattered.has(handle)
    if (isShown && !numbers.has(handle)) numbers.set(handle, numbers.size)
  }
  const listed = Array.from(handles).filter((_, node) => generations[node] !== UNTRACKED)
  const named = [...roots, ...garbage]
  const walked = new Set<number>()
  const walk = (starts: readonly number[]): void => {
    for (const handle of starts) visit(handle)
    // The map grows while it is walked.
    for (const handle of numbers.keys()) {
      if (walked.has(handle)) continue
      walked.add(handle)
      for (const edge of referents(nodeOf.get(handle) as number)) visit(edge)
    }
  }
  // Where the lists give no order, what an object refers to comes before the next object.
  const walkByLooks = (handles: readonly number[]): void => {
    for (const handle of byLooks(handles, snapshot, nodeOf, numbers)) walk([handle])
  }
  if (order === 'lists') walk([...listed, ...named])
  else {
    walk(named)
    walkByLooks(listed)
  }
  const last = [...scattered]
  scattered.clear()
  walkByLooks(last)
  return numbers
}

/** Weak references hash by the address of what they stand for, most often, and so lie in a set as chance has it. */
function setsOrderedByChance(snapshot: Snapshot, nodeOf: ReadonlyMap<number, number>): ReadonlySet<number> {
  const { handles, types, typeNames, edgeStarts, edges } = snapshot
  const isOf = (name: string, at: number | undefined) => at !== undefined && typeNames[types[at] as number] === name
  const holdsWeakrefs = (node: number) =>
    edges.slice(edgeStarts[node], edgeStarts[node + 1]).some((edge) => isOf('weakref', nodeOf.get(edge)))
  return new Set([...handles.keys()].filter((node) => isOf('set', node) && holdsWeakrefs(node)))
}

/**
 * What no global leads to, only a class's inner parts or trash, or what lies in a set as chance has it: sorted by all that can
 * be reached from it and has no number yet, most first. Two that look the same may stand in either order.
 */
function byLooks(
  handles: readonly number[],
  snapshot: Snapshot,
  nodeOf: ReadonlyMap<number, number>,
  numbers: ReadonlyMap<number, number>,
): number[] {
  const { types, typeNames, refcounts, generations, edgeStarts, edges, weakTargets } = snapshot
  const isShown = (handle: number) => nodeOf.has(handle) && generations[nodeOf.get(handle) as number] !== PERMANENT
  const looks = (handle: number): string => {
    const places = new Map([[handle, 0]])
    const place = (edge: number): string => {
      const number = numbers.get(edge)
      if (number !== undefined) return `${number}`
      if (!places.has(edge)) places.set(edge, places.size)
      return `+${places.get(edge)}`
    }
    const texts: string[] = []
    // The map grows while it is walked.
    for (const reached of places.keys()) {
      const node = nodeOf.get(reached) as number
      const inner = Array.from(edges.slice(edgeStarts[node], edgeStarts[node + 1]))
        .filter(isShown)
        .map(place)
      const count = generations[node] === UNTRACKED ? '' : refcounts[node]
      const target = numbers.get(weakTargets[node] as number)
      texts.push(`${typeNames[types[node] as number]} ${count} ${generations[node]} ${target} (${inner.join(' ')})`)
    }
    return texts.join(', ')
  }
  return handles
    .filter((handle) => isShown(handle) && !numbers.has(handle))
    .map((handle) => ({ handle, text: looks(handle) }))
    .sort((a, b) => b.text.length - a.text.length || (a.text < b.text ? -1 : 1))
    .map(({ handle }) => handle)
}

function nodeTexts(snapshot: Snapshot, numbers: ReadonlyMap<number, number>, byChance: ReadonlySet<number>): string[] {
  const { handles, types, typeNames, refcounts, generations, edgeStarts, edges, weakTargets } = snapshot
  const texts: string[] = []
  for (const [node, handle] of handles.entries()) {
    const number = numbers.get(handle)
    if (number === undefined) continue
    const type = typeNames[types[node] as number] as string
    const count = type === 'tuple' && generations[node] === UNTRACKED ? '' : `, count ${refcounts[node]}`
    const referents = Array.from(edges.slice(edgeStarts[node], edgeStarts[node + 1]), (edge) =>
      numbers.get(edge),
    ).filter((referent) => referent !== undefined)
    if (byChance.has(node)) referents.sort((a, b) => a - b)
    const shown = referents.join(' ') || 'nothing'
    const target = weakTargets[node] === 0 ? '' : `, points to ${numbers.get(weakTargets[node] as number) ?? '-'}`
    texts[number] = `${type}${count}, generation ${generations[node]}, refers to ${shown}${target}`
  }
  return texts
}

function eventTexts(events: readonly ProgramEvent[], order: NumberOrder): string[] {
  const texts = events.map(eventText)
  return order === 'lists' ? texts : texts.sort()
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

/** Without handles, as in events. */
function answerText(answer: ProbeAnswer): string {
  switch (answer.kind) {
    case 'value':
      return valueText(answer.value)
    case 'handle':
      return 'handle'
    default:
      return JSON.stringify(answer)
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
