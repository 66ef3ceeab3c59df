/**
 * Deliberate lies of an adapter: a wrapper around a truthful engine that alters one thing in what it reports, or that fails,
 * so that tests can see whether the harness notices. Never used otherwise.
 */

import type { Observations, Snapshot, StatementObservation } from '../../observation/observations.ts'
import type { AdapterFailure, AdapterLie, Engine } from '../engine.ts'
import { failing, isFailure } from './failing.ts'

type ReportLie = Exclude<AdapterLie, AdapterFailure>

export function lying(engine: Engine, lie: AdapterLie | undefined): Engine {
  if (lie === undefined) return engine
  if (isFailure(lie)) return failing(engine, lie)
  return {
    description: engine.description,
    run: async (cases) => (await engine.run(cases)).map((observations) => falsified(observations, lie)),
    close: () => engine.close(),
  }
}

/** The observations with one lie, told at the first place where it can be told. */
export function falsified(observations: Observations, lie: ReportLie): Observations {
  const statements = [...observations.statements]
  for (const [index, statement] of statements.entries()) {
    const altered = LIES[lie](statement)
    if (altered === undefined) continue
    statements[index] = altered
    break
  }
  return { ...observations, statements }
}

const LIES: Readonly<Record<ReportLie, (statement: StatementObservation) => StatementObservation | undefined>> = {
  'hide-reference': ({ snapshot, ...rest }) =>
    snapshot === undefined ? undefined : altered(rest, snapshot, hideReference),
  'report-one-object-less': ({ snapshot, ...rest }) =>
    snapshot === undefined ? undefined : altered(rest, snapshot, dropNode),
  'swap-finalizers': swapFinalizers,
}

function altered(
  rest: StatementObservation,
  snapshot: Snapshot,
  change: (snapshot: Snapshot) => Snapshot | undefined,
): StatementObservation | undefined {
  const changed = change(snapshot)
  return changed === undefined ? undefined : { ...rest, snapshot: changed }
}

/** Of an instance of a program's class, or else of a list: their counts are what rules speak about most. */
function victim({ types, typeNames, generations }: Snapshot): number {
  const ordinary = new Set(['type', 'function', 'weakref', 'tuple', 'dict', 'cell', 'method', 'list'])
  const instance = types.findIndex((type) => !ordinary.has(typeNames[type] ?? ''))
  const list = types.findIndex((type, index) => typeNames[type] === 'list' && (generations[index] ?? -1) >= 0)
  return instance >= 0 ? instance : list
}

function hideReference(snapshot: Snapshot): Snapshot | undefined {
  const index = victim(snapshot)
  if (index < 0) return undefined
  const refcounts = snapshot.refcounts.slice()
  refcounts[index] = (refcounts[index] ?? 0) - 1
  return { ...snapshot, refcounts }
}

function dropNode(snapshot: Snapshot): Snapshot | undefined {
  const index = victim(snapshot)
  if (index < 0) return undefined
  const keep = (_: unknown, i: number): boolean => i !== index
  const { edgeStarts } = snapshot
  const first = edgeStarts[index] ?? 0
  const stop = edgeStarts[index + 1] ?? 0
  return {
    ...snapshot,
    handles: snapshot.handles.filter(keep),
    types: snapshot.types.filter(keep),
    refcounts: snapshot.refcounts.filter(keep),
    generations: snapshot.generations.filter(keep),
    weakTargets: snapshot.weakTargets.filter(keep),
    edges: snapshot.edges.filter((_, i) => i < first || i >= stop),
    edgeStarts: edgeStarts.filter(keep).map((start) => (start > first ? start - (stop - first) : start)),
  }
}

function swapFinalizers(statement: StatementObservation): StatementObservation | undefined {
  const { events } = statement
  const places = events.flatMap((event, index) => (event.kind === 'finalized' ? [index] : []))
  const [first, second] = places
  if (first === undefined || second === undefined) return undefined
  const swapped = [...events]
  const [a, b] = [events[first], events[second]]
  if (a === undefined || b === undefined) return undefined
  swapped[first] = b
  swapped[second] = a
  return { ...statement, events: swapped }
}
