/** What the functions of a class body assign as `self.name`: its `__static_attributes__` (3.13+, Python/compile.c). */
import type { Statement, Target } from '../../../program/ast.ts'

/** Sorted. */
export function selfAssignments(body: readonly Statement[]): string[] {
  const names = new Set<string>()
  for (const item of functionsOf(body)) ofSuite(item, names)
  return [...names].sort()
}

/** Bodies of functions, also inside of other statements, but not those of inner classes. */
function functionsOf(body: readonly Statement[]): (readonly Statement[])[] {
  return body.flatMap((node) => (node.kind === 'def' ? [node.body] : suitesOf(node).flatMap(functionsOf)))
}

/** The suites that are part of the same code or of functions in it. */
function suitesOf(node: Statement): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case 'for':
    case 'while':
    case 'with':
      return [node.body]
    case 'if':
      return [node.body, node.orelse]
    case 'try':
      return [node.body, ...node.handlers.map((handler) => handler.body), node.orelse, node.finalbody]
    default:
      return []
  }
}

/** Like CPython's compiler, it goes by the name `self`, whatever the parameters are called. */
function ofSuite(body: readonly Statement[], names: Set<string>): void {
  for (const node of body) {
    if (node.kind === 'assign') for (const item of node.targets) selfTarget(item, names)
    if (node.kind === 'for') selfTarget(node.target, names)
    if (node.kind === 'with')
      for (const item of node.items) if (item.target !== undefined) selfTarget(item.target, names)
    if (node.kind === 'def') ofSuite(node.body, names)
    for (const inner of suitesOf(node)) ofSuite(inner, names)
  }
}

function selfTarget(node: Target, names: Set<string>): void {
  if (node.kind === 'targets') for (const item of node.items) selfTarget(item, names)
  else if (node.kind === 'attribute' && node.object.kind === 'name' && node.object.name === 'self') names.add(node.name)
}
