/** `try` and `with`: compound statements whose parts the grammar leaves in one row. */
import type { SyntaxNode } from '@lezer/common'
import type { ExceptHandler, Statement, Target, WithItem } from '../ast.ts'
import { readExpression } from './expressions.ts'
import { splitAs } from './operators.ts'
import { across, type Range, type Reading, splitAtCommas } from './reading.ts'
import { REFUSALS, type Refusal } from './refusal.ts'
import { asTarget } from './targets.ts'

/** Reads the statements of a block's body. */
type ReadBody = (body: SyntaxNode | undefined) => Statement[]

const SECTIONS = ['try', 'except', 'else', 'finally']

/** One `try:`, `except …:`, `else:` or `finally:` with its body. */
interface Section {
  readonly keyword: SyntaxNode
  readonly header: SyntaxNode[]
  body: SyntaxNode | undefined
}

function refuse(reading: Reading, at: Range, { message, hint }: Refusal): void {
  reading.refuse(at, message, hint)
}

export function readTry(
  reading: Reading,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  readBody: ReadBody,
): Statement {
  const handlers: ExceptHandler[] = []
  let body: Statement[] = []
  let orelse: Statement[] = []
  let finalbody: Statement[] = []
  let last = -1
  for (const section of sectionsOf(reading, node, parts)) {
    const statements = readBody(section.body)
    if (section.body === undefined) reading.unreadable(node)
    const { keyword } = section
    if (keyword.name === 'except') handlers.push(handler(reading, section, statements))
    else if (section.header.length > 0) reading.unreadable(node)
    else if (keyword.name === 'try') body = statements
    else if (keyword.name === 'else') orelse = statements
    else finalbody = statements
    const order = SECTIONS.indexOf(keyword.name)
    if (order < last || (order === last && keyword.name !== 'except')) reading.unreadable(node)
    last = order
  }
  return { kind: 'try', body, handlers, orelse, finalbody }
}

function sectionsOf(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[]): Section[] {
  const sections: Section[] = []
  for (const part of parts) {
    const last = sections.at(-1)
    if (SECTIONS.includes(part.name)) sections.push({ keyword: part, header: [], body: undefined })
    else if (last === undefined || last.body !== undefined) reading.unreadable(node)
    else if (part.name === 'Body') last.body = part
    else last.header.push(part)
  }
  return sections
}

function handler(reading: Reading, { keyword, header }: Section, body: Statement[]): ExceptHandler {
  if (header.length === 0) return reading.place<ExceptHandler>({ body }, keyword)
  const [type, as, name, ...rest] = header
  if (type?.name === '*') refuse(reading, across([keyword, ...header]), REFUSALS.exceptStar)
  else if (header.some((part) => part.name === ',')) refuse(reading, across(header), REFUSALS.exceptList)
  else if (type !== undefined && as === undefined)
    return reading.place<ExceptHandler>({ type: readExpression(reading, type), body }, across([keyword, type]))
  else if (type !== undefined && as?.name === 'as' && name?.name === 'VariableName' && rest.length === 0) {
    const value = readExpression(reading, type)
    return reading.place<ExceptHandler>({ type: value, name: reading.text(name), body }, across([keyword, name]), [
      name,
    ])
  } else reading.unreadable(across([keyword, ...header]))
  return reading.place<ExceptHandler>({ body }, keyword)
}

export function readWith(
  reading: Reading,
  node: SyntaxNode,
  parts: readonly SyntaxNode[],
  readBody: ReadBody,
): Statement {
  const at = parts.findIndex((part) => part.name === 'Body')
  if (at < 0 || at < parts.length - 1) reading.unreadable(node)
  const { items, trailing } = splitAtCommas(parts.slice(1, at < 0 ? undefined : at))
  if (trailing || items.length === 0) reading.unreadable(node)
  const read = items.flatMap((item) => withItem(reading, item, node))
  return { kind: 'with', items: read, body: readBody(at < 0 ? undefined : parts[at]) }
}

function withItem(reading: Reading, item: readonly SyntaxNode[], node: Range): WithItem[] {
  const [only, ...rest] = item
  if (only === undefined || rest.length > 0) {
    reading.unreadable(only === undefined ? node : across(item))
    return []
  }
  if (only.name === 'LambdaExpression') {
    refuse(reading, only, REFUSALS.withLambda)
    return [{ context: reading.hole(only) }]
  }
  // In 3.8 a tuple, since 3.9 a list of items.
  if (only.name === 'TupleExpression') {
    refuse(reading, only, REFUSALS.withParentheses)
    return [{ context: reading.hole(only) }]
  }
  const split = splitAs(reading, only, (operand) => readExpression(reading, operand, 1))
  if (split === undefined) return [{ context: readExpression(reading, only) }]
  const target: Target | undefined = asTarget(reading, split.right, 'assign to', only)
  return [target === undefined ? { context: split.left } : { context: split.left, target }]
}
