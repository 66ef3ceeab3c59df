/** Runs a top-level statement, in a frame of its own: the value, owned, or what was raised. */
import type { Statement } from '../program/ast.ts'
import type { StatementEnd } from './compare/statement-end.ts'
import type { Machine } from './interpret/machine.ts'
import { PythonError } from './python-error.ts'
import { land, trace } from './raising.ts'
import { codeOf } from './statement-code.ts'
import type { Value } from './thing.ts'

export function execute(machine: Machine, statement: Statement): StatementEnd {
  const { world } = machine
  const code = codeOf(statement, world.semantics)
  let value: Value = null
  let raised: string | undefined
  try {
    value = code.run(machine)
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    trace(world, error, machine.frame)
    raised = error.type
    world.unwind(0)
    const exception = land(world, error)
    // What becomes of the outcome is no part of the statement.
    world.grants = -1
    world.push(exception)
    machine.nextStatement()
    machine.outside(() => world.decref(world.pop()))
  }
  machine.nextStatement()
  return { value, raised, rule: code.rule }
}
