/** All rules of the language that a tree can break, in one place: the parser and the validator both ask here. */
import type { Expression, Program } from '../ast.ts'
import { scopesOf } from '../scopes.ts'
import { type Placed, topLevel } from '../shape.ts'
import { depthFaults } from './depth-rules.ts'
import { expressionFaults } from './expression-rules.ts'
import type { Fault } from './fault.ts'
import { scopeFaults } from './scope-rules.ts'
import { statementFaults } from './statement-rules.ts'
import { yieldFaults } from './yield-rules.ts'

/** Every fault of a program. When it is nested too deeply, only that is said: the other rules recurse. */
export function programFaults(program: Program): Fault[] {
  const deep = depthFaults(program)
  if (deep.length > 0) return deep
  const scopes = scopesOf(program)
  return [
    ...statementFaults(program),
    ...scopeFaults(program, scopes),
    ...expressionFaults(topLevel(program), scopes),
    ...yieldFaults(topLevel(program)),
  ]
}

/** Every fault of an expression that stands alone, in the place of a global one. */
export function expressionAloneFaults(expression: Expression): Fault[] {
  const place: Placed = { role: 'expression', node: expression, path: [] }
  const deep = depthFaults([place])
  if (deep.length > 0) return deep
  const program: Program = { body: [{ kind: 'expression', value: expression }] }
  return [...scopeFaults(program), ...expressionFaults([place], undefined), ...yieldFaults([place])]
}
