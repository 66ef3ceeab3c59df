/**
 * Which names of a function are local, and in which order CPython gives them slots: parameters first, then in the
 * order in which the compiler first meets them (a value before its targets). Locals are released in that order.
 */
import type { Expression, FunctionDefinition, Statement, Target } from '../program/ast.ts'

/** The slot of each local name. */
export function slotsOf(definition: FunctionDefinition): ReadonlyMap<string, number> {
  const globals = new Set<string>()
  const bound = new Set<string>(definition.parameters.map((parameter) => parameter.name))
  for (const statement of definition.body) gatherBound(statement, bound, globals)
  for (const name of globals) bound.delete(name)
  const slots = new Map<string, number>()
  const meet = (name: string): void => {
    if (bound.has(name) && !slots.has(name)) slots.set(name, slots.size)
  }
  for (const parameter of definition.parameters) meet(parameter.name)
  for (const statement of definition.body) walkStatement(statement, meet)
  return slots
}

function gatherBound(statement: Statement, bound: Set<string>, globals: Set<string>): void {
  switch (statement.kind) {
    case 'assign':
    case 'delete':
      for (const target of statement.targets) gatherTarget(target, bound)
      return
    case 'for':
      gatherTarget(statement.target, bound)
      for (const inner of statement.body) gatherBound(inner, bound, globals)
      return
    case 'if':
      for (const inner of [...statement.body, ...statement.orelse]) gatherBound(inner, bound, globals)
      return
    case 'while':
      for (const inner of statement.body) gatherBound(inner, bound, globals)
      return
    case 'class':
    case 'def':
      bound.add(statement.name)
      return
    case 'import':
      for (const name of statement.modules) bound.add(name)
      return
    case 'global':
      for (const name of statement.names) globals.add(name)
      return
    default:
      return
  }
}

function gatherTarget(target: Target, bound: Set<string>): void {
  if (target.kind === 'name') bound.add(target.name)
  else if (target.kind === 'targets') for (const item of target.items) gatherTarget(item, bound)
}

type Meet = (name: string) => void

function walkStatement(statement: Statement, meet: Meet): void {
  switch (statement.kind) {
    case 'expression':
      return walk(statement.value, meet)
    case 'assign':
      walk(statement.value, meet)
      for (const target of statement.targets) walkTarget(target, meet)
      return
    case 'delete':
      for (const target of statement.targets) walkTarget(target, meet)
      return
    case 'return':
      if (statement.value !== undefined) walk(statement.value, meet)
      return
    case 'if':
      walk(statement.test, meet)
      for (const inner of [...statement.body, ...statement.orelse]) walkStatement(inner, meet)
      return
    case 'for':
      walk(statement.iterable, meet)
      walkTarget(statement.target, meet)
      for (const inner of statement.body) walkStatement(inner, meet)
      return
    case 'while':
      walk(statement.test, meet)
      for (const inner of statement.body) walkStatement(inner, meet)
      return
    case 'assert':
      walk(statement.test, meet)
      if (statement.message !== undefined) walk(statement.message, meet)
      return
    case 'class':
      return meet(statement.name)
    case 'def':
      for (const parameter of statement.parameters) if (parameter.default !== undefined) walk(parameter.default, meet)
      return meet(statement.name)
    case 'import':
      for (const name of statement.modules) meet(name)
      return
    default:
      return
  }
}

function walkTarget(target: Target, meet: Meet): void {
  if (target.kind === 'targets') for (const item of target.items) walkTarget(item, meet)
  else walk(target, meet)
}

function walk(expression: Expression, meet: Meet): void {
  switch (expression.kind) {
    case 'name':
      return meet(expression.name)
    case 'attribute':
      return walk(expression.object, meet)
    case 'subscript':
      walk(expression.object, meet)
      return walk(expression.index, meet)
    case 'call':
      walk(expression.function, meet)
      for (const argument of expression.arguments) walk(argument, meet)
      return
    case 'list':
    case 'tuple':
    case 'set':
      for (const item of expression.items) walk(item, meet)
      return
    case 'dict':
      for (const entry of expression.entries) {
        walk(entry.key, meet)
        walk(entry.value, meet)
      }
      return
    case 'compare':
    case 'arithmetic':
    case 'and':
    case 'or':
      walk(expression.left, meet)
      return walk(expression.right, meet)
    case 'not':
      return walk(expression.operand, meet)
    default:
      return
  }
}
