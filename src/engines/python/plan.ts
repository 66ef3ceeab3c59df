/**
 * Case → the operations that the harness runs for it, with a parallel list that says what each operation is, for
 * reading the log. Statements, snapshots, probes and the harness's own steps are all operations of one kind.
 */
import { assert, present } from '../../base/assert.ts'
import type { Case } from '../../observation/case.ts'
import { statementsThatMayCollect } from './may-collect.ts'
import type { CachedStatement, StatementCache } from './statement-cache.ts'

/** The harness's own operations, by the names of their functions in Python. */
export type ControlName =
  | 'baseline'
  | 'begin'
  | 'reset'
  | 'reset_all'
  | 'reset_frozen'
  | 'enable'
  | 'collect_often'
  | 'watch'
  | 'snapshot'
  | 'snapshot_defaults'
  | 'snapshot_all'
  | 'tell_classes'
  | 'census'
  | 'remember_own'
  | 'pulse'
  | 'cool_library'

export type Controls = Readonly<Record<ControlName, number>>

/** What an operation is to the reader of the log. Plain numbers, because a case has a hundred of them. */
export const Step = { setup: 0, census: 1, statement: 2, after: 3, snapshot: 4, probe: 5, reset: 6 } as const
export type StepKind = (typeof Step)[keyof typeof Step]

/**
 * FRESH in harness.py: code is as if it had never run. Statements that other programs ran are warm: instructions that have
 * specialized themselves (3.11+) let go of things in another order, and what a program does would depend on its
 * predecessors.
 */
const FRESH = 1 << 24

export interface Plan {
  readonly operations: readonly number[]
  readonly steps: readonly StepKind[]
}

export function planCase(item: Case, cache: StatementCache, controls: Controls): Plan {
  const { program, snapshots, probes } = item
  const cached = program.body.map((statement) => cache.statement(statement, item.watchCollections))
  const disabled = item.gc === 'disabled'
  const freezes = cached.some((entry) => entry.traits.freezes)
  const makesClasses = cached.some((entry) => entry.traits.makesClasses)
  const refer = cached.some((entry) => entry.traits.functionsRefer)
  const snapshot = freezes ? controls.snapshot_all : refer ? controls.snapshot_defaults : controls.snapshot
  const collecting = disabled ? statementsThatMayCollect(cached.map((entry) => entry.traits)) : []
  const operations: number[] = []
  const steps: StepKind[] = []
  const add = (operation: number, step: StepKind): void => {
    operations.push(operation)
    steps.push(step)
  }
  if (!disabled && cached.some((entry) => entry.traits.usesLibrary)) add(controls.cool_library, Step.setup)
  if (freezes) add(controls.remember_own, Step.setup)
  add(controls.begin, Step.setup)
  if (item.watchCollections) add(controls.watch, Step.setup)
  if (!disabled) add(item.gc === 'enabled' ? controls.enable : controls.collect_often, Step.setup)
  let nextSnapshot = 0
  let nextProbe = 0
  for (const [index, entry] of cached.entries()) {
    if (collecting[index] === true) add(controls.census, Step.census)
    add(FRESH + entry.operation, Step.statement)
    if (!disabled) add(controls.pulse, Step.after)
    if (snapshots[nextSnapshot] === index) {
      if (makesClasses) add(controls.tell_classes, Step.after)
      add(snapshot, Step.snapshot)
      nextSnapshot++
    }
    for (; probes[nextProbe]?.statement === index; nextProbe++) {
      const probe = present(probes[nextProbe], 'the loop ends with the probes')
      add(cache.probe(probe.kind, probe.expression), Step.probe)
    }
  }
  assert(nextSnapshot === snapshots.length, 'snapshots are ascending indices of statements')
  assert(nextProbe === probes.length, 'probes are ascending by statements of the program')
  add(freezes ? controls.reset_frozen : needsRestore(item, cached) ? controls.reset_all : controls.reset, Step.reset)
  return { operations, steps }
}

function needsRestore(item: Case, cached: readonly CachedStatement[]): boolean {
  return item.gc !== 'disabled' || item.watchCollections || cached.some((entry) => entry.traits.leavesTraces)
}
