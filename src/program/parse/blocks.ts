/**
 * Suites and compound statements. A refused compound statement leaves its blocks behind in an `if None:`, so that
 * what is wrong inside them shows as well and a `return` or `break` there is still judged by what is around it.
 */
import type { SyntaxNode } from '@lezer/common'
import type { Expression, If, Parameter, Statement } from '../ast.ts'
import { STATEMENT_DEPTH_MAX } from '../limits.ts'
import { readExpression, readExpressions } from './expressions.ts'
import { readTry, readWith } from './guarded-blocks.ts'
import { readParameters } from './parameters.ts'
import { across, partsOf, type Range, type Reading, splitAtCommas } from './reading.ts'
import { REFUSALS, REFUSED_NODES, type Refusal } from './refusal.ts'
import { readSimple } from './statements.ts'
import { asTarget } from './targets.ts'

/** Stands in where a definition lacks its name. */
const NAMELESS = '_'

/** The statements of a script or of a block's body. */
export function readSuite(reading: Reading, parts: readonly SyntaxNode[], depth = 0): Statement[] {
  return parts.flatMap((part) => readStatement(reading, part, depth))
}

function readStatement(reading: Reading, node: SyntaxNode, depth: number): Statement[] {
  if (depth > STATEMENT_DEPTH_MAX) {
    reading.refuse(node, 'too many blocks inside each other', 'move the inner blocks into a function')
    return []
  }
  const parts = partsOf(node)
  switch (node.name) {
    case 'StatementGroup':
      return group(reading, node, parts, depth)
    case 'IfStatement':
      return conditional(reading, node, parts, depth)
    case 'WhileStatement':
      return placed(reading, node, loop(reading, node, parts, depth))
    case 'ForStatement':
      return placed(reading, node, iteration(reading, node, parts, depth))
    case 'FunctionDefinition':
      return placed(reading, node, definition(reading, node, parts, depth))
    case 'ClassDefinition':
      return placed(reading, node, classDefinition(reading, node, parts, depth))
    case 'TryStatement':
      return placed(
        reading,
        node,
        readTry(reading, node, parts, (body) => readBody(reading, body, depth)),
      )
    case 'WithStatement':
      return placed(
        reading,
        node,
        readWith(reading, node, withoutAsync(reading, parts), (body) => readBody(reading, body, depth)),
      )
    case 'DecoratedStatement':
    case 'MatchStatement':
      return remains(reading, node, parts, depth)
    default: {
      const statement = readSimple(reading, node)
      return statement === undefined ? [] : [statement]
    }
  }
}

/** Gives a compound statement its place: to the end of its last statement, without the blank lines behind. */
function placed(reading: Reading, node: SyntaxNode, statement: Statement | undefined): Statement[] {
  return statement === undefined
    ? []
    : [reading.place(statement, { from: node.from, to: reading.endOf(node) }, nameOf(node))]
}

function nameOf(node: SyntaxNode): Range[] {
  const name =
    node.name === 'FunctionDefinition' || node.name === 'ClassDefinition' ? node.getChild('VariableName') : null
  return name === null ? [] : [name]
}

