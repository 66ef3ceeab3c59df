/**
 * The size of a program, by which shrinking is well-founded: four natural numbers, compared from left to right, so
 * that there is no infinite descent and every chain of accepted cuts ends.
 *
 * 1. statements, `pass` not counted;
 * 2. nodes inside them: expressions, targets, parameters, names of declarations and `import`, handlers and their names,
 *    dict entries twice;
 * 3. the weight of what is not a node's structure: literals by their value, names, operators, `pass`;
 * 4. whether the names are not yet those that a reader gets in the end.
 */
import type { Expression, Program } from '../program/ast.ts'
import { topLevel, walk } from '../program/shape.ts'
import { readableNames } from './readable-names.ts'

export type Measure = readonly [statements: number, nodes: number, weight: number, unreadable: 0 | 1]

export function measureOf(program: Program): Measure {
  let statements = 0
  let nodes = 0
  let weight = 0
  for (const { role, node } of walk(topLevel(program))) {
    if (role !== 'statement') {
      nodes++
      weight += node.kind === 'targets' ? 0 : weightOf(node)
      if (node.kind === 'lambda') nodes += node.parameters.length
      continue
    }
    if (node.kind === 'pass') weight++
    else statements++
    if (node.kind === 'def') nodes += node.parameters.length
    else if (node.kind === 'global' || node.kind === 'nonlocal') nodes += node.names.length
    else if (node.kind === 'try') for (const handler of node.handlers) nodes += handler.name === undefined ? 1 : 2
    else if (node.kind === 'import') nodes += node.modules.length
  }
  return [statements, nodes, weight, readableNames(program).size > 0 ? 1 : 0]
}

export function isSmaller(a: Measure, b: Measure): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index] as number
    if (value !== other) return value < other
  }
  return false
}

/**
 * How much a leaf asks of its reader: `None` nothing, a name little, a literal the more the further it is from zero.
 */
export function weightOf(node: Expression): number {
  switch (node.kind) {
    case 'name':
      return 1
    case 'bool':
      return node.value ? 2 : 1
    case 'int':
      return 2 + intWeight(node.value)
    case 'float':
      return 3 + (node.value === 0 ? 0 : String(node.value).length)
    case 'str':
    case 'bytes':
      return 3 + 2 * node.value.length
    default:
      return 0
  }
}

/** Twice the value while it is small, then by its length; one more for a sign. */
function intWeight(value: number | bigint): number {
  const sign = value < 0 ? 1 : 0
  const size = typeof value === 'bigint' ? (value < 0n ? -value : value) : Math.abs(value)
  return sign + 2 * (size < 1_000_000 ? Number(size) : 1_000_000 + size.toString(2).length)
}
