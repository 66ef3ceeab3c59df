/**
 * Programs for the incremental collector (3.14.0–3.14.4): what `gc.collect(1)` reaches there depends on the whole
 * process, so each partial collection that is not surely of the youngest generation becomes one of that.
 */
import type { Expression, Program, Statement } from '../program/ast.ts'
import { expressionPlaces, replaceExpression } from '../program/edit.ts'

const restricted = new WeakMap<Statement, Statement>()

/** The program with `gc.collect(0)` in the place of `gc.collect(1)` and of `gc.collect(i)`. */
export function fullOrYoung(program: Program): Program {
  return { body: program.body.map(restrict) }
}

function restrict(statement: Statement): Statement {
  let result = restricted.get(statement)
  if (result === undefined) {
    let single: Program = { body: [statement] }
    for (const { node, path } of expressionPlaces(single)) {
      if (isUnpredictable(node))
        single = replaceExpression(single, path, { ...node, arguments: [{ kind: 'int', value: 0 }] })
    }
    result = single.body[0] as Statement
    restricted.set(statement, result)
  }
  return result
}

function isUnpredictable(node: Expression): node is Extract<Expression, { kind: 'call' }> {
  if (node.kind !== 'call' || node.function.kind !== 'attribute' || node.function.name !== 'collect') return false
  const generation = node.arguments[0]
  if (generation === undefined) return false
  return generation.kind !== 'int' || generation.value === 1
}
