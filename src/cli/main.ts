#!/usr/bin/env node
/** The command line: which commands there are, and how each way to fail becomes an exit code. */
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { EngineMissing, WorkerBroken } from '../coordinator/start-engines.ts'
import { EngineUnavailable } from '../engines/engine.ts'
import { addBench } from './command-bench.ts'
import { addCorpus } from './command-corpus.ts'
import { addDefects } from './command-defects.ts'
import { addEngines } from './command-engines.ts'
import { addExplain } from './command-explain.ts'
import { addExport } from './command-export.ts'
import { addFuzz } from './command-fuzz.ts'
import { addImport } from './command-import.ts'
import { addInit } from './command-init.ts'
import { addMerge } from './command-merge.ts'
import { addReplay } from './command-replay.ts'
import { addRun } from './command-run.ts'
import { addShrink } from './command-shrink.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { ownVersion } from './own-version.ts'

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
  for (const add of [
    addFuzz,
    addRun,
    addMerge,
    addReplay,
    addShrink,
    addBench,
    addDefects,
    addEngines,
    addCorpus,
    addExplain,
    addExport,
    addImport,
    addInit,
  ])
    add(program, exit)
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
