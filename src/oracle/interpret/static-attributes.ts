/** Names that methods of a class assign as `self.name`, sorted: what 3.14 lays out its instances' values by. */
import { remembered } from '../../base/remembered.ts'
import type { ClassDefinition, Expression, Statement, Target } from '../../program/ast.ts'
import { children } from '../../program/shape.ts'

type Node = Statement | Expression | Target

export const staticAttributes = remembered((definition: ClassDefinition): readonly string[] => {
  const found = new Set<string>()
  for (const statement of definition.body) gather(statement, false, found)
  return [...found].sort()
})

/** Wherever code inside the class's own assigns; not what is deleted, and not what belongs to a class inside. */
function gather(node: Node, isInside: boolean, found: Set<string>): void {
  if (node.kind === 'class' || node.kind === 'delete') return
  const insideChild = isInside || hasOwnCode(node)
  for (const { node: child, role } of children(node, [])) {
    const isSelf = child.kind === 'attribute' && child.object.kind === 'name' && child.object.name === 'self'
    if (role === 'target' && isSelf && insideChild) found.add(child.name)
    gather(child, insideChild, found)
  }
}

/** Comprehensions have none (PEP 709). */
function hasOwnCode({ kind }: Node): boolean {
  return kind === 'def' || kind === 'lambda' || kind === 'generator-expression'
}
