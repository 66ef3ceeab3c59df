/**
 * A copy of a statement in which every expression that is read (not written to) was replaced by what `replace` gives,
 * from the inside out. Parts that do not change are shared with the original.
 */
import type { Expression, Statement } from '../../program/ast.ts'

type Replace = (expression: Expression) => Expression

export function mapExpressions(statement: Statement, replace: Replace): Statement {
  return mapped(statement, replace, true) as Statement
}

const READ_KINDS: ReadonlySet<string> = new Set(['attribute', 'call', 'lambda'])

/** `read` is false for the node that a target itself is; what lies inside a target is read. */
function mapped(node: unknown, replace: Replace, read: boolean): unknown {
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) {
    const items = node.map((item) => mapped(item, replace, read))
    return items.some((item, index) => item !== node[index]) ? items : node
  }
  let changed: Record<string, unknown> | undefined
  for (const [key, value] of Object.entries(node)) {
    const item = mapped(value, replace, key !== 'targets' && key !== 'target' && !(key === 'items' && !read))
    if (item === value) continue
    changed ??= { ...node }
    changed[key] = item
  }
  const result = (changed ?? node) as { kind?: string }
  return read && result.kind !== undefined && READ_KINDS.has(result.kind) ? replace(result as Expression) : result
}
