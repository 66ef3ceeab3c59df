/**
 * What code inside the code of a class assigns as `self.name`: its `__static_attributes__` (3.13+, Python/compile.c,
 * compiler_maybe_add_static_attribute_to_class). Like CPython's compiler, it goes by the name `self`, whatever the
 * parameters are called, and leaves out what is deleted.
 */
import type { Expression, Statement, Target } from '../../../program/ast.ts'
import { walk } from '../../../program/shape.ts'

/** Kinds of nodes that are compiled to code of their own, which comprehensions are not (PEP 709). */
const CODE = new Set(['def', 'lambda', 'generator-expression'])

/** Sorted. */
export function selfAssignments(body: readonly Statement[]): string[] {
  const names = new Set<string>()
  /** What lies below a path: code, an inner class, targets of `del`. */
  const code: string[] = []
  const apart: string[] = []
  const isBelow = (path: string, roots: readonly string[]): boolean => roots.some((root) => path.startsWith(root))
  for (const { node, path, role } of walk(body.map((node, i) => ({ role: 'statement', node, path: [i] })))) {
    const place = `${path.join('.')}.`
    if (CODE.has(node.kind)) code.push(place)
    if (node.kind === 'class' || node.kind === 'delete') apart.push(place)
    if (role === 'target' && isOfSelf(node) && isBelow(place, code) && !isBelow(place, apart)) names.add(node.name)
  }
  return [...names].sort()
}

function isOfSelf(node: Statement | Expression | Target): node is Extract<Target, { kind: 'attribute' }> {
  return node.kind === 'attribute' && node.object.kind === 'name' && node.object.name === 'self'
}
