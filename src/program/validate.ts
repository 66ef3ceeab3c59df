/**
 * Whether a tree that did not come from text is a program: the same rules that the parser enforces. Everything that
 * builds trees (generation, decoding, edits) is tested against this.
 */
import type { Expression, Program } from './ast.ts'
import type { Fault } from './rules/fault.ts'
import { expressionAloneFaults, programFaults } from './rules/rules.ts'
import { type Path, type Placed, topLevel, walk } from './shape.ts'

export interface Invalid {
  /** Keys and indices from the program down to the node at fault. */
  readonly path: Path
  readonly message: string
  readonly hint: string
}

/** What is wrong with the program; empty when it is valid. */
export function validateProgram(program: Program): Invalid[] {
  return located(programFaults(program), topLevel(program))
}

/** What is wrong with an expression that stands alone; empty when it is valid. */
export function validateExpression(expression: Expression): Invalid[] {
  return located(expressionAloneFaults(expression), [{ role: 'expression', node: expression, path: [] }])
}

function located(faults: readonly Fault[], roots: readonly Placed[]): Invalid[] {
  if (faults.length === 0) return []
  const wanted = new Set(faults.map((fault) => fault.node))
  const paths = new Map<object, Path>()
  for (const { node, path } of walk(roots)) {
    if (wanted.has(node) && !paths.has(node)) paths.set(node, path)
    if (node.kind === 'def' || node.kind === 'lambda')
      for (const [index, parameter] of node.parameters.entries()) paths.set(parameter, [...path, 'parameters', index])
    if (node.kind === 'try')
      for (const [index, handler] of node.handlers.entries()) paths.set(handler, [...path, 'handlers', index])
  }
  return faults.map(({ node, message, hint }) => ({ path: paths.get(node) ?? [], message, hint }))
}
