/** `heapsmith shrink FILE`: a failing scenario or program made as small as still fails in the same way. */
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { writeWhole } from '../base/write-file.ts'
import { caseOf } from '../coordinator/case-of.ts'
import { examineCase } from '../coordinator/examine-case.ts'
import { shrunkFacts } from '../coordinator/shrunk-facts.ts'
import { EngineMissing, WorkerBroken } from '../coordinator/start-engines.ts'
import { supervised, WorkerLost } from '../coordinator/supervise.ts'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import { terminalFinding } from '../report/terminal-finding.ts'
import type { EngineChoice, Reply, ShrinkRequest, ShrinkResult } from '../task/messages.ts'
import { type Finding, makeFinding } from '../triage/finding.ts'
import { signature } from '../verdict/verdict.ts'
import { codeOfRules, ExitCode, type ExitCodeValue } from './exit-code.ts'
import { durationMs, wholeNumber } from './flags.ts'
import { type Input, inputCase, readInput } from './read-input.ts'
import { findingYaml } from './save-finding.ts'
import { engineFlags, enginesOf, type SharedFlags, screenFlags, screenOf } from './shared-flags.ts'
import { withCrew } from './with-crew.ts'

interface ShrinkFlags extends SharedFlags {
  readonly time: number
  readonly attempts: number
}

export function addShrink(program: Command, exit: (code: ExitCodeValue) => void): void {
  const command = program
    .command('shrink')
    .description('reduce a failing scenario or program, keeping the way it fails')
    .argument('<file>', 'scenario (.yaml) or program (.py)')
    .option('-o, --out <file>', 'where the small scenario goes (default: beside the given file, as NAME.small.yaml)')
    .option('-t, --time <time>', 'stop after that time with the smallest so far', durationMs, 30_000)
    .option('--attempts <n>', 'stop after so many attempts', wholeNumber(1), 20_000)
  screenFlags(engineFlags(command)).action(async (file: string, flags: ShrinkFlags) => exit(await shrink(file, flags)))
}

async function shrink(file: string, flags: ShrinkFlags): Promise<ExitCodeValue> {
  const screen = screenOf(flags)
  const [engine, ...more] = enginesOf(flags)
  if (engine === undefined || more.length > 0)
    throw new UsageError('shrink works with one engine; name one with --engine')
  const input = readInput(file)
  const choice = flags.lie === undefined ? { engine } : { engine, lie: flags.lie }
  const finding = await smallest(input, choice, flags, (lost) =>
    screen.print(`The worker was lost while shrinking, so the case is as it was given: ${lost.message}`, true),
  )
  if (finding === undefined) {
    screen.print(`${file} does not fail on ${engine}: there is nothing to keep while shrinking.`, true)
    return ExitCode.agrees
  }
  const out = flags.out ?? file.replace(/\.(ya?ml|py)$/, '.small.yaml')
  writeWhole(out, findingYaml(finding))
  screen.print(terminalFinding(finding, out, screen.paint), true)
  return codeOfRules([finding.rule])
}

/** Undefined when the input does not fail. */
async function smallest(
  input: Input,
  choice: EngineChoice,
  flags: ShrinkFlags,
  tellLoss: (lost: WorkerLost) => void,
): Promise<Finding | undefined> {
  const plain = inputCase(input)
  return withCrew(1, async (crew, stop) => {
    const { verdict, told } = await examineCase(crew, choice, plain)
    if (verdict.kind !== 'violates') return undefined
    const [violation] = verdict.violations
    if (violation === undefined) return undefined
    const facts = { engine: choice.engine, signature: signature(violation), firstSeen: 0, count: 1 }
    const given = () => makeFinding({ ...facts, case: caseOf(plain), violations: verdict.violations })
    // Each attempt would cost the whole worker.
    if (told === undefined) return given()
    stop.addEventListener('abort', () => crew.control(0).requestStop(true))
    const request: ShrinkRequest = {
      ...choice,
      case: plain,
      signature: facts.signature,
      limits: DEFAULT_LIMITS,
      attempts: flags.attempts,
      seconds: flags.time / 1000,
    }
    const work = supervised<Reply<ShrinkResult>>(crew, 0, 'shrink', request, DEFAULT_LIMITS)
    const reply = await work.catch((error: unknown) => {
      if (!(error instanceof WorkerLost)) throw error
      tellLoss(error)
      return undefined
    })
    if (reply === undefined) return given()
    if (reply.kind === 'unavailable') throw new EngineMissing(`engine ${choice.engine}: ${reply.reason}`)
    if (reply.kind === 'broken') throw new WorkerBroken(reply.message, reply.stack, undefined)
    return makeFinding({ ...facts, ...shrunkFacts(plain, verdict.violations, reply) })
  })
}
