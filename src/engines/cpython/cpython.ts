/**
 * The engine `cpython`: a python3 as a child process that is kept alive between cases. Two chunks of cases are under
 * way at a time, so that the process works while we read. When the process dies, the log tells whose fault it was: that
 * case gets the outcome, finished ones keep their results, and the rest runs again in a new process.
 */
import { assert, present } from '../../base/assert.ts'
import type { Case } from '../../observation/case.ts'
import type { Observations, Outcome } from '../../observation/observations.ts'
import { type Engine, type EngineDescription, type EngineOptions, EngineUnavailable } from '../engine.ts'
import { CaseReader } from '../python/decode-log.ts'
import { describePython } from '../python/describe.ts'
import { lying } from '../python/lie.ts'
import { LogBytes } from '../python/log-bytes.ts'
import type { NameTable } from '../python/name-table.ts'
import { type Plan, planCase } from '../python/plan.ts'
import { StatementCache } from '../python/statement-cache.ts'
import { PythonProcess } from './child-process.ts'
import { type Chunk, Job } from './job.ts'
import { Watch } from './watch.ts'

/** A chunk that the process has been given. */
interface Flight {
  readonly chunk: Chunk
  readonly slot: number
  readonly sequence: number
  readonly plans: readonly Plan[]
  readonly names: NameTable
}

const FLIGHTS_MAX = 2
/** Deaths in a row in which no case of a chunk was even begun. */
const VAIN_STARTS_MAX = 3
/** What the process gets, at least, to take in a chunk and compile what is new in it. */
const BEGIN_MS = 5_000

/** Opens `path` (a file, or a command on PATH). */
export async function openCpython(id: string, path: string, options: EngineOptions): Promise<Engine> {
  const python = await PythonProcess.start(path, id)
  try {
    const description = describePython(id, python.greeting.facts, 'native')
    return lying(new CpythonEngine(id, path, description, python), options.lie)
  } catch (error) {
    await python.close()
    throw error
  }
}

class CpythonEngine implements Engine {
  readonly description: EngineDescription
  private readonly id: string
  private readonly path: string
  private python: PythonProcess | undefined
  private cache: StatementCache
  private waiting: Chunk[] = []
  private flights: Flight[] = []
  private sequence = 0
  private vainStarts = 0
  private closed = false
  private readonly watch = new Watch()

  constructor(id: string, path: string, description: EngineDescription, python: PythonProcess) {
    this.id = id
    this.path = path
    this.description = description
    this.cache = new StatementCache(python.greeting.controlCount)
    this.adopt(python)
  }

  run(cases: readonly Case[]): Promise<readonly Observations[]> {
    assert(!this.closed, 'a closed engine runs nothing')
    const job = new Job(cases)
    this.waiting.push(...job.chunks())
    this.pump()
    return job.done
  }

  async close(): Promise<void> {
    this.closed = true
    this.watch.stop()
    const jobs = new Set([...this.flights, ...this.waiting.map((chunk) => ({ chunk }))].map(({ chunk }) => chunk.job))
    for (const job of jobs) job.reject(new Error('the engine was closed'))
    this.flights = []
    this.waiting = []
    const python = this.python
    this.python = undefined
    await python?.close()
  }

  private adopt(python: PythonProcess): void {
    this.python = python
    python.listen({
      answered: (sequence, length) => this.answered(python, sequence, length),
      ended: (how) => void this.ended(python, how),
    })
  }

  private pump(): void {
    const python = this.python
    while (python !== undefined && this.flights.length < FLIGHTS_MAX) {
      const chunk = this.waiting.shift()
      if (chunk === undefined) break
      this.launch(python, chunk)
    }
    this.look()
  }

  private launch(python: PythonProcess, chunk: Chunk): void {
    const cases = chunk.indices.map((index) => chunk.job.caseAt(index))
    this.cache.makeRoom()
    const { controls } = python.greeting
    const plans = cases.map((item) => planCase(item, this.cache, controls))
    const { keep, texts, names } = this.cache.takeNew()
    const slot = 1 - (this.flights[0]?.slot ?? 1)
    const sequence = ++this.sequence
    const operations = [controls.baseline, ...plans.flatMap((plan) => plan.operations)]
    const memoryBytes = present(cases[0], 'no chunk is empty').limits.memoryBytes
    python.send({ slot, sequence, keep, texts, operations, memoryBytes })
    this.flights.push({ chunk, slot, sequence, plans, names })
  }

