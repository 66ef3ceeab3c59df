/** `heapsmith replay TOKEN|FILE`: one case again, exactly, with what the oracle says of it, and whether the bytes are equal. */
import type { Command } from 'commander'
import { examineCase } from '../coordinator/examine-case.ts'
import { decodeProgram } from '../program/decode.ts'
import { numberedProgram, verdictText, violatedStatements } from '../report/terminal-verdict.ts'
import type { EngineChoice } from '../task/messages.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { codeOfRules, ExitCode, type ExitCodeValue } from './exit-code.ts'
import { installedEngine } from './find-interpreters.ts'
import { type Again, readAgain } from './read-again.ts'
import type { Screen } from './screen.ts'
import { engineFlags, enginesOf, type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

export function addReplay(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('replay')
    .description('run one case again, exactly: a token that a report printed, or a file')
    .argument(
      '<token|file>',
      'replay token, case (.case), scenario (.yaml), program (.py), or a text file that holds a token',
    )
  screenFlags(engineFlags(command)).action(async (what: string, flags: SharedFlags) => exit(await replay(what, flags)))
}

async function replay(what: string, flags: SharedFlags): Promise<ExitCodeValue> {
  const again = readAgain(what)
  const engines = flags.engine ?? (again.engine === undefined ? enginesOf(flags) : [again.engine])
  const screen = screenOf(flags)
  let worst: ExitCodeValue = ExitCode.agrees
  for (const engine of engines.map((id) => installedEngine(id, process.env))) {
    const choice: EngineChoice = flags.lie === undefined ? { engine } : { engine, lie: flags.lie }
    const result = await withCrewOrNothing(1, (crew) => examineCase(crew, choice, again.plain, again.limits))
    const { verdict } = result
    screen.print(
      `${engine}  ${screen.paint.dim(`${result.engine.description.version}, semantics ${result.engine.semantics}`)}`,
    )
    screen.print(numberedProgram(decodeProgram(again.plain.program), violatedStatements(verdict), screen.paint))
    screen.print(verdictText(verdict, screen.paint), true)
    compareBytes(screen, again, result.told?.fingerprint)
    worst = verdictCode(verdict, worst)
  }
  return worst
}

/** Says whether the engine reported byte for byte what it did when the case was saved. */
function compareBytes(screen: Screen, { fingerprint }: Again, now: string | undefined): void {
  const { dim, green, yellow } = screen.paint
  if (now === undefined) screen.print(`${dim('bytes')}  ${yellow('none: the worker did not survive the case')}`)
  else if (fingerprint === undefined) screen.print(`${dim('bytes')}  ${now} ${dim('(none are known to compare with)')}`)
  else if (fingerprint === now) screen.print(`${dim('bytes')}  ${now} ${green('equal to those that were saved')}`)
  else screen.print(`${dim('bytes')}  ${now} ${yellow(`differ from those that were saved, ${fingerprint}`)}`, true)
}

/** What weighs more: `before`, or what this verdict says. */
export function verdictCode(verdict: Verdict, before: ExitCodeValue = ExitCode.agrees): ExitCodeValue {
  if (before === ExitCode.broken) return before
  if (verdict.kind === 'violates') return codeOfRules(verdict.violations.map(({ rule }) => rule))
  return before === ExitCode.agrees && verdict.kind === 'undecided' ? ExitCode.undecided : before
}
