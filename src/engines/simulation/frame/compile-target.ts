/** `del`, and assignments that swap. */
import type { Expression, Target } from '../../../program/ast.ts'
import { compileConsumed, compileExpression, compileStore, compileSubscript } from './compile-expression.ts'
import { constantOf } from './fold.ts'
import { Op } from './opcodes.ts'
import type { Unit } from './unit.ts'

export function compileDelete(u: Unit, node: Target): void {
  switch (node.kind) {
    case 'name':
      return u.delete(node.name)
    case 'attribute':
      compileExpression(u, node.object)
      return u.emitName(Op.DELETE_ATTR, node.name, 1, 0)
    case 'subscript':
      compileSubscript(u, node)
      return u.code.emit(Op.DELETE_SUBSCR, 0, 2, 0)
    default:
      for (const item of node.items) compileDelete(u, item)
  }
}

/** Up to so many values swap places on the stack instead of lying in a tuple. */
const SWAPPED_MAX = 3

/** `a, b = x, y` without a tuple in between; false where the optimiser leaves the tuple. */
export function compileSwap(u: Unit, target: Target, value: Expression): boolean {
  if (target.kind !== 'targets' || value.kind !== 'tuple') return false
  const { items } = target
  if (items.length !== value.items.length || items.length > SWAPPED_MAX) return false
  if (constantOf(value) !== undefined) return false
  // The compiler of 3.12 meets the tuple of one item only when what is before it is done.
  const isSeenLate = items.length === 1 && u.m.dialect.version[1] <= 12
  const names = isSeenLate ? undefined : differentLocals(u, items)
  const name = names?.pop()
  if (names !== undefined && name !== undefined) {
    for (const item of value.items.slice(0, -1)) compileExpression(u, item)
    compileConsumed(u, value.items.at(-1) as Expression, { kind: 'store', name, metBefore: names })
    for (const other of names.reverse()) u.store(other)
    return true
  }
  for (const item of value.items) compileExpression(u, item)
  if (items.length > 1) u.code.emit(Op.SWAP, items.length, items.length, items.length)
  for (const item of items) compileStore(u, item)
  return true
}

/** From 3.11 on stores to different local variables change their order instead (apply_static_swaps): the variables. */
function differentLocals(u: Unit, items: readonly Target[]): string[] | undefined {
  if (u.m.dialect.callMakesFrame) return undefined
  const names = new Set<string>()
  for (const item of items) if (item.kind === 'name' && u.isLocal(item.name)) names.add(item.name)
  return names.size === items.length ? [...names] : undefined
}
