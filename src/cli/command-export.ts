/** `heapsmith export FILE --to python|yaml|json`: a scenario or program in another form, on standard output or in a file. */
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { writeWhole } from '../base/write-file.ts'
import { printProgram, printStatement } from '../program/print.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { scenarioToYaml } from '../scenario/write.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { type Input, readInput } from './read-input.ts'
import type { SharedFlags } from './shared-flags.ts'

interface ExportFlags extends SharedFlags {
  readonly to: 'python' | 'yaml' | 'json'
}

export function addExport(program: Command, exit: (code: ExitCodeValue) => void): void {
  program
    .command('export')
    .description('a scenario or program in another form')
    .argument('<file>', 'scenario (.yaml) or program (.py)')
    .addOption(new Option('--to <form>', 'the form').choices(['python', 'yaml', 'json']).makeOptionMandatory())
    .option('-o, --out <file>', 'write there (default: standard output)')
    .action((file: string, flags: ExportFlags) => {
      const text = exported(readInput(file), flags.to)
      if (flags.out === undefined) process.stdout.write(text)
      else writeWhole(flags.out, text)
      exit(ExitCode.agrees)
    })
}

function exported(input: Input, form: ExportFlags['to']): string {
  switch (form) {
    case 'python':
      return asPython(input)
    case 'yaml':
      return scenarioToYaml(input.scenario ?? asScenario(input))
    case 'json':
      return `${JSON.stringify(input.scenario ?? input.program, bigintAsText, 2)}\n`
  }
}

/** Runs in any interpreter as it stands. */
function asPython({ scenario, program }: Input): string {
  const imports = 'import gc, sys, weakref\n'
  if (scenario === undefined) return `${imports}${printProgram(program)}`
  const off = scenario.gc === 'disabled' ? 'gc.disable()\n' : ''
  const steps = scenario.steps.map((step, i) => `\n# step ${i + 1}\n${step.statements.map(printStatement).join('')}`)
  return `# ${scenario.title.replace(/\s+/g, ' ')}\n${imports}${off}${steps.join('')}`
}

/** One step holds the whole program. */
function asScenario({ file, program }: Input): Pick<Scenario, 'title' | 'steps'> {
  return { title: basename(file, '.py'), steps: [{ statements: program.body, expectations: [] }] }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
