/** What benchmarks of the simulation start from: a dialect by its name, and a machine on which a program's text has run. */
import { present } from '../../src/base/assert.ts'
import { bootMachine } from '../../src/engines/simulation/boot.ts'
import { DIALECTS, type Dialect } from '../../src/engines/simulation/dialect.ts'
import { startProgram } from '../../src/engines/simulation/frame/program.ts'
import { dropOutcome, prepareProgram, runStatement } from '../../src/engines/simulation/frame/run-program.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { parseProgram } from '../../src/program/parse/parse.ts'

export function dialectNamed(version: string): Dialect {
  return present(
    DIALECTS.find((one) => one.semantics.id === version),
    'the version is a dialect',
  )
}

export function bootWith(dialect: Dialect, text: string, spaceBytes: number): Machine {
  const m = bootMachine(dialect, spaceBytes)
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error('what a benchmark starts from can be parsed')
  startProgram(m)
  for (const statement of prepareProgram(m, parsed.program)) {
    runStatement(m, statement)
    dropOutcome(m)
  }
  return m
}
