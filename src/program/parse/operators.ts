/**
 * `not`, `and`, `or`, comparisons, and the `as` of a `with`, which is masked as an `or`. The grammar reads `not a and b` as `not (a and b)`; so its tree is flattened to
 * operands and operators in source order, and Python's precedence is applied here.
 */

import type { SyntaxNode } from '@lezer/common'
import type { ComparisonOperator, Expression } from '../ast.ts'
import { COMPARISON_OPERATORS } from '../ast.ts'
import { across, partsOf, type Range, type Reading } from './reading.ts'
import { REFUSALS, REFUSED_OPERATORS } from './refusal.ts'

type Token = { readonly operator: string; readonly at: Range } | { readonly operand: SyntaxNode; readonly at: Range }

/** More in one chain is refused before it could overflow the stack. */
const OPERATORS_MAX = 500

const COMPARISONS: ReadonlySet<string> = new Set([...COMPARISON_OPERATORS, '<>'])

export function readOperators(
  reading: Reading,
  node: SyntaxNode,
  operand: (node: SyntaxNode) => Expression,
): Expression {
  return readTokens(reading, flatten(reading, node), node, operand)
}

/** The two sides of `a as b`; undefined where there is no `as` at the top. */
export function splitAs(
  reading: Reading,
  node: SyntaxNode,
  operand: (node: SyntaxNode) => Expression,
): { readonly left: Expression; readonly right: Expression } | undefined {
  if (node.name !== 'BinaryExpression' && node.name !== 'UnaryExpression') return undefined
  const tokens = flatten(reading, node)
  const at = tokens.findIndex((token) => 'operator' in token && token.operator === 'as')
  if (at < 0) return undefined
  const right = tokens[at + 1]
  if (right === undefined || !('operand' in right) || tokens.length > at + 2) reading.unreadable(node)
  const left = readTokens(reading, tokens.slice(0, at), node, operand)
  return { left, right: right !== undefined && 'operand' in right ? operand(right.operand) : reading.hole(node) }
}

function readTokens(
  reading: Reading,
  tokens: readonly Token[],
  node: Range,
  operand: (node: SyntaxNode) => Expression,
): Expression {
  if (tokens.length > OPERATORS_MAX) {
    reading.refuse(
      node,
      `more than ${OPERATORS_MAX} operands and operators in one chain`,
      'assign a part to a variable first',
    )
    return reading.hole(node)
  }
  const as = tokens.find((token) => 'operator' in token && token.operator === 'as')
  if (as !== undefined) {
    reading.refuse(as.at, REFUSALS.withParentheses.message, REFUSALS.withParentheses.hint)
    return reading.hole(node)
  }
  if (tokens.length === 0) {
    reading.unreadable(node)
    return reading.hole(node)
  }
  const chain = new Chain(reading, tokens, operand)
  const { value } = chain.disjunction()
  if (!chain.atEnd) reading.unreadable(node)
  return value
}

/** In source order, without recursion: a chain may be as long as the text. */
function flatten(reading: Reading, root: SyntaxNode): Token[] {
  const tokens: Token[] = []
  const waiting: SyntaxNode[] = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const parts = partsOf(node)
    const isTest = node.name === 'BinaryExpression' && parts[1]?.name !== 'ArithOp' && parts[1]?.name !== 'BitOp'
    if (isTest || (node.name === 'UnaryExpression' && parts[0]?.name === 'not')) waiting.push(...parts.reverse())
    else if (['not', 'and', 'or', 'is', 'in', 'CompareOp'].includes(node.name))
      tokens.push(operatorToken(reading, node, waiting))
    else tokens.push({ operand: node, at: node })
  }
  return tokens
}

/** One operator; `is not` and `not in` are two nodes beside each other. */
function operatorToken(reading: Reading, node: SyntaxNode, waiting: SyntaxNode[]): Token {
  const next = waiting.at(-1)
  const double = (node.name === 'is' && next?.name === 'not') || (node.name === 'not' && next?.name === 'in')
  if (double) waiting.pop()
  const at = double && next !== undefined ? { from: node.from, to: next.to } : node
  return { operator: double ? `${node.name} ${next?.name}` : reading.text(node), at }
}

/** An expression with the place of all its text, parentheses around it included. */
interface Piece {
  readonly value: Expression
  readonly at: Range
}

class Chain {
  private readonly reading: Reading
  private readonly tokens: readonly Token[]
  private readonly operand: (node: SyntaxNode) => Expression
  private next = 0

  constructor(reading: Reading, tokens: readonly Token[], operand: (node: SyntaxNode) => Expression) {
    this.reading = reading
    this.tokens = tokens
    this.operand = operand
  }

  get atEnd(): boolean {
    return this.next === this.tokens.length
  }

  disjunction(): Piece {
    let left = this.conjunction()
    while (this.take('or')) left = this.joined('or', left, this.conjunction())
    return left
  }

  private conjunction(): Piece {
    let left = this.negation()
    while (this.take('and')) left = this.joined('and', left, this.negation())
    return left
  }

  private negation(): Piece {
    const start = this.tokens[this.next]
    if (start === undefined || !this.take('not')) return this.comparison()
    const operand = this.negation()
    const at = across([start.at, operand.at])
    return { value: this.reading.place({ kind: 'not', operand: operand.value }, at), at }
  }

  private comparison(): Piece {
    const left = this.primary()
    const sign = this.comparisonSign()
    if (sign === undefined) return left
    const right = this.primary()
    for (
      let more = this.comparisonSign(), first = true;
      more !== undefined;
      more = this.comparisonSign(), first = false
    ) {
      if (first) this.reading.refuse(more.at, REFUSALS.chained.message, REFUSALS.chained.hint)
      this.primary()
    }
    const at = across([left.at, right.at])
    const operator = sign.operator as ComparisonOperator
    return { value: this.reading.place({ kind: 'compare', operator, left: left.value, right: right.value }, at), at }
  }

  private comparisonSign(): { operator: string; at: Range } | undefined {
    const token = this.tokens[this.next]
    if (token === undefined || !('operator' in token) || !COMPARISONS.has(token.operator)) return undefined
    this.next++
    const refused = REFUSED_OPERATORS[token.operator]
    if (refused !== undefined) this.reading.refuse(token.at, refused.message, refused.hint)
    return refused === undefined ? token : { ...token, operator: '!=' }
  }

  private primary(): Piece {
    const token = this.tokens[this.next]
    if (token === undefined) return this.missing()
    if ('operand' in token) {
      this.next++
      return { value: this.operand(token.operand), at: token.at }
    }
    if (token.operator !== 'not') return this.missing()
    this.reading.refuse(token.at, '`not` stands inside a comparison', 'put it in parentheses')
    this.next++
    return this.primary()
  }

  /** The grammar has marked the place where an operand should be. */
  private missing(): Piece {
    const at = (this.tokens[this.next] ?? (this.tokens.at(-1) as Token)).at
    this.reading.unreadable(at)
    return { value: this.reading.hole(at), at }
  }

  private take(operator: string): boolean {
    const token = this.tokens[this.next]
    if (token === undefined || !('operator' in token) || token.operator !== operator) return false
    this.next++
    return true
  }

  private joined(kind: 'and' | 'or', left: Piece, right: Piece): Piece {
    const at = across([left.at, right.at])
    return { value: this.reading.place({ kind, left: left.value, right: right.value }, at), at }
  }
}
