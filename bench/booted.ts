/** What benchmarks of the simulation's parts start from: a machine on which a program's text has run. */
import { present } from '../src/base/assert.ts'
import { bootMachine } from '../src/engines/simulation/boot.ts'
import { DIALECTS } from '../src/engines/simulation/dialect.ts'
import { startProgram } from '../src/engines/simulation/frame/program.ts'
import { dropOutcome, prepareProgram, runStatement } from '../src/engines/simulation/frame/run-program.ts'
import type { Machine } from '../src/engines/simulation/machine.ts'
import { parseProgram } from '../src/program/parse/parse.ts'

const VERSION = '3.12'
export const SIMULATED = `simulation@${VERSION}`

const dialect = present(
  DIALECTS.find((one) => one.semantics.id === VERSION),
  'the version is a dialect',
)

export function bootWith(text: string, spaceBytes?: number): Machine {
  const m = bootMachine(dialect, spaceBytes)
  startProgram(m)
  compiledText(m, text)()
  return m
}

/** Compiles the text; what comes back runs it, and may be called again. */
export function compiledText(m: Machine, text: string): () => void {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(`what a benchmark runs can be parsed: ${text}`)
  const statements = prepareProgram(m, parsed.program)
  return () => {
    for (const statement of statements) {
      if (!runStatement(m, statement)) throw new Error(`what a benchmark runs raises nothing: ${text}`)
      dropOutcome(m)
    }
  }
}
