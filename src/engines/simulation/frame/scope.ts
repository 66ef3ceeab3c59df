/**
 * Which names are variables of a function (Python/symtable.c), without closures: what a function binds anywhere is its
 * own, unless it is declared global.
 */
import type { FunctionDefinition, Statement, Target } from '../../../program/ast.ts'

/** Names of its local variables, parameters first. */
export function localNames(definition: FunctionDefinition): ReadonlySet<string> {
  const globals = new Set<string>()
  const names = new Set<string>(definition.parameters.map(({ name }) => name))
  suite(definition.body, names, globals)
  for (const name of globals) names.delete(name)
  return names
}

/** Names that a suite declares global. */
export function globalNames(body: readonly Statement[]): ReadonlySet<string> {
  const globals = new Set<string>()
  suite(body, new Set(), globals)
  return globals
}

function suite(body: readonly Statement[], names: Set<string>, globals: Set<string>): void {
  for (const statement of body) visit(statement, names, globals)
}

function visit(statement: Statement, names: Set<string>, globals: Set<string>): void {
  switch (statement.kind) {
    case 'global':
      for (const name of statement.names) globals.add(name)
      return
    case 'class':
    case 'def':
      names.add(statement.name)
      return
    case 'import':
      for (const name of statement.modules) names.add(name)
      return
    case 'assign':
    case 'delete':
      for (const item of statement.targets) target(item, names)
      return
    case 'for':
      target(statement.target, names)
      suite(statement.body, names, globals)
      return
    case 'while':
      suite(statement.body, names, globals)
      return
    case 'if':
      suite(statement.body, names, globals)
      suite(statement.orelse, names, globals)
      return
    default:
  }
}

function target(node: Target, names: Set<string>): void {
  if (node.kind === 'name') names.add(node.name)
  else if (node.kind === 'targets') for (const item of node.items) target(item, names)
}

/** Names that the functions of a class body assign as `self.name`, sorted: its `__static_attributes__` (3.13+). */
export function selfAssignments(body: readonly Statement[]): string[] {
  const names = new Set<string>()
  for (const item of body) if (item.kind === 'def') ofFunction(item.body, names)
  return [...names].sort()
}

/** Like CPython's compiler, it goes by the name `self`, whatever the parameters are called. */
function ofFunction(body: readonly Statement[], names: Set<string>): void {
  for (const statement of body) {
    if (statement.kind === 'assign') for (const item of statement.targets) selfTarget(item, names)
    if (statement.kind === 'for') selfTarget(statement.target, names)
    if (statement.kind === 'for' || statement.kind === 'while' || statement.kind === 'if' || statement.kind === 'def')
      ofFunction(statement.body, names)
    if (statement.kind === 'if') ofFunction(statement.orelse, names)
  }
}

function selfTarget(node: Target, names: Set<string>): void {
  if (node.kind === 'targets') for (const item of node.items) selfTarget(item, names)
  else if (node.kind === 'attribute' && node.object.kind === 'name' && node.object.name === 'self') names.add(node.name)
}
