/**
 * Programs for the incremental collector (3.14.0–3.14.4): what `gc.collect(1)` reaches there depends on the whole
 * process, so each partial collection that is not surely of the youngest generation becomes one of that.
 */
import { remembered } from '../base/remembered.ts'
import type { Expression, Program, Statement } from '../program/ast.ts'
import { expressionPlaces, replaceExpression } from '../program/edit.ts'

/** The program with `gc.collect(0)` in the place of `gc.collect(1)` and of `gc.collect(i)`. */
export function fullOrYoung(program: Program): Program {
  return { body: program.body.map(restrict) }
}

const restrict = remembered((statement: Statement): Statement => {
  let single: Program = { body: [statement] }
  for (const { node, path } of expressionPlaces(single)) {
    if (isUnpredictable(node))
      single = replaceExpression(single, path, { ...node, arguments: [{ kind: 'int', value: 0 }] })
  }
  return single.body[0] as Statement
})

function isUnpredictable(node: Expression): node is Extract<Expression, { kind: 'call' }> {
  if (node.kind !== 'call' || node.function.kind !== 'attribute' || node.function.name !== 'collect') return false
  const generation = node.arguments[0]
  if (generation === undefined) return false
  return generation.kind !== 'int' || generation.value === 1
}
