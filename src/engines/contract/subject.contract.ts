/** The engine under test with short ways to run Python text on it, and to read what it said. */
import { expect } from 'vitest'
import { present } from '../../base/assert.ts'
import { type Case, DEFAULT_LIMITS, type Probe, WATCH_NOTHING } from '../../observation/case.ts'
import type { Event, Observations, Snapshot } from '../../observation/observations.ts'
import { parseExpression, parseProgram } from '../../program/parse/parse.ts'
import type { Engine } from '../engine.ts'

/** A class whose objects print their tag when they die. */
export const NODE =
  'class Node:\n    def __init__(self, tag):\n        self.tag = tag\n    def __del__(self):\n        print(self.tag)\n'

type Details = Partial<Omit<Case, 'program' | 'snapshots'>> & { snapshots?: boolean }

export class Subject {
  /** Set before the first test. */
  engine!: Engine

  async run(item: Case): Promise<Observations> {
    const results = await this.engine.run([item])
    expect(results).toHaveLength(1)
    return present(results[0], 'one observation a case')
  }

  runText(text: string, details?: Details): Promise<Observations> {
    return this.run(caseOfText(text, details))
  }

  /** The snapshot after the last statement. */
  async snapshotAfter(text: string): Promise<Snapshot> {
    const { statements, outcome } = await this.runText(text, { snapshots: true })
    expect(outcome).toEqual({ kind: 'finished' })
    return present(statements.at(-1)?.snapshot, 'there is a snapshot after the last statement')
  }
}

/** A case from Python text: every statement is followed by a snapshot where `snapshots` is true. */
export function caseOfText(text: string, rest: Details = {}): Case {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'))
  const { snapshots = false, ...others } = rest
  const indices = snapshots ? [...parsed.program.body.keys()] : []
  return {
    program: parsed.program,
    gc: 'disabled',
    probes: [],
    watchCollections: false,
    watch: WATCH_NOTHING,
    limits: DEFAULT_LIMITS,
    ...others,
    snapshots: indices,
  }
}

export function probeOfText(statement: number, kind: Probe['kind'], text: string): Probe {
  const parsed = parseExpression(text)
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'))
  return { statement, kind, expression: parsed.expression }
}

/** Ints of the values of all expression statements, in order. */
export function intsOf(observations: Observations): number[] {
  return observations.statements.flatMap(({ value }) => (value?.kind === 'int' ? [Number(value.value)] : []))
}

export function eventsOf(observations: Observations): Event[] {
  return observations.statements.flatMap((statement) => statement.events)
}

/** Events as words, without handles. */
export function story(observations: Observations): string[] {
  return eventsOf(observations).flatMap((event) => {
    switch (event.kind) {
      case 'initialized':
      case 'finalized':
        return [`${event.kind} ${event.type}`]
      case 'entered':
        return [`entered ${event.name}`]
      case 'printed':
        return [`printed ${event.text}`]
      case 'unraisable':
        return [`unraisable ${event.type}`]
      case 'collected':
        return [`collected ${event.generation}`]
      default:
        return []
    }
  })
}

export function nodesOf(snapshot: Snapshot): string[] {
  return Array.from(snapshot.types, (type) => snapshot.typeNames[type] ?? '?')
}

export function nodeAt(snapshot: Snapshot, name: string): number {
  const handle = snapshot.roots[snapshot.rootNames.indexOf(name)] ?? 0
  return snapshot.handles.indexOf(handle)
}

export function edgesAt(snapshot: Snapshot, node: number): number[] {
  return [...snapshot.edges.slice(snapshot.edgeStarts[node], snapshot.edgeStarts[node + 1])]
}
