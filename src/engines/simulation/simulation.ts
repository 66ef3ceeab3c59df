/**
 * The engine `simulation`: CPython's memory manager, byte by byte, in the calling thread. `simulation@3.12` is the
 * newest patch of that version, `simulation@3.13.0` the dialect of that very patch.
 */
import { AssertionFailed } from '../../base/assert.ts'
import type { Case } from '../../observation/case.ts'
import type { Observations, Outcome, StatementObservation } from '../../observation/observations.ts'
import { type Engine, type EngineDescription, type EngineOptions, EngineUnavailable } from '../engine.ts'
import { lying } from '../python/lie.ts'
import { Abort } from './abort.ts'
import { bootMachine } from './boot.ts'
import { DIALECTS, type Dialect } from './dialect.ts'
import type { Machine } from './machine.ts'
import { runCase } from './observe/run-case.ts'

/** What `simulation` without a version stands for: that of the default Pyodide. */
const DEFAULT_VERSION = '3.12'

export function openSimulation(id: string, version: string, options: EngineOptions): Engine {
  const dialect = dialectOf(version === '' ? DEFAULT_VERSION : version)
  if (dialect === undefined) {
    const known = [...new Set(DIALECTS.map((one) => one.version.slice(0, 2).join('.')))].join(', ')
    throw new EngineUnavailable(`engine ${id}: there are simulation@ ${known}, or one patch of these`)
  }
  return lying(new SimulationEngine(id, dialect, options), options.lie)
}

/** `3.13`: the newest patch; `3.13.1`: the dialect whose patches it is among. */
function dialectOf(version: string): Dialect | undefined {
  const [major, minor, patch] = version.split('.').map(Number)
  const candidates = DIALECTS.filter((one) => one.version[0] === major && one.version[1] === minor)
  if (patch === undefined) return candidates.at(-1)
  return candidates.find((one) => patch <= one.version[2]) ?? candidates.at(-1)
}

class SimulationEngine implements Engine {
  readonly description: EngineDescription
  private readonly dialect: Dialect
  private readonly ledger: Int32Array | undefined
  private machine: Machine | undefined

  constructor(id: string, dialect: Dialect, options: EngineOptions) {
    this.dialect = dialect
    this.ledger = options.ledger
    const { semantics, version } = dialect
    this.description = {
      id,
      version: `simulation of CPython ${version.join('.')}`,
      capabilities: {
        refcounts: true,
        generations: true,
        finalizers: true,
        weakrefs: true,
        deaths: false,
        addresses: true,
        automaticCollections: true,
        allocator: false,
        image: false,
      },
      facts: {
        ...semantics,
        implementation: 'CPython',
        version,
        pointerBits: 64,
        thresholds: semantics.defaultThresholds,
      },
    }
  }

  async run(cases: readonly Case[]): Promise<readonly Observations[]> {
    return cases.map((item, index) => this.runOne(item, index))
  }

  async close(): Promise<void> {
    this.machine = undefined
  }

  private runOne(item: Case, index: number): Observations {
    const statements: StatementObservation[] = []
    let statement = 0
    try {
      this.machine ??= bootMachine(this.dialect)
      const outcome = runCase(this.machine, item, statements, (now) => {
        statement = now
        if (this.ledger !== undefined) {
          this.ledger[0] = index
          this.ledger[1] = now
        }
      })
      return { statements, outcome }
    } catch (error) {
      // Whatever state it is in, the next case gets a new machine.
      this.machine = undefined
      return { statements, outcome: outcomeOf(error, statement) }
    }
  }
}

function outcomeOf(error: unknown, statement: number): Outcome {
  if (error instanceof Abort) return { kind: 'aborted', statement, assertion: error.message }
  if (error instanceof AssertionFailed) return { kind: 'aborted', statement, assertion: error.message }
  if (error instanceof RangeError) return { kind: 'crashed', statement, how: error.message }
  throw error
}
