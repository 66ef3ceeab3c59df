/** `heapsmith engines`: what can be run on this machine, asked of each engine itself. */
import type { Command } from 'commander'
import type { Crew } from '../coordinator/crew.ts'
import { EngineMissing, startEngine } from '../coordinator/start-engines.ts'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import type { ReportedEngine } from '../triage/run-report.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { interpreters } from './find-interpreters.ts'
import { engineList } from './flags.ts'
import { reportedEngine } from './make-report.ts'
import type { Screen } from './screen.ts'
import { type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

interface EnginesFlags extends SharedFlags {
  readonly json?: boolean
}

export function addEngines(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('engines')
    .description('what is available here, with version, semantics and capabilities')
    .option('-e, --engine <id,…>', 'ask these only', engineList)
    .option('--json', 'as JSON')
  screenFlags(command).action(async (flags: EnginesFlags) => exit(await engines(flags)))
}

async function engines(flags: EnginesFlags): Promise<ExitCodeValue> {
  const screen = screenOf(flags)
  const ids = flags.engine ?? ['simulation', 'pyodide@3.12', 'pyodide@3.14', 'cpython', ...interpreters(process.env)]
  const found: ReportedEngine[] = []
  const missing: string[] = []
  await withCrewOrNothing(1, async (crew) => {
    for (const id of ids) {
      const engine = await ask(crew, id)
      if (typeof engine === 'string') missing.push(engine)
      else found.push(engine)
      if (!flags.json && typeof engine !== 'string') show(screen, id, engine)
    }
  })
  // What was not asked for by name may be a stub that some version manager leaves on PATH.
  for (const reason of missing)
    screen.complain(flags.engine === undefined ? screen.paint.dim(`not available: ${reason}`) : reason)
  if (flags.json) screen.print(JSON.stringify(found, undefined, 2), true)
  return found.length === 0 || (flags.engine !== undefined && found.length < ids.length)
    ? ExitCode.engineMissing
    : ExitCode.agrees
}

/** What it is, or why it cannot be had. */
async function ask(crew: Crew, id: string): Promise<ReportedEngine | string> {
  try {
    return reportedEngine(await startEngine(crew, 0, { engine: id }, DEFAULT_LIMITS))
  } catch (error) {
    if (error instanceof EngineMissing) return error.message
    throw error
  }
}

function show(screen: Screen, id: string, engine: ReportedEngine): void {
  const { bold, dim } = screen.paint
  const shows = dim(`shows ${engine.capabilities.join(', ')}`)
  screen.print(`${bold(id)}\n  ${engine.version}, semantics ${engine.semantics}\n  ${shows}`, true)
}
