/**
 * The log of one case → Observations, with the plan of its operations in hand. Records (see harness.py):
 *
 *   ff                     an operation ended
 *   fe/fd · u16 · u64      __init__/__del__ entered: class name's number, object
 *   fc · u16               function entered: name's number
 *   fb · u16 · u64         class made: its name's number, its address
 *   fa · text · \n         the operation raised: type
 *   f9 · value             the operation's value, where it is not None
 *   f8 00 · u8             automatic collection of a generation
 *   f8 01 / 03 / 04        snapshot / census / statistics before the case
 *   f8 05 · text · \n      unraisable exception: type
 *   f8 06 · u16 · u64 × 2  class with bases made: its name's number, its address, that of its `__base__`
 *   f8 07 · u64 × 2 · text · \n  class there is, before a snapshot: its address, that of its `__base__`, its name
 *   any other byte         text that `print` wrote, up to the next record
 */
import { present } from '../../base/assert.ts'
import type { Case, Probe } from '../../observation/case.ts'
import {
  EVENTS_MAX,
  type Event,
  type GenerationName,
  type Handle,
  type Observations,
  type ObservedValue,
  type Outcome,
  type ProbeAnswer,
  type Snapshot,
  type StatementObservation,
} from '../../observation/observations.ts'
import { readCensus, readStatistics, SnapshotReader, type Statistics } from './decode-snapshot.ts'
import { readValue } from './decode-value.ts'
import type { Greeting } from './greeting.ts'
import { BLOCK, CLASS_MADE, ENTERED, FINALIZED, INITIALIZED, SUBCLASS_MADE } from './instrument.ts'
import type { LogBytes } from './log-bytes.ts'
import type { NameTable } from './name-table.ts'
import { type Plan, Step } from './plan.ts'
import { ProgramTypes } from './program-types.ts'
import type { Sight } from './walked-snapshot.ts'

const END = 0xff
const RAISED = 0xfa
const VALUE = 0xf9
/** Kind of a record that begins with BLOCK. */
const CLASS_TOLD = 7
const CLASSES_MADE = 8

/** What one operation left in the log. */
interface Entry {
  ended: boolean
  /** It told more than is kept of one statement. */
  isFull: boolean
  events: Event[] | undefined
  raised: string | undefined
  value: ObservedValue | undefined
  snapshot: Snapshot | undefined
}

/** How a case ended that the log does not tell the end of. */
export type LostEnd = (statement: number) => Outcome

export class CaseReader {
  private readonly log: LogBytes
  private readonly greeting: Greeting
  private readonly names: NameTable
  private readonly snapshots: SnapshotReader
  private types: ProgramTypes
  private before: Statistics = []
  private line = ''
  private readonly sights: readonly Sight[]
  private nextSight = 0

  /** `sights`: what was seen by walking the memory, where the engine does that. */
  constructor(log: LogBytes, greeting: Greeting, names: NameTable, sights: readonly Sight[] = []) {
    this.sights = sights
    this.log = log
    this.greeting = greeting
    this.names = names
    this.snapshots = new SnapshotReader(greeting)
    this.types = new ProgramTypes(greeting.types)
  }

  /** The operation in front of a batch's first case. */
  skipBaseline(): void {
    this.entry()
  }

  /** `lost` is asked when the log ends before the case does. */
  read(item: Case, plan: Plan, lost: LostEnd): Observations {
    const statements: StatementObservation[] = []
    let pending: Event[] = []
    let probes = 0
    this.line = ''
    this.types = new ProgramTypes(this.greeting.types)
    for (const [index, step] of plan.steps.entries()) {
      const entry = this.entry()
      if (step === Step.census) this.addSight(entry, 'census')
      else if (step === Step.snapshot) this.addSight(entry, 'snapshot')
      const failure = this.failureOf(
        entry,
        step,
        Math.max(0, step === Step.statement ? statements.length : statements.length - 1),
        item,
      )
      switch (step) {
        case Step.census:
          pending = entry.events ?? []
          break
        case Step.statement:
          statements.push(observation(entry, pending))
          pending = []
          break
        case Step.after:
        case Step.snapshot:
          addTo(statements, entry)
          break
        case Step.probe:
          addTo(
            statements,
            entry,
            probeAnswer(entry, present(item.probes[probes++], 'a probe for each step').kind, this.greeting),
          )
          break
        default:
      }
      if (failure !== undefined) {
        // The steps that are left out end as well.
        for (let left = index + 1; left < plan.steps.length; left++) this.entry()
        return { statements, outcome: failure }
      }
      if (!entry.ended) return { statements, outcome: lostOutcome(entry, lost(Math.max(0, statements.length - 1))) }
    }
    return { statements, outcome: { kind: 'finished' } }
  }

  /** What the operation saw, where it did not write it into the log. */
  private addSight(entry: Entry, kind: Sight['kind']): void {
    const sight = this.sights[this.nextSight]
    if (sight?.kind !== kind || entry.snapshot !== undefined) return
    this.nextSight++
    if (sight.kind === 'census') add(entry, { kind: 'census', objects: sight.objects as Handle[] })
    else entry.snapshot = this.snapshots.readWalked(sight, this.types, this.before)
  }

