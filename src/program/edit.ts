/**
 * Structural edits, as pure functions of a program and a path into it. A suite that an edit leaves empty gets a
 * `pass`. Edits do not look at meaning: after one that removes or moves names, `repairScope` gives every orphaned
 * name something to refer to.
 */
import type { Expression, Program, Statement, Try } from './ast.ts'
import { nodeAt, type Path, type Placed, topLevel, walk, withNodeAt } from './shape.ts'

/** Every statement at every depth, each before what it holds. */
export function statementPlaces(program: Program): Extract<Placed, { role: 'statement' }>[] {
  return [...walk(topLevel(program))].filter((placed) => placed.role === 'statement')
}

/** Every expression that is read, at every depth, those inside targets included. */
export function expressionPlaces(program: Program): Extract<Placed, { role: 'expression' }>[] {
  return [...walk(topLevel(program))].filter((placed) => placed.role === 'expression')
}

/** A list of statements in its place. */
export interface Suite {
  readonly path: Path
  readonly body: readonly Statement[]
}

/** Every list of statements: the program's own first; an `else` or `finally` only where there is one. */
export function suites(program: Program): Suite[] {
  const found: Suite[] = [{ path: ['body'], body: program.body }]
  for (const { node, path } of statementPlaces(program)) {
    if ('body' in node) found.push({ path: [...path, 'body'], body: node.body })
    if (node.kind === 'try')
      for (const [index, { body }] of node.handlers.entries())
        found.push({ path: [...path, 'handlers', index, 'body'], body })
    if ((node.kind === 'if' || node.kind === 'try') && node.orelse.length > 0)
      found.push({ path: [...path, 'orelse'], body: node.orelse })
    if (node.kind === 'try' && node.finalbody.length > 0)
      found.push({ path: [...path, 'finalbody'], body: node.finalbody })
  }
  return found
}

/** Puts `statements` in the place of `count` ones of the suite at `path`, from `start` on. */
export function splice(
  program: Program,
  path: Path,
  start: number,
  count: number,
  statements: readonly Statement[],
): Program {
  const old = nodeAt(program, path) as readonly Statement[]
  const body = old.toSpliced(start, count, ...statements)
  return withNodeAt(program, path, body.length > 0 || mayBeEmpty(program, path) ? body : [{ kind: 'pass' }])
}

function mayBeEmpty(program: Program, path: Path): boolean {
  if (path.length === 1 || path.at(-1) === 'orelse') return true
  if (path.at(-1) !== 'finalbody') return false
  return (nodeAt(program, path.slice(0, -1)) as Try).handlers.length > 0
}

export function deleteStatement(program: Program, path: Path): Program {
  return replaceStatement(program, path, [])
}

/** Puts any number of statements in the place of the one at `path`. */
export function replaceStatement(program: Program, path: Path, statements: readonly Statement[]): Program {
  return splice(program, path.slice(0, -1), path.at(-1) as number, 1, statements)
}

/** Puts a statement before the one at `path`; its last step may be the length of the suite. */
export function insertStatement(program: Program, path: Path, statement: Statement): Program {
  return splice(program, path.slice(0, -1), path.at(-1) as number, 0, [statement])
}

/** Puts an expression in the place of the one at `path`, which must be one of {@link expressionPlaces}. */
export function replaceExpression(program: Program, path: Path, expression: Expression): Program {
  return withNodeAt(program, path, expression)
}

/** The statements and expressions of a program, targets, parameters and handlers included. */
export function nodeCount(program: Program): number {
  let count = 0
  for (const { node } of walk(topLevel(program))) {
    count += 1
    if (node.kind === 'def' || node.kind === 'lambda') count += node.parameters.length
    if (node.kind === 'try') count += node.handlers.length
  }
  return count
}
