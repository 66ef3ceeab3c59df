/**
 * Puts something simpler in the place of an expression: `None`, a part of it, a literal nearer to zero or shorter.
 * Large expressions first. Statements lose what they need not have: the message of `assert`, the value of `return`, the
 * cause of `raise`, the names that handlers and `with` bind, all of an assignment but its value.
 */
import type { ExceptHandler, Expression, Statement } from '../../program/ast.ts'
import { expressionPlaces, replaceStatement, statementPlaces } from '../../program/edit.ts'
import { children, walk, withNodeAt } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'

export const simplifyExpressions: Pass = {
  name: 'simplify expressions',
  cuts(program) {
    const found: { cut: Cut; size: number }[] = []
    for (const { node, path } of statementPlaces(program)) {
      for (const simpler of simplerStatements(node))
        found.push({ cut: () => replaceStatement(program, path, [simpler]), size: 2 })
    }
    for (const { node, path } of expressionPlaces(program)) {
      const size = [...walk([{ role: 'expression', node, path: [] }])].length
      for (const simpler of simplerExpressions(node))
        found.push({ cut: () => withNodeAt(program, path, simpler), size })
    }
    return found.sort((a, b) => b.size - a.size).map(({ cut }) => cut)
  },
}

function simplerStatements(node: Statement): Statement[] {
  switch (node.kind) {
    case 'assert':
      return [
        { kind: 'expression', value: node.test },
        ...(node.message === undefined ? [] : [{ kind: 'assert' as const, test: node.test }]),
      ]
    case 'return':
      return node.value === undefined ? [] : [{ kind: 'return' }]
    case 'assign':
      return [{ kind: 'expression', value: node.value }]
    case 'expression':
    case 'delete':
    case 'import':
    case 'global':
    case 'nonlocal':
      return [{ kind: 'pass' }]
    case 'raise':
      return [
        ...(node.exception === undefined ? [] : [{ kind: 'expression' as const, value: node.exception }]),
        ...(node.cause === undefined || node.exception === undefined
          ? []
          : [{ kind: 'raise' as const, exception: node.exception }]),
        { kind: 'raise' },
      ]
    case 'with':
      return node.items.flatMap(({ context, target }, index) =>
        target === undefined ? [] : [{ ...node, items: node.items.with(index, { context }) }],
      )
    case 'try':
      return node.handlers.flatMap((handler, index) =>
        simplerHandlers(handler).map((simpler) => ({ ...node, handlers: node.handlers.with(index, simpler) })),
      )
    default:
      return []
  }
}

function simplerHandlers({ type, name, body }: ExceptHandler): ExceptHandler[] {
  if (type === undefined) return []
  return name === undefined ? [{ body }] : [{ body }, { type, body }]
}

function simplerExpressions(node: Expression): Expression[] {
  const parts = children(node).flatMap((child) => (child.role === 'expression' ? [child.node] : []))
  return [...(node.kind === 'none' ? [] : [{ kind: 'none' as const }]), ...parts, ...nearer(node)]
}

/** Literals of the same kind that ask less of their reader. */
function nearer(node: Expression): Expression[] {
  switch (node.kind) {
    case 'int':
      return nearerInts(node.value).map((value) => ({ kind: 'int', value }))
    case 'float':
      return [0, Math.trunc(node.value)]
        .filter((value) => value !== node.value)
        .map((value) => ({ kind: 'float', value }))
    case 'str':
    case 'bytes': {
      const characters = [...node.value]
      const shorter = [0, 1, Math.floor(characters.length / 2), characters.length - 1].filter(
        (length) => length >= 0 && length < characters.length,
      )
      return [...new Set(shorter)].map((length) => ({ kind: node.kind, value: characters.slice(0, length).join('') }))
    }
    case 'bool':
      return node.value ? [{ kind: 'bool', value: false }] : []
    default:
      return []
  }
}

function nearerInts(value: number | bigint): (number | bigint)[] {
  const big = BigInt(value)
  const tries = [0n, 1n, 2n, -big, big / 2n, big - (big > 0n ? 1n : -1n)]
  const size = (n: bigint): bigint => (n < 0n ? -n : n)
  const kept = new Set(tries.filter((n) => size(n) < size(big) || (n > 0n && n === -big)))
  return [...kept].map((n) => (Number.isSafeInteger(Number(n)) ? Number(n) : n))
}
