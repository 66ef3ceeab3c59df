/** Nesting limits, checked without recursion: every other rule relies on them. */
import type { Program, Statement } from '../ast.ts'
import { BLOCK_DEPTH_MAX, EXPRESSION_DEPTH_MAX, STATEMENT_DEPTH_MAX } from '../limits.ts'
import { children, type Placed, topLevel } from '../shape.ts'
import type { Fault } from './fault.ts'

interface Level {
  readonly placed: Placed
  readonly block: number
  readonly statement: number
  readonly expression: number
}

/** One fault for each node that is the first too deep on its branch; what lies below it is not looked at. */
export function depthFaults(roots: Program | readonly Placed[]): Fault[] {
  const faults: Fault[] = []
  const start = 'body' in roots ? topLevel(roots) : roots
  const waiting: Level[] = start.map((placed) => below(placed, { block: 0, statement: 0, expression: 0 }, undefined))
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    const fault = depthFault(level)
    if (fault !== undefined) faults.push(fault)
    else for (const child of children(level.placed.node)) waiting.push(below(child, level, level.placed.node))
  }
  return faults
}

function below(placed: Placed, outer: Omit<Level, 'placed'>, parent: Placed['node'] | undefined): Level {
  if (placed.role !== 'statement') return { ...outer, placed, expression: outer.expression + 1 }
  const block = parent !== undefined && isElif(parent, placed) ? outer.block : outer.block + blocksOf(parent)
  return { placed, block, statement: outer.statement + 1, expression: 0 }
}

/** CPython's compiler counts the parts of a guarded block: a handler with a name inside `try … finally` is three. */
function blocksOf(parent: Placed['node'] | undefined): number {
  if (parent?.kind === 'try') return 3
  return parent?.kind === 'with' ? 2 : 1
}

function isElif(parent: Placed['node'], placed: Placed): boolean {
  return (
    parent.kind === 'if' &&
    placed.path[0] === 'orelse' &&
    parent.orelse.length === 1 &&
    (placed.node as Statement).kind === 'if'
  )
}

function depthFault({ placed, block, statement, expression }: Level): Fault | undefined {
  const { node } = placed
  if (block > BLOCK_DEPTH_MAX + 1) {
    return {
      node,
      message: `more than ${BLOCK_DEPTH_MAX} blocks inside each other`,
      hint: 'move the inner blocks into a function',
    }
  }
  if (statement > STATEMENT_DEPTH_MAX) {
    return {
      node,
      message: `more than ${STATEMENT_DEPTH_MAX} statements inside each other`,
      hint: 'split the chain of `elif`',
    }
  }
  if (expression > EXPRESSION_DEPTH_MAX) {
    return {
      node,
      message: `more than ${EXPRESSION_DEPTH_MAX} expressions inside each other`,
      hint: 'assign a part to a variable first, or build deep structures in a loop',
    }
  }
  return undefined
}
