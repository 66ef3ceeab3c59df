/**
 * `heapsmith export FILE --to python|yaml|json|dot`: a scenario or program in another form, on standard output or in a
 * file. `dot` runs it: the graph of what lives after each step (after each statement of a program).
 */
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { writeWhole } from '../base/write-file.ts'
import { examineCase } from '../coordinator/examine-case.ts'
import { printProgram } from '../program/print.ts'
import { dotText, type Moment } from '../report/dot.ts'
import { lastStatements, type Scenario } from '../scenario/scenario.ts'
import { scenarioToYaml } from '../scenario/write.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { pythonScript } from './python-script.ts'
import { type Input, inputCase, readInput } from './read-input.ts'
import { engineFlags, type SharedFlags } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

const FORMS = ['python', 'yaml', 'json', 'dot'] as const

interface ExportFlags extends SharedFlags {
  readonly to: (typeof FORMS)[number]
}

/** Runs inside the thread and starts at once. */
const DOT_ENGINE = 'simulation'

export function addExport(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('export')
    .description('a scenario or program in another form')
    .argument('<file>', 'scenario (.yaml) or program (.py)')
    .addOption(new Option('--to <form>', 'the form').choices([...FORMS]).makeOptionMandatory())
    .option('-o, --out <file>', 'write there (default: standard output)')
  engineFlags(command).action(async (file: string, flags: ExportFlags) => {
    const text = await exported(readInput(file), flags)
    if (flags.out === undefined) process.stdout.write(text)
    else writeWhole(flags.out, text)
    exit(ExitCode.agrees)
  })
}

async function exported(input: Input, flags: ExportFlags): Promise<string> {
  switch (flags.to) {
    case 'python':
      return asPython(input)
    case 'yaml':
      return scenarioToYaml(input.scenario ?? asScenario(input))
    case 'json':
      return `${JSON.stringify(input.scenario ?? input.program, bigintAsText, 2)}\n`
    case 'dot':
      return asDot(input, flags.engine ?? [DOT_ENGINE])
  }
}

/** Runs in any interpreter as it stands; a scenario's script asserts what it expects. */
function asPython({ file, scenario, program, refusal }: Input): string {
  if (refusal !== undefined)
    throw new UsageError(
      `${file}: memory runs out in it, which no script can have an interpreter do; export it as yaml`,
    )
  return scenario === undefined ? `import gc, sys, weakref\n${printProgram(program)}` : pythonScript(scenario)
}

/** One step holds the whole program. */
function asScenario({ file, program }: Input): Pick<Scenario, 'title' | 'steps'> {
  return { title: basename(file, '.py'), steps: [{ statements: program.body, expectations: [] }] }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

async function asDot(input: Input, engines: readonly string[]): Promise<string> {
  const [engine, ...more] = engines
  if (engine === undefined || more.length > 0)
    throw new UsageError('export --to dot runs on one engine; name one with --engine')
  const { told, verdict } = await withCrewOrNothing(1, (crew) => examineCase(crew, { engine }, inputCase(input)))
  if (told === undefined) throw new UsageError(`${input.file}: ${engine} did not survive it; heapsmith run shows how`)
  const { scenario, program } = input
  const ends = scenario === undefined ? program.body.map((_, i) => i) : lastStatements(scenario)
  const moments = ends.flatMap((statement, i): readonly Moment[] => {
    const graph = told.story.statements[statement]?.graph
    const title = scenario === undefined ? `after statement ${i + 1}` : `after step ${i + 1}`
    return graph === undefined ? [] : [{ title, graph }]
  })
  const doubt =
    verdict.kind === 'agrees' ? '' : '// The oracle does not agree with the engine everywhere: labels may be missing.\n'
  return `${doubt}${dotText(moments)}`
}
