/** The flags that most commands share, with one meaning each. */
import { availableParallelism } from 'node:os'
import { type Command, Option } from 'commander'
import { DEFAULT_ENGINE } from '../coordinator/campaign.ts'
import type { AdapterLie } from '../engines/engine.ts'
import { adapterLie, engineList, type Reporter, reporterList, wholeNumber } from './flags.ts'
import { openScreen, type Screen } from './screen.ts'

export interface SharedFlags {
  readonly engine?: readonly string[]
  readonly workers?: number
  readonly reporter?: readonly Reporter[]
  readonly out?: string
  readonly quiet?: boolean
  readonly color?: boolean
  readonly lie?: AdapterLie
}

const MOST_WORKERS = 256

export function engineFlags(command: Command): Command {
  return command
    .option(
      '-e, --engine <id,…>',
      `engines: simulation, simulation@3.13, pyodide, pyodide@3.14, cpython, cpython:PATH, module:FILE, exec:COMMAND (default: ${DEFAULT_ENGINE}; of fuzz: simulation@3.12, and pyodide on a share)`,
      engineList,
    )
    .addOption(new Option('--lie <kind>').argParser(adapterLie).env('HEAPSMITH_LIE').hideHelp())
}

export function reportFlags(command: Command): Command {
  return command
    .option('-w, --workers <n>', 'worker threads (default: one a core)', wholeNumber(1, MOST_WORKERS))
    .option('-r, --reporter <name,…>', 'terminal, json, junit, sarif, github, html; several are allowed', reporterList)
    .option('-o, --out <folder>', 'where reports and findings go (default: reports/<run id>)')
}

export function screenFlags(command: Command): Command {
  return command.option('-q, --quiet', 'only findings, failures and the result').option('--no-color', 'no colours')
}

/** The screen of a command; without the terminal reporter it is silent but for what is important. */
export function screenOf(flags: SharedFlags): Screen {
  const terminal = flags.reporter === undefined || flags.reporter.includes('terminal')
  return openScreen({ quiet: flags.quiet === true || !terminal, color: flags.color !== false })
}

export function enginesOf(flags: SharedFlags): readonly string[] {
  return [...new Set(flags.engine ?? [DEFAULT_ENGINE])]
}

export function workersOf(flags: SharedFlags): number {
  return flags.workers ?? availableParallelism()
}
