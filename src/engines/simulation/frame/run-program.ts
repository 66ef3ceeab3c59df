/** Runs programs statement by statement, each as code of its own, as the harness of a real interpreter does. */

import { assert } from '../../../base/assert.ts'
import type { Program, Statement } from '../../../program/ast.ts'
import { printStatement } from '../../../program/print.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dropCaught } from '../object/raise.ts'
import { xdecref } from '../object/refcount.ts'
import { makeError } from '../object/unmade-error.ts'
import type { Code, CompiledStatement } from './code.ts'
import { compileStatement } from './compile-statement.ts'
import { F_NAMESPACE, FLAG_ENTRY, pushFrame } from './frame.ts'
import { HARNESS_DEPTH } from './program.ts'
import { writeToLog } from './report.ts'

/** Compiles what is new, while the machine is as programs find it. */
export function prepareProgram(m: Machine, program: Program): CompiledStatement[] {
  return program.body.map((statement) => compiledOf(m, statement))
}

function compiledOf(m: Machine, statement: Statement): CompiledStatement {
  let compiled = m.compiled.get(statement)
  if (compiled === undefined) {
    compiled = m.dialect.callMakesFrame ? compiledText(m, statement) : compileStatement(m, statement)
    m.compiled.set(statement, compiled)
  }
  return compiled
}

/** Statements of one text are one code, to which a frame belongs (up to 3.10): it is in use where a traceback holds it. */
function compiledText(m: Machine, statement: Statement): CompiledStatement {
  const text = printStatement(statement)
  const compiled = m.compiledTexts.get(text) ?? compileStatement(m, statement)
  m.compiledTexts.set(text, compiled)
  return compiled
}

/**
 * Runs the code of a statement in the module's namespace. True: its value is in `m.result`; false: it raised `m.error`.
 * Whoever has told the outcome calls `dropOutcome` before the next statement.
 */
export function runStatement(m: Machine, statement: CompiledStatement): boolean {
  return runStatementIn(m, m.globals, statement)
}

/** The same in another namespace. */
export function runStatementIn(m: Machine, namespace: Address, { number }: CompiledStatement): boolean {
  assert(m.depth === HARNESS_DEPTH, 'no frame of another statement is left')
  assert(m.error === 0 && m.result === 0, 'the outcome of the statement before was dropped')
  m.statementNumber++
  const fp = pushFrame(m, m.codes[number] as Code, 0, FLAG_ENTRY)
  if (fp === 0) return false
  m.i32[fp + F_NAMESPACE] = namespace
  m.result = m.services.runFrame(m)
  // Whoever runs the statement catches what it raises.
  makeError(m)
  return m.result !== 0
}

/** Releases the value, or the exception with its traceback, once it is told; then tells that the statement is over. */
export function dropOutcome(m: Machine): void {
  const value = m.result
  if (value !== m.None) writeToLog(m)
  m.result = 0
  xdecref(m, value)
  dropCaught(m)
  writeToLog(m)
}
