/**
 * Failures to shrink towards, whose smallest programs are known: each is a property of what an engine reports that a
 * random program of 200 statements shows by chance. `smallest` is the least number of statements, nested ones counted,
 * with which a program can show it.
 */
import type { Observations, StatementObservation } from '../../src/observation/observations.ts'
import { PERMANENT } from '../../src/observation/observations.ts'
import type { Program, Statement } from '../../src/program/ast.ts'

export interface PlantedFailure {
  readonly name: string
  readonly smallest: number
  readonly shows: (program: Program, seen: Observations) => boolean
}

export const PLANTED_FAILURES: readonly PlantedFailure[] = [
  // class A: def __del__(self): pass · a = A() · a.b = a · a = None · gc.collect()
  {
    name: 'a collection finalizes',
    smallest: 6,
    shows: inStatement(isCollect, (seen) => counts(seen, 'finalized') > 0),
  },
  // class A: def __del__(self): pass · for i in range(4): a = A() · a.b = a · gc.collect()
  {
    name: 'a collection finalizes three objects',
    smallest: 6,
    shows: inStatement(isCollect, (seen) => counts(seen, 'finalized') >= 3),
  },
  // def f(a): pass · a = A() · b = weakref.ref(a, f) · del a
  {
    name: 'a weak reference calls back',
    smallest: 5,
    shows: inStatement(isRelease, (seen) => counts(seen, 'entered') > 0),
  },
  {
    name: 'an exception in a finalizer is unraisable',
    smallest: 3,
    shows: inStatement(anything, (seen) => counts(seen, 'unraisable') > 0),
  },
  // gc.freeze() with a container
  { name: 'something is frozen', smallest: 2, shows: inStatement(anything, (seen) => hasGeneration(seen, PERMANENT)) },
  // a = [] · gc.collect() · a stays
  {
    name: 'an old list refers to itself',
    smallest: 3,
    shows: inStatement(anything, (seen) => oldListInItself(seen)),
  },
  // class A: pass · a = A() · b = [a, a, a, a]
  {
    name: 'an instance has five references',
    smallest: 3,
    shows: inStatement(anything, (seen) => instanceWithCount(seen, 5)),
  },
  // class A: pass · del A · a = [] · gc.collect() · gc.freeze()
  {
    name: 'a collection finds five objects, then something is frozen',
    smallest: 5,
    shows: (program, seen) =>
      afterOne(
        seen,
        (one, at) => isCollect(program.body[at]) && intValue(one) >= 5,
        (one) => hasGeneration(one, PERMANENT),
      ),
  },
]

type Look = (seen: StatementObservation) => boolean

function inStatement(what: (node: Statement | undefined) => boolean, look: Look): PlantedFailure['shows'] {
  return (program, { statements }) => statements.some((seen, at) => what(program.body[at]) && look(seen))
}

function afterOne(
  { statements }: Observations,
  first: (seen: StatementObservation, at: number) => boolean,
  second: Look,
): boolean {
  const start = statements.findIndex(first)
  return start >= 0 && statements.slice(start).some(second)
}

function anything(): boolean {
  return true
}

function isCollect(node: Statement | undefined): boolean {
  if (node?.kind !== 'expression' || node.value.kind !== 'call') return false
  const called = node.value.function
  return called.kind === 'attribute' && called.name === 'collect'
}

/** Nothing that could call a function by itself. */
function isRelease(node: Statement | undefined): boolean {
  return node?.kind === 'delete' || (node?.kind === 'assign' && node.value.kind === 'none')
}

function counts({ events }: StatementObservation, kind: string): number {
  return events.filter((event) => event.kind === kind).length
}

function intValue({ value }: StatementObservation): number {
  return value?.kind === 'int' ? Number(value.value) : 0
}

function hasGeneration({ snapshot }: StatementObservation, generation: number): boolean {
  return snapshot?.generations.includes(generation) === true
}

function oldListInItself({ snapshot }: StatementObservation): boolean {
  if (snapshot === undefined) return false
  const { handles, types, typeNames, generations, edgeStarts, edges } = snapshot
  return handles.some(
    (handle, node) =>
      typeNames[types[node] as number] === 'list' &&
      (generations[node] as number) > 0 &&
      edges.subarray(edgeStarts[node], edgeStarts[node + 1]).includes(handle),
  )
}

const NO_INSTANCES = new Set([
  'type',
  'function',
  'weakref',
  'tuple',
  'dict',
  'cell',
  'method',
  'list',
  'set',
  'object',
])

function instanceWithCount({ snapshot }: StatementObservation, count: number): boolean {
  return (
    snapshot?.refcounts.some(
      (refcount, node) =>
        refcount >= count && !NO_INSTANCES.has(snapshot.typeNames[snapshot.types[node] as number] ?? ''),
    ) === true
  )
}
