/**
 * One worker's work on each engine. End to end by the wall clock, as a campaign does it (`task/fuzz-task.ts`): programs and
 * statements a second that were run and judged to the end, every rule on, with what a campaign watches. Then the same kind of
 * programs part by part, by processor time, one part after the other: what an engine in a process of its own costs this one
 * is transfer, what the other process costs is execution. An engine in the thread transfers nothing.
 */
import { present } from '../../src/base/assert.ts'
import { monotonicMs } from '../../src/base/clock.ts'
import { openEngine } from '../../src/engines/registry.ts'
import { produceProgram } from '../../src/generate/produce.ts'
import { DEFAULT_LIMITS } from '../../src/observation/case.ts'
import { selectSemantics } from '../../src/semantics/select.ts'
import { abilitiesOf, campaignCase } from '../../src/task/campaign-case.ts'
import { ControlBlock } from '../../src/task/control-block.ts'
import { campaignJudge, fuzzBlock, type Judge } from '../../src/task/fuzz-task.ts'
import type { ReadyEngine } from '../../src/task/thread-engine.ts'
import { childrenMs, processorMs } from '../clocks.ts'
import type { Listener, Part } from '../part.ts'
import { summarize } from '../result.ts'

const SEED = 1
const BATCH = 64
/** `statements` is what comparisons of engines are given in. */
const GENERATE = { statements: 50 }
const LONG = { runs: 5, programs: 2_048, warmUp: 8_192 }
const SHORT = { runs: 3, programs: 512, warmUp: 2_048 }

interface Rates {
  readonly programs: number
  readonly statements: number
}

const PARTS = ['generate', 'execute', 'transfer', 'judge'] as const
type Parts = Record<(typeof PARTS)[number], number>

interface Costs {
  /** Microseconds of processor time a program. */
  readonly parts: Parts
  readonly whole: number
  /** Checked statements in a second of processor time. */
  readonly statements: number
}

export const campaign: Part = {
  name: 'campaign',
  title: 'one worker, programs of 50 statements, every rule on',
  async measure({ short, engines }, listener) {
    for (const id of engines) {
      try {
        await measureEngine(id, short ? SHORT : LONG, listener)
      } catch (error) {
        listener.missing(id, (error as Error).message)
      }
    }
  },
}

async function measureEngine(id: string, { runs, programs, warmUp }: typeof LONG, listener: Listener): Promise<void> {
  const control = new ControlBlock()
  const engine = await openEngine(id, { ledger: control.ledger, interrupt: control.interrupt })
  const ready = { engine, semantics: selectSemantics(engine.description.facts) }
  // A path says nothing of the interpreter behind it.
  const subject = `${id.replace(/^cpython:.*/, 'cpython')} (${engine.description.version})`
  await endToEnd(ready, control, 0, warmUp)
  const rates: Rates[] = []
  const costs: Costs[] = []
  for (let run = 0, first = warmUp; run < runs; run++, first += 2 * programs) {
    rates.push(await endToEnd(ready, control, first, programs))
    const cost = await partByPart(ready, control.engineInThread, first + programs, programs)
    if (cost !== undefined) costs.push(cost)
  }
  await engine.close()
  const row = (what: string, unit: string, values: readonly number[]) =>
    listener.row({ subject, what, unit }, summarize(values))
  row(
    'programs',
    'a second',
    rates.map((rate) => rate.programs),
  )
  row(
    'checked statements',
    'a second',
    rates.map((rate) => rate.statements),
  )
  if (costs.length < runs) return listener.missing(subject, 'this system does not tell what a child process costs')
  row(
    'checked statements, by processor time',
    'a second',
    costs.map((cost) => cost.statements),
  )
  for (const part of PARTS) {
    if (part === 'transfer' && control.engineInThread) continue
    row(
      `${part} a program`,
      'µs of processor',
      costs.map(({ parts }) => parts[part]),
    )
    row(
      `${part}, share`,
      '%',
      costs.map(({ parts, whole }) => (100 * parts[part]) / whole),
    )
  }
}

function numbers(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

async function endToEnd(ready: ReadyEngine, control: ControlBlock, first: number, programs: number): Promise<Rates> {
  const request = {
    engine: ready.engine.description.id,
    seed: SEED,
    programs: numbers(first, programs),
    batch: BATCH,
    limits: DEFAULT_LIMITS,
    generate: GENERATE,
  }
  const { judgeOne, checked } = countingJudge(ready)
  const start = monotonicMs()
  const { tally } = await fuzzBlock(request, ready.engine, judgeOne, control)
  const seconds = (monotonicMs() - start) / 1000
  return { programs: tally.programs / seconds, statements: checked() / seconds }
}

async function partByPart(
  ready: ReadyEngine,
  inThread: boolean,
  first: number,
  programs: number,
): Promise<Costs | undefined> {
  const { engine } = ready
  const abilities = abilitiesOf(engine.description.capabilities)
  const { judgeOne, checked } = countingJudge(ready)
  const parts: Parts = { generate: 0, execute: 0, transfer: 0, judge: 0 }
  const childrenBefore = childrenMs()
  for (let at = first; at < first + programs; at += BATCH) {
    const start = processorMs()
    const cases = numbers(at, BATCH).map((index) => {
      const { program } = produceProgram(SEED, index, undefined, GENERATE)
      return campaignCase(SEED, index, program, { limits: DEFAULT_LIMITS }, abilities)
    })
    const generated = processorMs()
    const observed = await engine.run(cases)
    const ran = processorMs()
    for (const [i, case_] of cases.entries()) judgeOne(case_, present(observed[i], 'one a case'), at + i)
    parts.generate += generated - start
    parts[inThread ? 'execute' : 'transfer'] += ran - generated
    parts.judge += processorMs() - ran
  }
  const childrenAfter = childrenMs()
  if (!inThread) {
    if (childrenBefore === undefined || childrenAfter === undefined) return undefined
    parts.execute = childrenAfter - childrenBefore
  }
  const wholeMs = PARTS.reduce((sum, part) => sum + parts[part], 0)
  for (const part of PARTS) parts[part] *= 1000 / programs
  return { parts, whole: (wholeMs * 1000) / programs, statements: (checked() * 1000) / wholeMs }
}

/** A campaign's judge, and how many statements it came to a verdict about. */
function countingJudge(ready: ReadyEngine): { readonly judgeOne: Judge; readonly checked: () => number } {
  const judge = campaignJudge(ready)
  let statements = 0
  const judgeOne: Judge = (case_, seen, index) => {
    const judgement = judge(case_, seen, index)
    if (judgement.verdict.kind !== 'undecided') statements += case_.program.body.length
    return judgement
  }
  return { judgeOne, checked: () => statements }
}
