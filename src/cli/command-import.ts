/**
 * `heapsmith import FILE.py`: a scenario from a plain Python program, with what the chosen engine did as expectations.
 * Written only when the oracle agrees with the engine and the scenario passes on it.
 */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { writeWhole } from '../base/write-file.ts'
import type { Crew } from '../coordinator/crew.ts'
import { examineCase } from '../coordinator/examine-case.ts'
import { runScenarios } from '../coordinator/scenario-run.ts'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import { scenarioLine } from '../report/terminal-run.ts'
import { verdictText } from '../report/terminal-verdict.ts'
import { loadScenario } from '../scenario/load.ts'
import { scenarioToYaml } from '../scenario/write.ts'
import type { ScenarioResult } from '../triage/run-report.ts'
import { verdictCode } from './command-replay.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { inputCase, readInput } from './read-input.ts'
import { recordedSteps } from './record-scenario.ts'
import type { Screen } from './screen.ts'
import { engineFlags, enginesOf, type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

export function addImport(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('import')
    .description('a scenario from a Python program, expecting what an engine does with it')
    .argument('<file.py>', 'the program')
    .option('-o, --out <file>', 'where the scenario goes (default: beside the program)')
  screenFlags(engineFlags(command)).action(async (file: string, flags: SharedFlags) =>
    exit(await importFile(file, flags)),
  )
}

async function importFile(file: string, flags: SharedFlags): Promise<ExitCodeValue> {
  if (!file.endsWith('.py')) throw new UsageError(`${file}: a Python program (.py) is expected`)
  const [engine, ...more] = enginesOf(flags)
  if (engine === undefined || more.length > 0)
    throw new UsageError('import records from one engine; name one with --engine')
  const out = flags.out ?? file.replace(/\.py$/, '.yaml')
  const screen = screenOf(flags)
  return withCrewOrNothing(1, (crew) => record(crew, { file, engine, out }, screen))
}

interface Order {
  readonly file: string
  readonly engine: string
  readonly out: string
}

async function record(crew: Crew, order: Order, screen: Screen): Promise<ExitCodeValue> {
  const { file, engine, out } = order
  const input = readInput(file)
  const { verdict, told, engine: described } = await examineCase(crew, { engine }, inputCase(input))
  if (verdict.kind !== 'agrees' || told === undefined) {
    screen.complain(
      `${file} is not imported: the oracle does not agree with ${engine}.\n${verdictText(verdict, screen.paint)}`,
    )
    return verdictCode(verdict)
  }
  const yaml = scenarioToYaml({
    title: basename(file, '.py'),
    source: `recorded from ${described.description.version}`,
    steps: recordedSteps(input.program, told.story),
  })
  const checked = await checkAgain(crew, engine, yaml, out)
  if (checked?.outcome === 'failed') {
    screen.complain(`${file} is not imported: it does not do the same twice.\n${scenarioLine(checked, screen.paint)}`)
    return ExitCode.findings
  }
  writeWhole(out, yaml)
  screen.print(`${out} is written: ${checked?.checked ?? 0} expectations, all of which hold on ${engine}.`, true)
  return ExitCode.agrees
}

async function checkAgain(crew: Crew, engine: string, yaml: string, file: string): Promise<ScenarioResult | undefined> {
  const loaded = loadScenario(yaml, file)
  if (!loaded.ok) throw new Error(`the scenario that was written does not load: ${loaded.problems[0]?.message}`)
  const plan = {
    scenarios: [{ file, scenario: loaded.scenario }],
    engines: [engine],
    limits: DEFAULT_LIMITS,
    lie: undefined,
  }
  const { results } = await runScenarios(plan, crew, () => {}, new AbortController().signal)
  return results[0]
}
