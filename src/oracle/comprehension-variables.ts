/** Which expressions are comprehensions, and the names that they bind. */
import type { Comprehension, DictComprehension, Expression, Target } from '../program/ast.ts'

export function isComprehension(expression: Expression): expression is Comprehension | DictComprehension {
  return (
    expression.kind === 'list-comprehension' ||
    expression.kind === 'set-comprehension' ||
    expression.kind === 'dict-comprehension' ||
    expression.kind === 'generator-expression'
  )
}

/** The names that a comprehension binds. */
export function comprehensionVariables(expression: Comprehension | DictComprehension): ReadonlySet<string> {
  const names = new Set<string>()
  for (const clause of expression.clauses) gatherTarget(clause.target, names)
  return names
}

function gatherTarget(target: Target, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name)
  else if (target.kind === 'targets') for (const item of target.items) gatherTarget(item, names)
}