  private answered(python: PythonProcess, sequence: number, length: number): void {
    const flight = this.flights.shift()
    if (flight === undefined) return
    assert(flight.sequence === sequence, 'batches are answered in order')
    const bytes = python.log.read(flight.slot, length)
    this.pump()
    this.vainStarts = 0
    const log = new LogBytes(bytes, 0, length)
    const { chunk, plans, names } = flight
    const reader = new CaseReader(log, python.greeting, names)
    reader.skipBaseline()
    for (const [i, index] of chunk.indices.entries()) {
      const item = chunk.job.caseAt(index)
      chunk.job.settle(index, reader.read(item, present(plans[i], 'a plan for each case'), logIsFull))
    }
  }

  /** Keeps time for the case that runs now. */
  private look(): void {
    const { python, flights } = this
    const first = flights[0]
    if (python === undefined || first === undefined) {
      this.watch.stop()
      return
    }
    const shortest = Math.min(
      ...flights.flatMap(({ chunk }) => chunk.indices.map((index) => chunk.job.caseAt(index).limits.timeMs)),
    )
    this.watch.start(
      shortest,
      () => {
        const { sequence, finishedCases } = python.log.ledger()
        const { chunk } = this.flights.find((flight) => flight.sequence === sequence) ?? {}
        const index = chunk?.indices[finishedCases]
        const position = `${sequence} ${finishedCases}`
        // Between two chunks: the process may hang there, too, or be stopped.
        if (chunk === undefined || index === undefined)
          return { position: `after ${position}`, limitMs: Math.max(BEGIN_MS, shortest) }
        return { position, limitMs: chunk.job.caseAt(index).limits.timeMs }
      },
      () => python.kill(),
    )
  }

  private async ended(python: PythonProcess, how: string): Promise<void> {
    if (this.python !== python) return
    this.python = undefined
    const overdue = this.watch.stop()
    const flights = this.flights
    this.flights = []
    const [first, ...later] = flights
    const again = later.map((flight) => flight.chunk)
    if (first !== undefined) again.unshift(...this.salvage(python, first, overdue ? undefined : how))
    this.waiting.unshift(...again)
    this.cache.forget()
    await python.close()
    if (this.closed) return
    try {
      const next = await PythonProcess.start(this.path, this.id)
      if (this.closed) return await next.close()
      this.cache = new StatementCache(next.greeting.controlCount)
      this.adopt(next)
      this.pump()
    } catch (error) {
      const reason = new EngineUnavailable(
        `engine ${this.id} died and cannot be started again: ${(error as Error).message}`,
      )
      for (const { job } of this.waiting) job.reject(reason)
      this.waiting = []
    }
  }

  /** Settles the cases that the dead process ran; gives what is still to be run. `how` is undefined after a kill. */
  private salvage(
    python: PythonProcess,
    { chunk, slot, sequence, plans, names }: Flight,
    how: string | undefined,
  ): Chunk[] {
    const { job, indices } = chunk
    const ledger = python.log.ledger()
    const begun = ledger.sequence === sequence
    if (!begun && ++this.vainStarts < VAIN_STARTS_MAX) return [chunk]
    if (!begun && indices.length > 1) {
      // One of them cannot even be begun: which?
      this.vainStarts = 0
      return indices.map((index) => ({ job, indices: [index] }))
    }
    const culprit = begun ? ledger.finishedCases : 0
    const { bytes, end } = begun ? python.log.readAll(slot) : { bytes: new Uint8Array(0), end: 0 }
    const reader = new CaseReader(new LogBytes(bytes, 0, end), python.greeting, names)
    reader.skipBaseline()
    for (const [i, index] of indices.slice(0, culprit + 1).entries()) {
      const item = job.caseAt(index)
      const lost = (statement: number): Outcome =>
        how === undefined
          ? { kind: 'hung', statement, limitMs: item.limits.timeMs }
          : { kind: 'crashed', statement, how }
      job.settle(index, reader.read(item, present(plans[i], 'a plan for each case'), lost))
    }
    this.vainStarts = 0
    const rest = indices.slice(culprit + 1)
    return rest.length === 0 ? [] : [{ job, indices: rest }]
  }
}

/** The process is well, but the log has no room left. */
function logIsFull(statement: number): Outcome {
  return { kind: 'out-of-memory', statement }
}
