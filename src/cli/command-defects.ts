/** `heapsmith defects`: plants each known defect and sees whether, how fast and under which rule it is found. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { DEFECTS } from '../../fuzz/defects/catalogue.ts'
import { UsageError } from '../base/usage-error.ts'
import { writeWhole } from '../base/write-file.ts'
import { runDefects } from '../coordinator/defect-run.ts'
import type { Defect } from '../defect/defect.ts'
import { defectPlot } from '../report/html/defect-plot.ts'
import { defectSummary, defectTable, huntLine } from '../report/terminal-defects.ts'
import { scoreOf } from '../triage/defect-score.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { durationMs, wholeNumber } from './flags.ts'
import { outFolder } from './run-id.ts'
import { type SharedFlags, screenFlags, screenOf, workersOf } from './shared-flags.ts'
import { withCrew } from './with-crew.ts'

interface DefectsFlags extends SharedFlags {
  readonly seed: number
  readonly seeds: number
  readonly time: number
  readonly programs: number
  readonly list?: boolean
  readonly guided?: boolean
}

const SHRINK_SECONDS = 10

export function addDefects(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('defects')
    .description('plant known defects and see whether they are found: the score of the harness itself')
    .argument('[name...]', 'these only (default: all)')
    .option('--list', 'only say which there are')
    .option('--guided', 'hunt each as a guided campaign does, too, and compare')
    .option('--seed <n>', 'the first seed', wholeNumber(0), 1)
    .option('--seeds <n>', 'how many seeds for each', wholeNumber(1, 1000), 5)
    .option('-t, --time <time>', 'for one defect and seed', durationMs, 60_000)
    .option('-p, --programs <n>', 'at most so many for one defect and seed', wholeNumber(1), 1_000_000)
    .option('-w, --workers <n>', 'worker threads (default: one a core)', wholeNumber(1, 256))
    .option('-o, --out <folder>', 'where defects.json and defects.html go (default: reports/<run id>)')
  screenFlags(command).action(async (names: string[], flags: DefectsFlags) => exit(await defects(names, flags)))
}

async function defects(names: readonly string[], flags: DefectsFlags): Promise<ExitCodeValue> {
  const screen = screenOf(flags)
  const chosen = choose(names)
  if (flags.list === true) {
    for (const { name, what, bug, rules, level } of chosen) {
      screen.print(
        `${name}${bug === undefined ? '' : ` (${bug})`}\n  ${what}\n  ${rules.join(', ')}${level === undefined ? '' : `; programs of level ${level}`}`,
        true,
      )
    }
    return ExitCode.agrees
  }
  const seeds = Array.from({ length: flags.seeds }, (_, i) => flags.seed + i)
  const out = outFolder(flags.out, 'defects')
  const hunts = await withCrew(workersOf(flags), (crew, stop) =>
    runDefects(
      crew,
      {
        defects: chosen,
        seeds,
        ways: flags.guided === true ? ['random', 'guided'] : ['random'],
        seconds: flags.time / 1000,
        programs: flags.programs,
        shrinkSeconds: SHRINK_SECONDS,
      },
      stop,
      (hunt) => screen.print(huntLine(hunt, screen.paint)),
    ),
  )
  const lines = scoreOf(chosen, hunts)
  const seconds = flags.time / 1000
  writeWhole(join(out, 'defects.json'), `${JSON.stringify({ seeds, seconds, defects: lines }, undefined, 2)}\n`)
  writeWhole(join(out, 'defects.html'), defectPlot({ lines, seeds, seconds }))
  screen.print(`\n${defectTable(lines, screen.paint)}\n\n${defectSummary(lines, screen.paint)}\n\n${out}`, true)
  return lines.every((line) => line.hunts.length > 0 && line.detected === line.hunts.length)
    ? ExitCode.agrees
    : ExitCode.findings
}

function choose(names: readonly string[]): readonly Defect[] {
  if (names.length === 0) return DEFECTS
  return names.map((name) => {
    const defect = DEFECTS.find((each) => each.name === name)
    if (defect === undefined) throw new UsageError(`there is no defect ${name}; --list says which there are`)
    return defect
  })
}
