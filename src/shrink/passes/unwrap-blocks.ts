/**
 * Puts what a block holds in the place of the block: a branch for its `if`, one turn for a loop, a body for its
 * function. What only had meaning inside (`break`, `return`, `global`) goes.
 */
import type { Expression, Statement, Target } from '../../program/ast.ts'
import { nodeCount, replaceStatement, statementPlaces } from '../../program/edit.ts'
import type { Path } from '../../program/shape.ts'
import type { Pass } from '../cut.ts'
import { withoutJumps } from '../without-jumps.ts'

export const unwrapBlocks: Pass = {
  name: 'unwrap blocks',
  cuts(program) {
    const found: { path: Path; instead: readonly Statement[]; size: number }[] = []
    for (const { node, path } of statementPlaces(program)) {
      for (const instead of unwrapped(node))
        found.push({ path, instead, size: nodeCount({ body: [node] }) - nodeCount({ body: instead }) })
    }
    return found
      .sort((a, b) => b.size - a.size)
      .map(
        ({ path, instead }) =>
          () =>
            replaceStatement(program, path, instead),
      )
  },
}

function unwrapped(node: Statement): (readonly Statement[])[] {
  switch (node.kind) {
    case 'if':
      return [
        node.body,
        node.orelse,
        [{ kind: 'expression', value: node.test }],
        ...(node.orelse.length > 0 ? [[{ ...node, orelse: [] }]] : []),
      ]
    case 'while':
      return [
        withoutJumps(node.body, 'loop'),
        [{ kind: 'if', test: node.test, body: withoutJumps(node.body, 'loop'), orelse: [] }],
      ]
    case 'for':
      return [
        withoutJumps(node.body, 'loop'),
        [...firstTurn(node.target, node.iterable), ...withoutJumps(node.body, 'loop')],
      ]
    case 'with': {
      const contexts = statementsOf(node.items.map(({ context }) => context))
      return [node.body, contexts, [...contexts, ...node.body]]
    }
    case 'try': {
      const { body, handlers, orelse, finalbody } = node
      return [
        body,
        [...body, ...orelse, ...finalbody],
        ...handlers.map((handler) => handler.body),
        ...handlers.flatMap(({ type }) => (type === undefined ? [] : [statementsOf([type])])),
        ...(orelse.length > 0 ? [[{ ...node, orelse: [] }]] : []),
        ...(finalbody.length > 0 ? [[{ ...node, finalbody: [] }]] : []),
      ]
    }
    case 'def':
      return [withoutJumps(node.body, 'function')]
    case 'class':
      return [node.body, ...(node.bases.length > 0 ? [statementsOf(node.bases)] : [])]
    default:
      return []
  }
}

function statementsOf(values: readonly Expression[]): Statement[] {
  return values.map((value) => ({ kind: 'expression', value }))
}

/** `target = first item`, where the first item is easily told. */
function firstTurn(target: Target, iterable: Expression): Statement[] {
  const { kind } = iterable
  const item: Expression | undefined =
    kind === 'list' || kind === 'tuple' || kind === 'set' ? iterable.items[0] : { kind: 'int', value: 0 }
  return item === undefined ? [] : [{ kind: 'assign', targets: [target], value: item }]
}
