/** `heapsmith run FILE…`: scenarios on one or more engines, a line for each and the reasons for every failure. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { monotonicMs } from '../base/clock.ts'
import { type LoadedScenario, runScenarios } from '../coordinator/scenario-run.ts'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import { runSummary, scenarioLine } from '../report/terminal-run.ts'
import { loadScenario } from '../scenario/load.ts'
import { formatScenarioProblem } from '../scenario/problem.ts'
import type { ScenarioOutcome, ScenarioResult } from '../triage/run-report.ts'
import { chosenEngines, type DifferentialFlags, differentialFlag } from './differential.ts'
import { codeOfRules, ExitCode, type ExitCodeValue } from './exit-code.ts'
import { findScenarioFiles } from './find-files.ts'
import { scenarioReport } from './make-report.ts'
import { outFolder } from './run-id.ts'
import type { Screen } from './screen.ts'
import { engineFlags, reportFlags, screenFlags, screenOf, workersOf } from './shared-flags.ts'
import { withCrew } from './with-crew.ts'
import { writeReports } from './write-reports.ts'

export function addRun(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('run')
    .description('run scenarios and check what they and the oracle expect')
    .argument('<file...>', 'scenario files, folders, or globs')
  screenFlags(differentialFlag(reportFlags(engineFlags(command)))).action(
    async (files: readonly string[], flags: DifferentialFlags) => exit(await run(files, flags)),
  )
}

async function run(named: readonly string[], flags: DifferentialFlags): Promise<ExitCodeValue> {
  const screen = screenOf(flags)
  const { scenarios, invalid } = load(findScenarioFiles(named))
  const show = (result: ScenarioResult) => showResult(screen, result)
  for (const result of invalid) show(result)
  const engines = await chosenEngines(flags)
  const workers = Math.min(workersOf(flags), Math.max(1, scenarios.length * engines.length))
  const plan = { scenarios, engines, limits: DEFAULT_LIMITS, lie: flags.lie }
  const start = monotonicMs()
  const result =
    scenarios.length === 0
      ? { engines: [], results: [], tally: NOTHING_RUN }
      : await withCrew(workers, (crew, stop) => runScenarios(plan, crew, show, stop))
  const report = scenarioReport(result, invalid, (monotonicMs() - start) / 1000, workers)
  screen.print(runSummary(report, screen.paint), true)
  for (const path of writeReports(report, flags.reporter ?? [], outFolder(flags.out, 'run')))
    screen.print(`Report: ${path}`)
  return exitCode(report.scenarios ?? [])
}

const NOTHING_RUN = {
  programs: 0,
  statements: 0,
  checks: {},
  undecided: {},
  traits: {},
  spent: { generateMs: 0, engineMs: 0, judgeMs: 0 },
}

function load(files: readonly string[]): { scenarios: readonly LoadedScenario[]; invalid: readonly ScenarioResult[] } {
  const scenarios: LoadedScenario[] = []
  const invalid: ScenarioResult[] = []
  for (const file of files) {
    const loaded = loadScenario(readFileSync(file), file)
    if (loaded.ok) scenarios.push({ file, scenario: loaded.scenario })
    else invalid.push(refused(file, loaded.problems.map(formatScenarioProblem).join('\n')))
  }
  return { scenarios, invalid }
}

function refused(file: string, reason: string): ScenarioResult {
  return {
    file,
    title: file,
    outcome: 'invalid',
    reason,
    violations: [],
    checked: 0,
    unchecked: [],
  }
}

function showResult(screen: Screen, result: ScenarioResult): void {
  screen.print(scenarioLine(result, screen.paint), result.outcome === 'failed' || result.outcome === 'invalid')
}

/** A failure says more than a refused file, and that more than what could not be decided. */
function exitCode(results: readonly ScenarioResult[]): ExitCodeValue {
  const any = (outcome: ScenarioOutcome) => results.some((result) => result.outcome === outcome)
  if (any('failed')) return codeOfRules(results.flatMap(({ violations }) => violations.map(({ rule }) => rule)))
  if (any('invalid')) return ExitCode.usage
  return any('undecided') ? ExitCode.undecided : ExitCode.agrees
}
