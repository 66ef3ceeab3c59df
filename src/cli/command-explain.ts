/** `heapsmith explain FILE`: what a program does on an engine, statement by statement, beside what the oracle expects. */
import type { Command } from 'commander'
import { examineCase } from '../coordinator/examine-case.ts'
import { decodeProgram } from '../program/decode.ts'
import { explanation } from '../report/terminal-explain.ts'
import { verdictText } from '../report/terminal-verdict.ts'
import { verdictCode } from './command-replay.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { installedEngine } from './find-interpreters.ts'
import { readAgain } from './read-again.ts'
import { engineFlags, enginesOf, type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

export function addExplain(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('explain')
    .description('what a program does, statement by statement: events, deaths, counts, collections')
    .argument('<file>', 'scenario (.yaml), program (.py), case (.case) or replay token')
  screenFlags(engineFlags(command)).action(async (what: string, flags: SharedFlags) => exit(await explain(what, flags)))
}

async function explain(what: string, flags: SharedFlags): Promise<ExitCodeValue> {
  const { engine: named, plain, limits } = readAgain(what)
  const program = decodeProgram(plain.program)
  // Everything is to be seen, also where the case looked at little.
  const everywhere = { ...plain, snapshots: program.body.map((_, i) => i) }
  const engines = flags.engine ?? (named === undefined ? enginesOf(flags) : [named])
  const screen = screenOf(flags)
  let worst: ExitCodeValue = ExitCode.agrees
  for (const engine of engines.map((id) => installedEngine(id, process.env))) {
    const choice = flags.lie === undefined ? { engine } : { engine, lie: flags.lie }
    const result = await withCrewOrNothing(1, (crew) => examineCase(crew, choice, everywhere, limits))
    const { description, semantics } = result.engine
    screen.print(`${engine}  ${screen.paint.dim(`${description.version}, semantics ${semantics}`)}`, true)
    if (result.told !== undefined)
      screen.print(explanation(program, result.told.story, result.verdict, screen.paint), true)
    screen.print(verdictText(result.verdict, screen.paint), true)
    worst = verdictCode(result.verdict, worst)
  }
  return worst
}