  private failureOf(entry: Entry, step: number, statement: number, item: Case): Outcome | undefined {
    const { raised } = entry
    if (raised === 'MemoryError') return { kind: 'out-of-memory', statement }
    if (raised === 'KeyboardInterrupt' || interrupted(entry))
      return { kind: 'hung', statement, limitMs: item.limits.timeMs }
    if (entry.isFull && entry.ended) return { kind: 'out-of-memory', statement }
    if (raised === undefined || step === Step.statement || step === Step.probe) return undefined
    return { kind: 'aborted', statement, assertion: `the adapter's own step raised ${raised}` }
  }

  private entry(): Entry {
    const { log } = this
    const entry: Entry = emptyEntry()
    while (!log.atEnd) {
      const tag = log.byte()
      switch (tag) {
        case END:
          entry.ended = true
          return entry
        case INITIALIZED:
        case FINALIZED: {
          const type = this.names.nameAt(log.u16())
          add(entry, { kind: tag === FINALIZED ? 'finalized' : 'initialized', object: log.u64() as Handle, type })
          break
        }
        case ENTERED:
          add(entry, { kind: 'entered', name: this.names.nameAt(log.u16()) })
          break
        case CLASS_MADE: {
          const name = this.names.nameAt(log.u16())
          this.types.made(log.u64(), name)
          break
        }
        case RAISED:
          entry.raised = log.line()
          break
        case VALUE:
          entry.value = readValue(log)
          break
        case BLOCK:
          this.block(entry)
          break
        default:
          log.position--
          this.printed(entry)
      }
    }
    return entry
  }

  private block(entry: Entry): void {
    const { log, greeting } = this
    const kind = log.byte()
    if (kind === 0) add(entry, { kind: 'collected', generation: log.byte() })
    else if (kind === 1) entry.snapshot = this.snapshots.read(log, this.types, this.before)
    else if (kind === 3) {
      log.skip(2)
      add(entry, { kind: 'census', objects: readCensus(log, greeting) as Handle[] })
    } else if (kind === 4) this.before = readStatistics(log)
    else if (kind === 5) add(entry, { kind: 'unraisable', type: log.line() })
    else if (kind === CLASSES_MADE) this.types.hasSubclasses = true
    else if (kind === CLASS_TOLD) {
      const [pointer, base] = [log.u64(), log.u64()]
      this.types.made(pointer, log.line(), base)
    } else if (kind === SUBCLASS_MADE) {
      const name = this.names.nameAt(log.u16())
      this.types.made(log.u64(), name, log.u64())
    }
  }

  private printed(entry: Entry): void {
    const lines = (this.line + this.log.printed()).split('\n')
    this.line = lines.pop() ?? ''
    for (const text of lines) add(entry, { kind: 'printed', text })
  }
}

function emptyEntry(): Entry {
  return { ended: false, isFull: false, events: undefined, raised: undefined, value: undefined, snapshot: undefined }
}

/** One whose report has no room left may fail for that. */
function lostOutcome({ isFull }: Entry, lost: Outcome): Outcome {
  return isFull && lost.kind === 'crashed' ? { kind: 'out-of-memory', statement: lost.statement } : lost
}

function add(entry: Entry, event: Event): void {
  if (entry.events === undefined) entry.events = [event]
  else if (entry.events.length < EVENTS_MAX) entry.events.push(event)
  else entry.isFull = true
}

function interrupted(entry: Entry): boolean {
  return entry.events?.some((event) => event.kind === 'unraisable' && event.type === 'KeyboardInterrupt') ?? false
}

const NO_EVENTS: readonly Event[] = Object.freeze([])
const NOTHING: StatementObservation = Object.freeze({ events: NO_EVENTS })

function observation(entry: Entry, pending: readonly Event[]): StatementObservation {
  const { events, value, raised } = entry
  if (events === undefined && pending.length === 0 && value === undefined && raised === undefined) return NOTHING
  const all = events === undefined ? pending : pending.length === 0 ? events : [...pending, ...events]
  if (raised !== undefined) return { events: all, raised }
  return value === undefined ? { events: all } : { events: all, value }
}

/** What came after a statement goes to that statement. */
function addTo(statements: StatementObservation[], entry: Entry, answer?: ProbeAnswer): void {
  const last = statements.length - 1
  let seen = statements[last]
  if (seen === undefined || !entry.ended) return
  if (entry.events !== undefined) seen = { ...seen, events: [...seen.events, ...entry.events] }
  if (entry.snapshot !== undefined) seen = { ...seen, snapshot: entry.snapshot }
  if (answer !== undefined) seen = { ...seen, probes: [...(seen.probes ?? []), answer] }
  statements[last] = seen
}

const GENERATIONS: readonly GenerationName[] = ['untracked', 0, 1, 2, 'permanent']

function probeAnswer(
  { value = { kind: 'none' }, raised }: Entry,
  kind: Probe['kind'],
  greeting: Greeting,
): ProbeAnswer {
  if (raised !== undefined) return { kind: 'raised', type: raised }
  if (kind === 'value') return { kind, value }
  const number = value.kind === 'int' ? Number(value.value) : 0
  if (kind === 'refcount') return { kind, count: number - greeting.probeReferences }
  if (kind === 'handle') return { kind, object: number as Handle }
  return { kind, generation: present(GENERATIONS[number + 1], 'a generation from -1 to 3') }
}
