#!/usr/bin/env node
/** The command line: which commands there are, and how each way to fail becomes an exit code. */
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { EngineMissing, WorkerBroken } from '../coordinator/start-engines.ts'
import { EngineUnavailable } from '../engines/engine.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { ownVersion } from './own-version.ts'

/** In the order in which help shows them. */
const COMMANDS = new Map<string, () => Promise<AddCommand>>(
  Object.entries({
    fuzz: async () => (await import('./command-fuzz.ts')).addFuzz,
    run: async () => (await import('./command-run.ts')).addRun,
    merge: async () => (await import('./command-merge.ts')).addMerge,
    replay: async () => (await import('./command-replay.ts')).addReplay,
    shrink: async () => (await import('./command-shrink.ts')).addShrink,
    bench: async () => (await import('./command-bench.ts')).addBench,
    defects: async () => (await import('./command-defects.ts')).addDefects,
    engines: async () => (await import('./command-engines.ts')).addEngines,
    corpus: async () => (await import('./command-corpus.ts')).addCorpus,
    explain: async () => (await import('./command-explain.ts')).addExplain,
    export: async () => (await import('./command-export.ts')).addExport,
    import: async () => (await import('./command-import.ts')).addImport,
    init: async () => (await import('./command-init.ts')).addInit,
  }),
)

type AddCommand = (program: Command, exit: (code: ExitCodeValue) => void) => void

/** Runs one command line; the arguments are those behind the program's name. */
export async function main(args: readonly string[]): Promise<ExitCodeValue> {
  let code: ExitCodeValue = ExitCode.agrees
  const exit = (value: ExitCodeValue) => {
    code = value
  }
  const program = new Command('heapsmith')
    .description('Fuzzes the memory managers of Python-like runtimes against an independent oracle.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)')
    .configureHelp({ sortSubcommands: false })
  // One command loads what it needs; help and mistakes need to know all.
  const wanted = COMMANDS.get(args[0] ?? '')
  for (const load of wanted === undefined ? COMMANDS.values() : [wanted]) (await load())(program, exit)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): ExitCodeValue {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.agrees : ExitCode.usage
  const complain = (text: string) => process.stderr.write(`${text}\n`)
  if (error instanceof UsageError) {
    complain(`heapsmith: ${error.message}`)
    return ExitCode.usage
  }
  if (error instanceof EngineMissing || error instanceof EngineUnavailable) {
    complain(`heapsmith: ${error.message}`)
    return ExitCode.engineMissing
  }
  complain('heapsmith: this is a bug of Heapsmith itself.')
  complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
  if (error instanceof WorkerBroken && error.replay !== undefined)
    complain(`It happens again with: npx heapsmith replay ${error.replay}`)
  return ExitCode.broken
}

const script = process.argv[1]
if (script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)) {
  // Whoever reads our output may stop early, as `head` does.
  process.stdout.on('error', () => process.exit(ExitCode.killed))
  process.exitCode = await main(process.argv.slice(2))
}
