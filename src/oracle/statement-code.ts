/**
 * What judging needs to know of a top-level statement, found once: how it runs, and which rule its value is about. The
 * generator shares its statements (one text is one object for thousands of programs), so nearly all are known already.
 */
import type { Statement } from '../program/ast.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { RuleId } from '../verdict/rule.ts'
import { ruleOfValue } from './compare/value-rule.ts'
import { compileTopLevel } from './compile/statements.ts'
import { type Flavour, flavourOf } from './flavour.ts'
import type { Run } from './interpret/machine.ts'

export interface StatementCode {
  /** Gives the value of an expression statement, owned, or None. */
  readonly run: Run
  /** null for what is no expression statement: it has no value to judge. */
  readonly rule: RuleId | null
}

const KNOWN = new Map<Flavour, WeakMap<Statement, StatementCode>>()

export function codeOf(statement: Statement, semantics: Semantics): StatementCode {
  const flavour = flavourOf(semantics)
  let known = KNOWN.get(flavour)
  if (known === undefined) {
    known = new WeakMap()
    KNOWN.set(flavour, known)
  }
  let code = known.get(statement)
  if (code === undefined) {
    const rule = statement.kind === 'expression' ? ruleOfValue(statement.value) : null
    code = { run: compileTopLevel(statement, flavour), rule }
    known.set(statement, code)
  }
  return code
}
