/**
 * Simple statements: one node of the grammar's tree → one of ours (or none, when it was refused as a whole; what is
 * inside is still read, so that its problems show too). Compound ones are in `blocks.ts`.
 */
import type { SyntaxNode } from '@lezer/common'
import type { Expression, ModuleName, Statement, Target } from '../ast.ts'
import { isModuleName } from '../scopes.ts'
import { readExpression, readExpressions, readYield } from './expressions.ts'
import { across, partsOf, type Range, type Reading, splitAtCommas } from './reading.ts'
import { REFUSALS, REFUSED_NODES, type Refusal } from './refusal.ts'
import { asTarget } from './targets.ts'

/** The statement that `node` spells; undefined when it is refused or not a simple statement. */
export function readSimple(reading: Reading, node: SyntaxNode): Statement | undefined {
  const refused = REFUSED_NODES[node.name]
  if (refused !== undefined) return refuse(reading, node, refused)
  const parts = partsOf(node)
  const rest = parts.slice(1)
  switch (node.name) {
    case 'ExpressionStatement':
      return reading.place<Statement>({ kind: 'expression', value: readExpressions(reading, parts, node) }, node)
    case 'AssignStatement':
      return assign(reading, node, parts)
    case 'DeleteStatement':
      return remove(reading, node, rest)
    case 'PassStatement':
      return reading.place<Statement>({ kind: 'pass' }, node)
    case 'BreakStatement':
      return reading.place<Statement>({ kind: 'break' }, node)
    case 'ContinueStatement':
      return reading.place<Statement>({ kind: 'continue' }, node)
    case 'ReturnStatement':
      if (rest.length === 0) return reading.place<Statement>({ kind: 'return' }, node)
      return reading.place<Statement>({ kind: 'return', value: readExpressions(reading, rest, node) }, node)
    case 'ScopeStatement':
      return declaration(reading, node, parts[0]?.name === 'nonlocal' ? 'nonlocal' : 'global', rest)
    case 'YieldStatement':
      return reading.place<Statement>({ kind: 'expression', value: readYield(reading, node, parts) }, node)
    case 'RaiseStatement':
      return raising(reading, node, rest)
    case 'AssertStatement':
      return assertion(reading, node, rest)
    case 'ImportStatement':
      return importing(reading, node, parts)
    default:
      reading.unreadable(node)
      return undefined
  }
}

function refuse(reading: Reading, at: Range, refusal: Refusal): undefined {
  reading.refuse(at, refusal.message, refusal.hint)
  return undefined
}

function assign(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[]): Statement | undefined {
  const annotation = parts.find((part) => part.name === 'TypeDef')
  if (annotation !== undefined) refuse(reading, annotation, REFUSALS.annotation)
  const sides: SyntaxNode[][] = [[]]
  for (const part of parts) {
    if (part.name === 'AssignOp') sides.push([])
    else if (part.name !== 'TypeDef') (sides.at(-1) as SyntaxNode[]).push(part)
  }
  const values: Expression[] = sides.map((side) =>
    readExpressions(reading, side, side.length > 0 ? across(side) : node),
  )
  if (sides.some((side) => side.length === 0)) reading.unreadable(node)
  const value = values.pop()
  const targets = values.map((side) => asTarget(reading, side, 'assign to', node))
  if (value === undefined || targets.length === 0 || !complete(targets)) return undefined
  return reading.place<Statement>({ kind: 'assign', targets, value }, node)
}

function complete(targets: readonly (Target | undefined)[]): targets is Target[] {
  return targets.every((target) => target !== undefined)
}

function remove(reading: Reading, node: SyntaxNode, rest: readonly SyntaxNode[]): Statement | undefined {
  const targets = splitAtCommas(rest).items.map((item) =>
    asTarget(reading, readExpressions(reading, item, node), 'delete', node),
  )
  if (targets.length === 0) reading.unreadable(node)
  if (targets.length === 0 || !complete(targets)) return undefined
  return reading.place<Statement>({ kind: 'delete', targets }, node)
}

function declaration(
  reading: Reading,
  node: SyntaxNode,
  kind: 'global' | 'nonlocal',
  rest: readonly SyntaxNode[],
): Statement | undefined {
  const names = namesOf(reading, node, rest)
  if (names === undefined) return undefined
  return reading.place<Statement>({ kind, names: names.map((name) => reading.text(name)) }, node, names)
}

function raising(reading: Reading, node: SyntaxNode, rest: readonly SyntaxNode[]): Statement | undefined {
  if (rest.some((part) => part.name === ',')) return refuse(reading, node, REFUSALS.raiseList)
  const [exception, from, cause, ...more] = rest
  if (exception === undefined) return reading.place<Statement>({ kind: 'raise' }, node)
  if (more.length > 0 || (from !== undefined && (from.name !== 'from' || cause === undefined))) {
    reading.unreadable(node)
    return undefined
  }
  const value = readExpression(reading, exception)
  return reading.place<Statement>(
    cause === undefined
      ? { kind: 'raise', exception: value }
      : { kind: 'raise', exception: value, cause: readExpression(reading, cause) },
    node,
  )
}

/** Plain names between commas, without one at the end. */
function namesOf(reading: Reading, node: SyntaxNode, rest: readonly SyntaxNode[]): SyntaxNode[] | undefined {
  const { items, trailing } = splitAtCommas(rest)
  if (trailing) reading.refuse(rest.at(-1) as SyntaxNode, 'a comma at the end of the list', 'remove it')
  const names = items.flat()
  if (names.length === items.length && names.length > 0 && names.every((name) => name.name === 'VariableName'))
    return names
  reading.unreadable(node)
  return undefined
}

function assertion(reading: Reading, node: SyntaxNode, rest: readonly SyntaxNode[]): Statement | undefined {
  const { items, trailing } = splitAtCommas(rest)
  const single = items.flatMap((item) => (item.length === 1 ? item : []))
  const [test, message] = single.map((item) => readExpression(reading, item))
  if (trailing || items.length > 2) {
    return refuse(reading, node, {
      message: '`assert` takes one condition and at most one message',
      hint: 'write `assert x` or `assert x, y`',
    })
  }
  if (test === undefined || single.length !== items.length) {
    reading.unreadable(node)
    return undefined
  }
  return reading.place<Statement>(
    message === undefined ? { kind: 'assert', test } : { kind: 'assert', test, message },
    node,
  )
}

function importing(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[]): Statement | undefined {
  const [first, ...rest] = parts
  if (first?.name === 'from') return refuse(reading, node, REFUSALS.importFrom)
  if (rest[0]?.name === '(') return refuse(reading, node, REFUSALS.importList)
  const modules: ModuleName[] = []
  let clean = true
  const { items, trailing } = splitAtCommas(rest)
  if (trailing) reading.refuse(rest.at(-1) as SyntaxNode, 'a comma at the end of the list', 'remove it')
  for (const item of items) {
    const [name, second] = item
    if (name === undefined) reading.unreadable(node)
    else if (item.some((part) => part.name === 'as')) refuse(reading, across(item), REFUSALS.importAs)
    else if (second !== undefined || !isModuleName(reading.text(name))) {
      const text = reading.text(across(item))
      refuse(reading, across(item), {
        message: `the module \`${text}\` is not in the heap language`,
        hint: 'import `gc`, `sys` or `weakref`',
      })
    } else {
      modules.push(reading.text(name) as ModuleName)
      continue
    }
    clean = false
  }
  if (!clean || modules.length === 0) return undefined
  return reading.place<Statement>({ kind: 'import', modules }, node, items.map(across))
}
