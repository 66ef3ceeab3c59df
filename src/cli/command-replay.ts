/** `heapsmith replay TOKEN|FILE`: one case again, exactly, with what the oracle says of it. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { examineCase } from '../coordinator/examine-case.ts'
import { DEFAULT_LIMITS, type Limits } from '../observation/case.ts'
import { decodeProgram } from '../program/decode.ts'
import { encodeProgram } from '../program/encode.ts'
import { numberedProgram, verdictText, violatedStatements } from '../report/terminal-verdict.ts'
import type { EngineChoice, PlainCase } from '../task/messages.ts'
import { looksLikeToken, parseReplayToken } from '../triage/replay-token.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { ExitCode, type ExitCodeValue } from './exit-code.ts'
import { bytesOf, inputCase, readInput } from './read-input.ts'
import { engineFlags, enginesOf, type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

export function addReplay(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('replay')
    .description('run one case again, exactly: a token that a report printed, or a file')
    .argument('<token|file>', 'replay token, scenario (.yaml), program (.py), or a text file that holds a token')
  screenFlags(engineFlags(command)).action(async (what: string, flags: SharedFlags) => exit(await replay(what, flags)))
}

interface Again {
  readonly engine: string | undefined
  readonly plain: PlainCase
  readonly limits: Limits
}

async function replay(what: string, flags: SharedFlags): Promise<ExitCodeValue> {
  const again = readAgain(what)
  const engines = flags.engine ?? (again.engine === undefined ? enginesOf(flags) : [again.engine])
  const screen = screenOf(flags)
  let worst: ExitCodeValue = ExitCode.agrees
  for (const engine of engines) {
    const choice: EngineChoice = flags.lie === undefined ? { engine } : { engine, lie: flags.lie }
    const result = await withCrewOrNothing(1, (crew) => examineCase(crew, choice, again.plain, again.limits))
    const { verdict } = result
    screen.print(
      `${engine}  ${screen.paint.dim(`${result.engine.description.version}, semantics ${result.engine.semantics}`)}`,
    )
    screen.print(numberedProgram(decodeProgram(again.plain.program), violatedStatements(verdict), screen.paint))
    screen.print(verdictText(verdict, screen.paint), true)
    if (worst !== ExitCode.findings) worst = verdictCode(verdict, worst)
  }
  return worst
}

export function verdictCode(verdict: Verdict, otherwise: ExitCodeValue = ExitCode.agrees): ExitCodeValue {
  if (verdict.kind === 'violates') return ExitCode.findings
  return verdict.kind === 'undecided' ? ExitCode.undecided : otherwise
}

function readAgain(what: string): Again {
  if (looksLikeToken(what) && !existsSync(what)) return fromToken(what)
  if (/\.(ya?ml|py)$/.test(what))
    return { engine: undefined, plain: inputCase(readInput(what)), limits: DEFAULT_LIMITS }
  const token = /\bhs\d+\.\S+/.exec(bytesOf(what).toString('utf8'))
  if (token === null) throw new UsageError(`${what}: no replay token (hs1.<engine>.<data>) stands in it`)
  return fromToken(token[0])
}

function fromToken(token: string): Again {
  const { engine, case: case_ } = parseReplayToken(token)
  const plain = { program: encodeProgram(case_.program), snapshots: case_.snapshots, gc: case_.gc }
  return { engine, plain, limits: case_.limits }
}
