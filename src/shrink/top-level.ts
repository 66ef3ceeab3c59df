/** Top-level statements, and rows of them that a pass replaces by something shorter; definitions in a row stay. */
import type { ClassDefinition, FunctionDefinition, Program, Statement } from '../program/ast.ts'
import { scopesOf } from '../program/scopes.ts'

export function isDefinition(node: Statement): node is ClassDefinition | FunctionDefinition {
  return node.kind === 'class' || node.kind === 'def'
}

/** `del a` or `a = None`, and nothing else. */
export function releases(node: Statement, name: string): boolean {
  if (node.kind !== 'delete' && !(node.kind === 'assign' && node.value.kind === 'none')) return false
  const [target, ...more] = node.targets
  return more.length === 0 && target?.kind === 'name' && target.name === name
}

/** How many statements from `start` up to `end` are no definitions. */
export function plainCount({ body }: Program, start: number, end: number): number {
  return body.slice(start, end).filter((node) => !isDefinition(node)).length
}

/** The program with `instead` for what lies from `start` up to `end`, behind the definitions there. */
export function withStretch({ body }: Program, start: number, end: number, instead: readonly Statement[]): Program {
  const definitions = body.slice(start, end).filter(isDefinition)
  return { body: [...body.slice(0, start), ...definitions, ...instead, ...body.slice(end)] }
}

/** Without definitions that nothing speaks of; undefined where there are none. */
export function withoutUnused(program: Program): Program | undefined {
  const used = new Set(scopesOf(program).occurrences.flatMap(({ as, name }) => (as === 'bind' ? [] : [name])))
  const body = program.body.filter((node) => !isDefinition(node) || used.has(node.name))
  return body.length < program.body.length ? { body } : undefined
}
