/**
 * The engines `pyodide@3.12` and `pyodide@3.14`: a CPython compiled to WebAssembly, in the calling thread. A case is one
 * call. A program that hangs is ended from outside: through the interrupt buffer, or with the thread; the ledger tells
 * which case it was. A fatal error costs a new interpreter and is the outcome of the case that ran.
 */
import { present } from '../../base/assert.ts'
import type { Case } from '../../observation/case.ts'
import type { Observations, Outcome } from '../../observation/observations.ts'
import type { Engine, EngineDescription, EngineOptions } from '../engine.ts'
import { CaseReader } from '../python/decode-log.ts'
import { describePython } from '../python/describe.ts'
import { lying } from '../python/lie.ts'
import { LogBytes } from '../python/log-bytes.ts'
import type { NameTable } from '../python/name-table.ts'
import { type Plan, planCase } from '../python/plan.ts'
import { StatementCache } from '../python/statement-cache.ts'
import { Interpreter, type PyodideVersion } from './interpreter.ts'

/** Cases that are planned together, so that new statements are compiled in one call. */
const CHUNK_CASES_MAX = 64
/** WebAssembly memory never shrinks: one that grew beyond this is given up. */
const HEAP_BYTES_MAX = 2 ** 30
const UNKNOWN_STATEMENT = -1

export async function openPyodide(id: string, version: PyodideVersion, options: EngineOptions): Promise<Engine> {
  const interpreter = await Interpreter.load(version, id, options.interrupt)
  return lying(new PyodideEngine(id, version, options, interpreter), options.lie)
}

class PyodideEngine implements Engine {
  readonly description: EngineDescription
  private readonly id: string
  private readonly version: PyodideVersion
  private readonly options: EngineOptions
  private interpreter: Interpreter | undefined
  private cache: StatementCache
  /** Calls of `run` take turns. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(id: string, version: PyodideVersion, options: EngineOptions, interpreter: Interpreter) {
    this.id = id
    this.version = version
    this.options = options
    this.interpreter = interpreter
    this.description = describePython(id, interpreter.greeting.facts, 'wasm')
    this.cache = new StatementCache(interpreter.greeting.controlCount)
  }

  run(cases: readonly Case[]): Promise<readonly Observations[]> {
    const result = this.turn.then(() => this.runAll(cases))
    this.turn = result.catch(() => {})
    return result
  }

  async close(): Promise<void> {
    await this.turn
    this.interpreter = undefined
    this.cache.forget()
  }

  private async runAll(cases: readonly Case[]): Promise<readonly Observations[]> {
    const results: Observations[] = []
    while (results.length < cases.length) {
      this.interpreter ??= await this.reload()
      this.runChunk(this.interpreter, cases, results, Math.min(cases.length, results.length + CHUNK_CASES_MAX))
    }
    return results
  }

  /** Adds results up to the `stop`-th, or fewer when the interpreter dies on the way. */
  private runChunk(interpreter: Interpreter, cases: readonly Case[], results: Observations[], stop: number): void {
    this.cache.makeRoom()
    const first = results.length
    const plans = cases.slice(first, stop).map((item) => planCase(item, this.cache, interpreter.greeting.controls))
    const { keep, texts, names } = this.cache.takeNew()
    this.note(first)
    if (texts.length > 0) {
      const learnt = interpreter.learn(texts, keep)
      if (learnt.kind !== 'returned') {
        this.giveUp()
        results.push({
          statements: [],
          outcome: { kind: 'crashed', statement: 0, how: learnt.kind === 'died' ? learnt.how : 'interrupted' },
        })
        return
      }
    }
    for (const plan of plans) {
      this.note(results.length)
      results.push(this.runCase(interpreter, present(cases[results.length], 'a plan for each case'), plan, names))
      if (this.interpreter === undefined) return
    }
  }

  private runCase(interpreter: Interpreter, item: Case, plan: Plan, names: NameTable): Observations {
    interpreter.limitMemory(item.limits.memoryBytes)
    const end = interpreter.run(plan.operations)
    if (end.kind === 'returned') {
      const log = new LogBytes(interpreter.log(end.logBytes), 0, end.logBytes)
      const observations = new CaseReader(log, interpreter.greeting, names, interpreter.takeSights()).read(
        item,
        plan,
        logIsFull,
      )
      if (interpreter.heapBytes > HEAP_BYTES_MAX) this.giveUp()
      return observations
    }
    const { bytes, end: length } = interpreter.logOfTheDead()
    const lost = (statement: number): Outcome =>
      end.kind === 'died'
        ? { kind: 'crashed', statement, how: end.how }
        : { kind: 'hung', statement, limitMs: item.limits.timeMs }
    const observations = new CaseReader(
      new LogBytes(bytes, 0, length),
      interpreter.greeting,
      names,
      interpreter.takeSights(),
    ).read(item, plan, lost)
    if (end.kind === 'died' || interpreter.recover().kind !== 'returned') this.giveUp()
    return observations
  }

  private note(index: number): void {
    const { ledger } = this.options
    if (ledger === undefined) return
    Atomics.store(ledger, 0, index)
    Atomics.store(ledger, 1, UNKNOWN_STATEMENT)
  }

  private giveUp(): void {
    this.interpreter = undefined
    this.cache.forget()
  }

  private async reload(): Promise<Interpreter> {
    const interpreter = await Interpreter.load(this.version, this.id, this.options.interrupt)
    this.cache = new StatementCache(interpreter.greeting.controlCount)
    return interpreter
  }
}

function logIsFull(statement: number): Outcome {
  return { kind: 'out-of-memory', statement }
}
