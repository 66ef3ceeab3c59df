/** Whether a statement or expression stops at a `yield` of the function that it stands in. */
import { remembered } from '../../base/remembered.ts'
import type { Expression, Statement, Target } from '../../program/ast.ts'
import { children } from '../../program/shape.ts'

type Node = Statement | Expression | Target

export function hasYield(node: Node): boolean {
  if (node.kind === 'yield') return true
  // What stands inside of these belongs to another function.
  if (node.kind === 'def' || node.kind === 'lambda' || node.kind === 'class') return false
  return hasYieldInside(node)
}

const hasYieldInside = remembered((node: Node): boolean => children(node, []).some((child) => hasYield(child.node)))
