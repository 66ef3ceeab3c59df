/** Comprehensions and generator expressions, whose clauses the grammar leaves as one flat run of nodes. */
import type { SyntaxNode } from '@lezer/common'
import type { Comprehension, ComprehensionClause, DictComprehension, Expression } from '../ast.ts'
import { across, type Range, type Reading, splitAtCommas } from './reading.ts'
import { REFUSALS } from './refusal.ts'
import { asTarget } from './targets.ts'

/** Reads one expression; of the grammar's `a, b` behind `for` it is asked for each item. */
type Read = (node: SyntaxNode) => Expression

const KINDS: Readonly<Record<string, Comprehension['kind']>> = {
  ArrayComprehensionExpression: 'list-comprehension',
  SetComprehensionExpression: 'set-comprehension',
  ComprehensionExpression: 'generator-expression',
}

/** `parts` are those between the brackets; `name` is that of the grammar's node. */
export function readComprehension(
  reading: Reading,
  name: string,
  parts: readonly SyntaxNode[],
  at: Range,
  read: Read,
): Expression {
  const first = parts.findIndex((part) => part.name === 'for' || part.name === 'async')
  const clauses = readClauses(reading, parts.slice(Math.max(first, 0)), at, read)
  const head = parts.slice(0, Math.max(first, 0))
  const [element, colon, value, ...rest] = head
  if (element?.name === '*' || element?.name === '**') {
    reading.refuse(across(head), REFUSALS.starred.message, REFUSALS.starred.hint)
    return reading.hole(at)
  }
  if (name === 'DictionaryComprehensionExpression') {
    if (element === undefined || colon?.name !== ':' || value === undefined || rest.length > 0)
      return unreadable(reading, at)
    const key = read(element)
    return reading.place<DictComprehension>({ kind: 'dict-comprehension', key, value: read(value), clauses }, at)
  }
  const kind = KINDS[name]
  if (kind === undefined || element === undefined || colon !== undefined) return unreadable(reading, at)
  return reading.place<Comprehension>({ kind, element: read(element), clauses }, at)
}

function unreadable(reading: Reading, at: Range): Expression {
  reading.unreadable(at)
  return reading.hole(at)
}

function readClauses(reading: Reading, parts: readonly SyntaxNode[], at: Range, read: Read): ComprehensionClause[] {
  const groups: SyntaxNode[][] = []
  for (const part of parts) {
    if (part.name === 'async') reading.refuse(part, REFUSALS.asyncStatement.message, REFUSALS.asyncStatement.hint)
    else if (part.name === 'for') groups.push([])
    else if (groups.at(-1) === undefined) reading.unreadable(at)
    else groups.at(-1)?.push(part)
  }
  if (groups.length === 0) reading.unreadable(at)
  return groups.flatMap((group) => readClause(reading, group, at, read))
}

function readClause(reading: Reading, parts: readonly SyntaxNode[], at: Range, read: Read): ComprehensionClause[] {
  const split = parts.findIndex((part) => part.name === 'in')
  const [iterable, ...filters] = parts.slice(split + 1)
  const { items, trailing } = splitAtCommas(parts.slice(0, Math.max(split, 0)))
  const targets = items.flatMap((item) => (item.length === 1 ? item : []))
  if (iterable === undefined || targets.length === 0 || targets.length < items.length) {
    reading.unreadable(at)
    return []
  }
  const [only] = targets
  const values = targets.map(read)
  const spelled: Expression =
    values.length === 1 && !trailing && only !== undefined
      ? (values[0] as Expression)
      : reading.place({ kind: 'tuple', items: values }, across(targets))
  const target = asTarget(reading, spelled, 'assign to', at)
  const conditions: Expression[] = []
  for (let i = 0; i < filters.length; i += 2) {
    const condition = filters[i + 1]
    if (filters[i]?.name !== 'if' || condition === undefined) reading.unreadable(at)
    else conditions.push(read(condition))
  }
  const value = read(iterable)
  return target === undefined ? [] : [{ target, iterable: value, conditions }]
}
