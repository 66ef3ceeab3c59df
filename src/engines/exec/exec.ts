/**
 * `exec:COMMAND`: an engine in any language, as a program that reads cases and writes observations, a JSON text a line
 * (docs/adding-an-engine.md). A case that takes too long costs the process, and so does one that the process does not
 * survive; the next case starts a new one.
 */
import { monotonicMs } from '../../base/clock.ts'
import type { Case } from '../../observation/case.ts'
import type { Observations, Outcome, StatementObservation } from '../../observation/observations.ts'
import { type Engine, type EngineDescription, EngineUnavailable } from '../engine.ts'
import { LineProcess, ProcessEnded } from './line-process.ts'
import { caseLine, readAnswer, readGreeting } from './wire.ts'

const START_LIMIT_MS = 30_000

export async function openExec(id: string): Promise<Engine> {
  const command = id.slice('exec:'.length)
  const [first, description] = await start(id, command)
  let running: LineProcess | undefined = first
  return {
    description,
    async run(cases) {
      const observed: Observations[] = []
      for (const case_ of cases) {
        running ??= (await start(id, command))[0]
        const seen = await observe(running, case_)
        observed.push(seen)
        if (seen.outcome.kind !== 'crashed' && seen.outcome.kind !== 'hung') continue
        await running.end()
        running = undefined
      }
      return observed
    },
    async close() {
      await running?.end()
      running = undefined
    },
  }
}

async function start(id: string, command: string): Promise<[LineProcess, EngineDescription]> {
  const process = new LineProcess(command)
  try {
    const line = await process.line(START_LIMIT_MS)
    if (line === undefined) throw new Error(`it said nothing for ${START_LIMIT_MS} ms`)
    return [process, { id, ...readGreeting(line) }]
  } catch (error) {
    await process.end()
    throw new EngineUnavailable(`engine ${id} cannot be started: ${(error as Error).message}`)
  }
}

/** Throws where the process answers with what is no observation. */
async function observe(process: LineProcess, case_: Case): Promise<Observations> {
  const statements: StatementObservation[] = []
  const { timeMs } = case_.limits
  const deadline = monotonicMs() + timeMs
  const ended = (outcome: Outcome): Observations => ({ statements, outcome })
  process.send(caseLine(case_))
  try {
    for (;;) {
      const line = await process.line(deadline - monotonicMs())
      if (line === undefined) return ended({ kind: 'hung', statement: statements.length, limitMs: timeMs })
      const answer = readAnswer(line)
      if ('outcome' in answer) return ended(answer.outcome)
      statements.push(answer)
    }
  } catch (error) {
    if (!(error instanceof ProcessEnded)) throw error
    return ended({ kind: 'crashed', statement: statements.length, how: error.how })
  }
}
