/**
 * `module:FILE`: an engine of the user's own, which a JavaScript module exports. It runs inside the calling thread; what holds
 * for such engines is in docs/adding-an-engine.md.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isRecord } from '../../base/is-record.ts'
import type { Program } from '../../program/ast.ts'
import { printProgram } from '../../program/print.ts'
import { type Engine, type EngineOptions, EngineUnavailable } from '../engine.ts'

/** What the module's `openEngine` is handed. */
export interface EngineHost {
  /** Ledger, interrupt and lie: see {@link EngineOptions}. */
  readonly options: EngineOptions
  /** A case's program as Python. */
  printProgram(program: Program): string
  /** One of the engines that come with Heapsmith, for a module that changes what one reports or is given. */
  openEngine(id: string): Promise<Engine>
}

type Opened = Pick<Engine, 'run' | 'close'> & { readonly description: Omit<Engine['description'], 'id'> }

export async function openModule(
  id: string,
  options: EngineOptions,
  openEngine: EngineHost['openEngine'],
): Promise<Engine> {
  const file = resolve(id.slice('module:'.length))
  if (!existsSync(file)) throw new EngineUnavailable('there is no such file')
  let opened: unknown
  try {
    const { openEngine: open } = (await import(pathToFileURL(file).href)) as Record<string, unknown>
    if (typeof open !== 'function') throw new EngineUnavailable('the module exports no function `openEngine`')
    opened = await (open as (host: EngineHost) => unknown)({ options, printProgram, openEngine })
  } catch (error) {
    if (error instanceof EngineUnavailable) throw error
    throw new EngineUnavailable(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  }
  if (!isEngine(opened))
    throw new EngineUnavailable('`openEngine` answered with no engine: it has description, run and close')
  const engine = opened
  return {
    description: { ...engine.description, id },
    run: (cases) => engine.run(cases),
    close: () => engine.close(),
  }
}

function isEngine(value: unknown): value is Opened {
  if (!isRecord(value)) return false
  const { description, run, close } = value
  if (typeof run !== 'function' || typeof close !== 'function' || !isRecord(description)) return false
  return (
    typeof description['version'] === 'string' &&
    isRecord(description['capabilities']) &&
    isRecord(description['facts'])
  )
}
