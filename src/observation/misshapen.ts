/**
 * Says what is wrong with the shape of something that an engine gave out as observations: not whether it is true, only
 * whether it is one. Asked where something threw over it, so it need not be fast.
 */
import { isRecord } from '../base/is-record.ts'
import type { Case } from './case.ts'
import type { Observations, Outcome, Snapshot } from './observations.ts'

const OUTCOMES: Readonly<Record<Outcome['kind'], true>> = {
  finished: true,
  crashed: true,
  hung: true,
  'out-of-memory': true,
  aborted: true,
}
/** The arrays of a snapshot that have one number a node. */
const BY_NODE = ['handles', 'types', 'refcounts', 'generations', 'weakTargets'] as const

/** Undefined where everything has its shape. */
export function whyMisshapen(case_: Case, seen: unknown): string | undefined {
  if (!isRecord(seen)) return 'it is no object'
  const { statements, outcome } = seen as Partial<Observations>
  if (!isRecord(outcome) || !Object.hasOwn(OUTCOMES, String(outcome.kind))) return 'it has no outcome'
  if (!Array.isArray(statements)) return 'it has no list of statements'
  const { length } = case_.program.body
  if (statements.length > length) return `it tells of ${statements.length} statements where there are ${length}`
  if (outcome.kind === 'finished' && statements.length < length)
    return `it finished after ${statements.length} of ${length} statements`
  for (const [i, statement] of statements.entries()) {
    const why = whyNoStatement(statement)
    if (why !== undefined) return `statement ${i + 1}: ${why}`
  }
  return undefined
}

function whyNoStatement(statement: unknown): string | undefined {
  if (!isRecord(statement)) return 'it is no object'
  const { events, value, raised, snapshot, probes } = statement
  if (!Array.isArray(events)) return 'it has no list of events'
  if (!events.every(hasKind)) return 'an event of it has no kind'
  if (value !== undefined && !isValue(value)) return 'its value is none'
  if (raised !== undefined && typeof raised !== 'string') return 'what it raised is no name'
  if (probes !== undefined && !(Array.isArray(probes) && probes.every(hasKind))) return 'its probes are no answers'
  return snapshot === undefined ? undefined : whyNoSnapshot(snapshot)
}

function isValue(value: unknown): boolean {
  if (!hasKind(value)) return false
  if (value['kind'] !== 'list' && value['kind'] !== 'tuple') return true
  return Array.isArray(value['items']) && value['items'].every(isValue)
}

function whyNoSnapshot(given: unknown): string | undefined {
  if (!isRecord(given)) return 'its snapshot is no object'
  const snapshot = given as unknown as Snapshot
  const sizes = [...BY_NODE, 'edgeStarts', 'edges', 'roots', 'garbage'] as const
  for (const name of sizes) if (!ArrayBuffer.isView(snapshot[name])) return `its snapshot has no ${name}`
  for (const name of ['typeNames', 'rootNames', 'collections', 'collected'] as const)
    if (!Array.isArray(snapshot[name])) return `its snapshot has no ${name}`
  const nodes = snapshot.handles.length
  for (const name of BY_NODE)
    if (snapshot[name].length !== nodes) return `its snapshot has ${nodes} handles and ${snapshot[name].length} ${name}`
  if (snapshot.edgeStarts.length !== nodes + 1) return `its snapshot has ${nodes} handles and not one more edgeStarts`
  if (snapshot.edgeStarts.some((start, i) => start > (snapshot.edgeStarts[i + 1] ?? snapshot.edges.length)))
    return 'the edgeStarts of its snapshot do not ascend to the number of edges'
  if (snapshot.types.some((type) => type >= snapshot.typeNames.length)) return 'a type of its snapshot has no name'
  if (snapshot.roots.length !== snapshot.rootNames.length)
    return `its snapshot has ${snapshot.rootNames.length} names of globals and ${snapshot.roots.length} values`
  return undefined
}

function hasKind(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && typeof value['kind'] === 'string'
}
