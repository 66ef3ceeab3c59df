/** A file on the command line that may be a scenario (YAML) or a program (Python): told apart by its ending. */

import { readFileSync } from 'node:fs'
import { UsageError } from '../base/usage-error.ts'
import { type GcMode, type Refusal, WATCH_ALL } from '../observation/case.ts'
import { modesOf } from '../observation/case-modes.ts'
import type { Program } from '../program/ast.ts'
import { encodeProgram } from '../program/encode.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { formatProblem } from '../program/parse/problem.ts'
import { loadScenario } from '../scenario/load.ts'
import { formatScenarioProblem } from '../scenario/problem.ts'
import { type Scenario, scenarioProgram } from '../scenario/scenario.ts'
import { refusalOf } from '../scenario/scenario-case.ts'
import type { PlainCase } from '../task/messages.ts'

export interface Input {
  readonly file: string
  readonly program: Program
  readonly gc: GcMode
  readonly refusal?: Refusal
  /** Absent for a Python file. */
  readonly scenario?: Scenario
}

export function readInput(file: string): Input {
  if (/\.ya?ml$/.test(file)) return readScenario(file)
  if (/\.py$/.test(file)) return readPython(file)
  throw new UsageError(`${file}: its name ends neither in .yaml nor in .py; a scenario or a program is expected`)
}

function readScenario(file: string): Input {
  const loaded = loadScenario(bytesOf(file), file)
  if (!loaded.ok)
    throw new UsageError(`the scenario is refused\n${loaded.problems.map(formatScenarioProblem).join('\n')}`)
  const { scenario } = loaded
  const refusal = refusalOf(scenario)
  const input = { file, program: scenarioProgram(scenario), gc: scenario.gc, scenario }
  return refusal === undefined ? input : { ...input, refusal }
}

function readPython(file: string): Input {
  const parsed = parseProgram(bytesOf(file).toString('utf8'), { file })
  if (!parsed.ok) throw new UsageError(`the program is refused\n${parsed.problems.map(formatProblem).join('\n')}`)
  if (parsed.program.body.length === 0) throw new UsageError(`${file}: it holds no statement`)
  return { file, program: parsed.program, gc: 'disabled' }
}

export function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The case of an input: looked at after every statement, as scenarios are. */
export function inputCase(input: Input): PlainCase {
  const { program } = input
  const modes = modesOf({ ...input, watch: WATCH_ALL })
  return { program: encodeProgram(program), snapshots: program.body.map((_, i) => i), ...modes }
}
