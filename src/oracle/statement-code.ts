/**
 * What judging needs to know of a top-level statement, found once: how it runs, and which rule its value is about. The
 * generator shares its statements (one text is one object for thousands of programs), so nearly all are known already.
 */
import type { Statement } from '../program/ast.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { RuleId } from '../verdict/rule.ts'
import { ruleOfValue } from './compare/value-rule.ts'
import { compileTopLevel } from './compile/statements.ts'
import type { Run } from './interpret/machine.ts'

export interface StatementCode {
  /** Gives the value of an expression statement, owned, or None. */
  readonly run: Run
  /** null for what is no expression statement: it has no value to judge. */
  readonly rule: RuleId | null
}

/** Versions whose compilers lay names out alike share code. */
const KNOWN = new Map<number, WeakMap<Statement, StatementCode>>()

export function codeOf(statement: Statement, semantics: Semantics): StatementCode {
  const { comprehensionsInlined, argumentCellsInPlace, droppedComprehensionGoesFirst } = semantics
  const number =
    (comprehensionsInlined ? 1 : 0) + (argumentCellsInPlace ? 2 : 0) + (droppedComprehensionGoesFirst ? 4 : 0)
  let known = KNOWN.get(number)
  if (known === undefined) {
    known = new WeakMap()
    KNOWN.set(number, known)
  }
  let code = known.get(statement)
  if (code === undefined) {
    const rule = statement.kind === 'expression' ? ruleOfValue(statement.value) : null
    const flavour = {
      inlines: comprehensionsInlined,
      cellsInPlace: argumentCellsInPlace,
      dropsFirst: droppedComprehensionGoesFirst,
    }
    code = { run: compileTopLevel(statement, flavour), rule }
    known.set(statement, code)
  }
  return code
}
