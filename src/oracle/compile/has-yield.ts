/** Whether a statement or expression stops at a `yield` of the function that it stands in. */
import type { Expression, Statement, Target } from '../../program/ast.ts'
import { children } from '../../program/shape.ts'

type Node = Statement | Expression | Target

const KNOWN = new WeakMap<Node, boolean>()

export function hasYield(node: Node): boolean {
  if (node.kind === 'yield') return true
  // What stands inside of these belongs to another function.
  if (node.kind === 'def' || node.kind === 'lambda' || node.kind === 'class') return false
  let known = KNOWN.get(node)
  if (known === undefined) {
    known = children(node, []).some((child) => hasYield(child.node))
    KNOWN.set(node, known)
  }
  return known
}