function group(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Statement[] {
  const even = parts.every((part, index) => (index % 2 === 1) === (part.name === ';'))
  if (!even) {
    const twice = parts.find((part, index) => part.name === ';' && parts[index - 1]?.name === ';')
    if (twice === undefined) reading.unreadable(node)
    else reading.refuse(twice, 'nothing stands between two semicolons', 'remove one')
  }
  return readSuite(
    reading,
    parts.filter((part) => part.name !== ';'),
    depth,
  )
}

function remains(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Statement[] {
  if (node.firstChild?.type.isError === true) {
    reading.unreadable(node)
    return []
  }
  const refused = REFUSED_NODES[node.name] as Refusal
  const header = parts.findIndex((part) => part.name.endsWith('Body') || part.name.endsWith('Definition'))
  reading.refuse(across(header > 0 ? parts.slice(0, header) : [node]), refused.message, refused.hint)
  if (node.name === 'MatchStatement') return []
  const body = parts.flatMap((part) => {
    if (part.name === 'Body') return readBody(reading, part, depth)
    return part.name.endsWith('Definition') ? readStatement(reading, part, depth) : []
  })
  if (body.length === 0) return []
  return [reading.place<If>({ kind: 'if', test: reading.hole(node), body, orelse: [] }, node)]
}

/** The statements behind a colon; an empty one is the grammar's error to report. */
function readBody(reading: Reading, node: SyntaxNode | undefined, depth: number): Statement[] {
  const parts = node === undefined ? [] : partsOf(node).slice(1)
  const statements = readSuite(reading, parts, depth + 1)
  if (statements.length > 0) return statements
  if (node !== undefined && parts.length === 0) reading.unreadable(node)
  return [{ kind: 'pass' }]
}

function conditional(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Statement[] {
  const branches: { keyword: SyntaxNode; test: SyntaxNode | undefined; body: SyntaxNode | undefined }[] = []
  for (const part of parts) {
    const last = branches.at(-1)
    if (part.name === 'if' || part.name === 'elif' || part.name === 'else')
      branches.push({ keyword: part, test: undefined, body: undefined })
    else if (last !== undefined && part.name === 'Body' && last.body === undefined) last.body = part
    else if (last !== undefined && last.keyword.name !== 'else' && last.test === undefined && last.body === undefined)
      last.test = part
    else reading.unreadable(node)
  }
  const to = reading.endOf(node)
  let orelse: Statement[] = []
  if (branches.length + depth > STATEMENT_DEPTH_MAX) {
    reading.refuse((branches.at(-1) ?? { keyword: node }).keyword, 'too many `elif` in one chain', 'split the chain')
    branches.length = 1
  }
  for (const { keyword, test, body } of branches.reverse()) {
    if (body === undefined || (test === undefined && keyword.name !== 'else')) reading.unreadable(node)
    if (keyword.name === 'else') orelse = readBody(reading, body, depth)
    else {
      const value = test === undefined ? reading.hole(keyword) : readExpression(reading, test)
      const statement: If = { kind: 'if', test: value, body: readBody(reading, body, depth), orelse }
      orelse = [reading.place(statement, { from: keyword.from, to })]
    }
  }
  return orelse
}

/** Splits a loop's parts before its first body and refuses an `else` behind it. */
function loopParts(
  reading: Reading,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  depth: number,
): { header: readonly SyntaxNode[]; body: Statement[] } {
  const at = parts.findIndex((part) => part.name === 'Body')
  const behind = at < 0 ? undefined : parts[at + 1]
  if (behind !== undefined) {
    if (behind.name === 'else') reading.refuse(behind, REFUSALS.loopElse.message, REFUSALS.loopElse.hint)
    for (const part of parts.slice(at + 1)) if (part.name === 'Body') readBody(reading, part, depth)
    if (behind.name !== 'else') reading.unreadable(node)
  }
  if (at < 0) reading.unreadable(node)
  return { header: at < 0 ? parts : parts.slice(0, at), body: readBody(reading, parts[at], depth) }
}

function loop(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Statement {
  const { header, body } = loopParts(reading, node, parts, depth)
  const [, test, ...more] = header
  if (test === undefined || more.length > 0) reading.unreadable(node)
  return { kind: 'while', test: test === undefined ? reading.hole(node) : readExpression(reading, test), body }
}

function iteration(
  reading: Reading,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  depth: number,
): Statement | undefined {
  const { header, body } = loopParts(reading, node, withoutAsync(reading, parts), depth)
  const split = header.findIndex((part) => part.name === 'in')
  const targets = header.slice(1, Math.max(split, 1))
  const iterables = split < 0 ? [] : header.slice(split + 1)
  if (targets.length === 0 || iterables.length === 0) reading.unreadable(node)
  const target = asTarget(reading, readExpressions(reading, targets, node), 'assign to', node)
  const iterable: Expression = readExpressions(reading, iterables, node)
  if (target === undefined) return { kind: 'while', test: reading.hole(node), body }
  return { kind: 'for', target, iterable, body }
}

function withoutAsync(reading: Reading, parts: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const [first, ...rest] = parts
  if (first?.name !== 'async') return parts
  reading.refuse(first, REFUSALS.asyncStatement.message, REFUSALS.asyncStatement.hint)
  return rest
}

function definition(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Statement {
  let name: string | undefined
  let parameters: Parameter[] | undefined
  let body: SyntaxNode | undefined
  for (const part of withoutAsync(reading, parts)) {
    if (part.name === 'VariableName') name = reading.text(part)
    else if (part.name === 'ParamList')
      parameters = readParameters(reading, part, (value) => readExpression(reading, value))
    else if (part.name === 'Body') body = part
    else if (part.name === 'TypeDef') reading.refuse(part, REFUSALS.annotation.message, REFUSALS.annotation.hint)
    else if (part.name === 'TypeParamList')
      reading.refuse(part, REFUSALS.typeParameters.message, REFUSALS.typeParameters.hint)
    else if (part.name !== 'def') reading.unreadable(node)
  }
  if (name === undefined || parameters === undefined || body === undefined) reading.unreadable(node)
  return { kind: 'def', name: name ?? NAMELESS, parameters: parameters ?? [], body: readBody(reading, body, depth) }
}

function classDefinition(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Statement {
  let name: string | undefined
  let bases: Expression[] = []
  let body: SyntaxNode | undefined
  for (const part of parts) {
    if (part.name === 'VariableName') name = reading.text(part)
    else if (part.name === 'Body') body = part
    else if (part.name === 'TypeParamList')
      reading.refuse(part, REFUSALS.typeParameters.message, REFUSALS.typeParameters.hint)
    else if (part.name === 'ArgList') bases = readBases(reading, part)
    else if (part.name !== 'class') reading.unreadable(node)
  }
  if (name === undefined || body === undefined) reading.unreadable(node)
  return { kind: 'class', name: name ?? NAMELESS, bases, body: readBody(reading, body, depth) }
}

function readBases(reading: Reading, list: SyntaxNode): Expression[] {
  const inner = partsOf(list).slice(1, -1)
  return splitAtCommas(inner).items.flatMap((item) => {
    const [base, ...rest] = item
    if (base?.name === '*' || base?.name === '**')
      reading.refuse(across(item), REFUSALS.starred.message, REFUSALS.starred.hint)
    else if (rest[0]?.name === 'AssignOp')
      reading.refuse(across(item), REFUSALS.classKeyword.message, REFUSALS.classKeyword.hint)
    else if (base === undefined || rest.length > 0) reading.unreadable(list)
    else return [readExpression(reading, base)]
    return []
  })
}
