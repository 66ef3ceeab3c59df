/**
 * The engine `simulation`: CPython's memory manager, byte by byte, in the calling thread. `simulation@3.12` is the
 * newest patch of that version, `simulation@3.13.0` the dialect of that very patch; `:checked` behind it has every
 * checker look at memory after every statement.
 */
import { AssertionFailed } from '../../base/assert.ts'
import { PYTHON_CAPABILITIES } from '../../observation/capabilities.ts'
import type { Case } from '../../observation/case.ts'
import type { Observations, Outcome, StatementObservation } from '../../observation/observations.ts'
import { type Engine, type EngineDescription, type EngineOptions, EngineUnavailable } from '../engine.ts'
import { lying } from '../python/lie.ts'
import { Abort } from './abort.ts'
import { bootMachine } from './boot.ts'
import { Inspection } from './checked.ts'
import { DIALECTS, type Dialect } from './dialect.ts'
import { Overdue } from './frame/patience.ts'
import { usesLibrary } from './library/uses-library.ts'
import type { Machine } from './machine.ts'
import { MEMORY_LEFT } from './memory/blocks.ts'
import { runCase } from './observe/run-case.ts'

/** What `simulation` without a version stands for: that of the default Pyodide. */
const DEFAULT_VERSION = '3.12'

export function openSimulation(id: string, options: EngineOptions): Engine {
  const [, version = DEFAULT_VERSION, checked] = /^simulation(?:@([\d.]+))?(:checked)?(?:[+][\w-]+)?$/.exec(id) ?? [
    id,
    'unknown',
  ]
  const dialect = dialectOf(version)
  if (dialect === undefined) {
    const known = [...new Set(DIALECTS.map((one) => one.version.slice(0, 2).join('.')))].join(', ')
    throw new EngineUnavailable(`engine ${id}: there are simulation@ ${known}, or one patch of these`)
  }
  return lying(new SimulationEngine(id, dialect, checked !== undefined, options), options.lie)
}

/** `3.13`: the newest patch; `3.13.1`: the dialect whose patches it is among. */
function dialectOf(version: string): Dialect | undefined {
  const [major, minor, patch] = version.split('.').map(Number)
  const candidates = DIALECTS.filter((one) => one.version[0] === major && one.version[1] === minor)
  if (patch === undefined) return candidates.at(-1)
  return candidates.find((one) => patch <= one.lastPatch) ?? candidates.at(-1)
}

interface Station {
  readonly machine: Machine
  readonly inspection: Inspection | undefined
}

class SimulationEngine implements Engine {
  readonly description: EngineDescription
  private readonly dialect: Dialect
  private readonly ledger: Int32Array | undefined
  private readonly isChecked: boolean
  /** One without the library and one with it: that is the larger. */
  private readonly machines: [Station | undefined, Station | undefined] = [undefined, undefined]

  constructor(id: string, dialect: Dialect, isChecked: boolean, options: EngineOptions) {
    this.dialect = dialect
    this.isChecked = isChecked
    this.ledger = options.ledger
    const { semantics, version } = dialect
    this.description = {
      id,
      version: `simulation of CPython ${version.join('.')}`,
      capabilities: { ...PYTHON_CAPABILITIES, deaths: true, allocator: true, image: true, refusals: true, level: 3 },
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
    this.machines.fill(undefined)
  }

  private boot(hasLibrary: boolean): Station {
    if (!this.isChecked) {
      const machine = bootMachine(this.dialect, undefined, 'off', hasLibrary)
      machine.restarts = true
      return { machine, inspection: undefined }
    }
    const machine = bootMachine(this.dialect, undefined, 'fill', hasLibrary)
    return { machine, inspection: new Inspection(machine) }
  }

  private runOne(item: Case, index: number): Observations {
    const statements: StatementObservation[] = []
    let statement = 0
    const place = usesLibrary(item) ? 1 : 0
    try {
      // Compiled code stays for its next run; a machine that has too much of it gives way to a new one.
      let station = this.machines[place]
      if (station === undefined || station.machine.space.isHalfFull) {
        station = this.boot(place === 1)
        this.machines[place] = station
      }
      const outcome = runCase(
        station.machine,
        item,
        statements,
        (now) => {
          statement = now
          if (this.ledger !== undefined) {
            this.ledger[0] = index
            this.ledger[1] = now
          }
        },
        station.inspection,
      )
      return { statements, outcome }
    } catch (error) {
      // Whatever state it is in, the next case gets a new machine.
      this.machines[place] = undefined
      return { statements, outcome: outcomeOf(error, statement, item.limits.timeMs) }
    }
  }
}

function outcomeOf(error: unknown, statement: number, limitMs: number): Outcome {
  if (error instanceof Overdue) return { kind: 'hung', statement, limitMs }
  if (error instanceof Abort) return { kind: 'aborted', statement, assertion: error.message }
  if (error instanceof AssertionFailed && error.message === MEMORY_LEFT) return { kind: 'out-of-memory', statement }
  if (error instanceof AssertionFailed) return { kind: 'aborted', statement, assertion: error.message }
  // An exhausted stack, or a corrupted heap that leads our own code astray: what it does to the engine is an outcome.
  return { kind: 'crashed', statement, how: error instanceof Error ? error.message : String(error) }
}
