/** One case on a machine: every statement with its events, value or exception, snapshot and answers to probes. */
import { assert, present } from '../../../base/assert.ts'
import { monotonicMs } from '../../../base/clock.ts'
import type { Case, Watch } from '../../../observation/case.ts'
import type { Event, Outcome, ProbeAnswer, StatementObservation } from '../../../observation/observations.ts'
import { statementsThatMayCollect } from '../../python/may-collect.ts'
import type { Inspection } from '../checked.ts'
import type { CompiledStatement } from '../frame/code.ts'
import { compileStatement } from '../frame/compile-statement.ts'
import { endProgram, startProgram } from '../frame/program.ts'
import { dropOutcome, prepareProgram, runStatement } from '../frame/run-program.ts'
import type { Machine } from '../machine.ts'
import { listAppend } from '../object/list.ts'
import { errorTypeName } from '../object/raise.ts'
import { grantAll, refuseAfter } from '../object/request-memory.ts'
import { memoryState } from './memory-state.ts'
import { answerProbe } from './probe.ts'
import { processImage } from './process-image.ts'
import { Recorder } from './recorder.ts'
import { type StatisticsBase, takeSnapshot, youngInstances } from './snapshot.ts'
import { observeValue } from './value.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * Adds one observation a statement to `statements`, and tells `progress` which statement is about to run. What the
 * simulation throws goes through.
 */
export function runCase(
  m: Machine,
  item: Case,
  statements: StatementObservation[],
  progress: (statement: number) => void,
  inspection: Inspection | undefined,
): Outcome {
  const codes = prepareProgram(m, item.program)
  const probes = item.probes.map(({ expression }) => compileStatement(m, { kind: 'expression', value: expression }))
  startProgram(m)
  const recorder = watchesAnything(item.watch) ? new Recorder(m, item.watch) : undefined
  const outcome = runStatements(m, item, codes, probes, statements, progress, inspection, recorder)
  recorder?.end()
  endProgram(m, probes.length === 0 ? codes : [...codes, ...probes])
  return outcome
}

function runStatements(
  m: Machine,
  item: Case,
  codes: readonly CompiledStatement[],
  probes: readonly CompiledStatement[],
  statements: StatementObservation[],
  progress: (statement: number) => void,
  inspection: Inspection | undefined,
  recorder: Recorder | undefined,
): Outcome {
  const { gc, snapshots } = item
  const collecting = gc === 'disabled' ? statementsThatMayCollect(codes.map((code) => code.traits)) : []
  m.deadlineMs = monotonicMs() + item.limits.timeMs
  m.log.showsCollections = item.watchCollections || item.watch.collector
  const base: StatisticsBase = { collections: [...m.gc.collections], collected: [...m.gc.collected] }
  m.gc.enabled = gc !== 'disabled'
  if (gc === 'every-allocation') m.gc.thresholds[0] = 1
  if (item.watchCollections) listAppend(m, m.gc.callbacks, m.collectionWatcher)
  recorder?.begin()
  let nextSnapshot = 0
  let nextProbe = 0
  let refused = false
  for (let index = 0; index < codes.length; index++) {
    progress(index)
    if (collecting[index] === true) m.log.census(youngInstances(m))
    if (index === item.refusal?.statement) refuseAfter(m, item.refusal.request - 1)
    const seen = runOne(m, codes[index] as CompiledStatement)
    if (gc !== 'disabled') m.services.collectIfDue(m)
    seen.events = m.log.take()
    statements.push(seen)
    if (item.watch.memory) seen.memory = memoryState(m)
    if (item.watch.image) seen.image = processImage(m, index === 0 || index === codes.length - 1)
    inspection?.afterStatement()
    refused ||= seen.events.some(isRefusal)
    // Else it is the engine's own memory that a program has used up.
    if (seen.raised === 'MemoryError' && !refused) return { kind: 'out-of-memory', statement: index }
    if (snapshots[nextSnapshot] === index) {
      nextSnapshot++
      seen.snapshot = takeSnapshot(m, base)
    }
    if (item.probes[nextProbe]?.statement !== index) continue
    const answers: ProbeAnswer[] = []
    for (; item.probes[nextProbe]?.statement === index; nextProbe++) {
      const { kind } = present(item.probes[nextProbe], 'the loop ends with the probes')
      answers.push(answerProbe(m, kind, present(probes[nextProbe], 'each probe has its code')))
    }
    seen.probes = answers
    carryOver(m, recorder)
  }
  assert(nextSnapshot === snapshots.length, 'snapshots are ascending indices of statements')
  assert(nextProbe === item.probes.length, 'probes are ascending by statements of the program')
  return { kind: 'finished' }
}

/** What a probe made or freed is part of the allocator's story, though not of the program's. */
function carryOver(m: Machine, recorder: Recorder | undefined): void {
  const events = m.log.take()
  if (recorder === undefined) return
  for (const event of events) if (STATE_CHANGES.has(event.kind)) m.log.report(event)
}

const STATE_CHANGES: ReadonlySet<Event['kind']> = new Set([
  ...(['allocated', 'freed', 'kept', 'reused', 'pool-opened', 'pool-returned', 'arena-opened'] as const),
  ...(['arena-returned', 'system-asked', 'system-returned', 'counted', 'policy', 'collection'] as const),
])

function isRefusal({ kind }: Event): boolean {
  return kind === 'memory-refused'
}

function watchesAnything({ deaths, collector, memory, image }: Watch): boolean {
  return deaths || collector || memory || image
}

function runOne(m: Machine, statement: CompiledStatement): Mutable<StatementObservation> {
  const seen: Mutable<StatementObservation> = { events: [] }
  const hasValue = runStatement(m, statement)
  // What becomes of the outcome is no part of the statement.
  grantAll(m)
  if (!hasValue) seen.raised = errorTypeName(m)
  else if (m.result !== m.None) seen.value = observeValue(m, m.result)
  // A real harness tells it by calls, which look whether a collection is due.
  m.services.collectIfDue(m)
  dropOutcome(m)
  return seen
}
