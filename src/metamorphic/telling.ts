/** What several twins ask about a node: whether it calls the collector, and whether it makes a set. */
import type { Expression, Statement, Target } from '../program/ast.ts'

/** The function of `gc` that an expression calls, undefined for anything else. */
export function calledOfGc(value: Expression): string | undefined {
  if (value.kind !== 'call' || value.function.kind !== 'attribute') return undefined
  const { object, name } = value.function
  return object.kind === 'name' && object.name === 'gc' ? name : undefined
}

/** A set's elements lie in the order of their addresses. */
export function makesSet(node: Statement | Expression | Target): boolean {
  if (node.kind === 'name') return node.name === 'set' || node.name === 'frozenset'
  return node.kind === 'set' || node.kind === 'set-comprehension'
}
