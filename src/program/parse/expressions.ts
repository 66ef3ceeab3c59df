/**
 * Expressions: one node of the grammar's tree → one of ours. Every node must have exactly the parts that are expected
 * of it; whatever else Python allows there is refused by name.
 */
import type { SyntaxNode } from '@lezer/common'
import type { DictEntry, Expression } from '../ast.ts'
import { EXPRESSION_DEPTH_MAX } from '../limits.ts'
import { readComprehension } from './comprehensions.ts'
import { type LiteralProblem, readNumber, readString } from './literals.ts'
import { readOperators } from './operators.ts'
import { readParameters } from './parameters.ts'
import { across, partsOf, type Range, type Reading, splitAtCommas } from './reading.ts'
import { REFUSALS, REFUSED_NODES, REFUSED_OPERATORS, type Refusal } from './refusal.ts'

/** Deeper trees are not read: the depth rule would refuse them, and reading them would overflow the stack. */
const READ_DEPTH_MAX = EXPRESSION_DEPTH_MAX * 4

/** A run of nodes separated by commas: one expression, or a tuple without parentheses. */
export function readExpressions(reading: Reading, parts: readonly SyntaxNode[], at: Range, depth = 0): Expression {
  const { items, trailing } = splitAtCommas(parts)
  const values = items.map((item) => readItem(reading, item, at, depth))
  const [only] = values
  if (only === undefined) return reading.hole(at)
  if (values.length === 1 && !trailing) return only
  return reading.place({ kind: 'tuple', items: values }, across(parts))
}

/** What stands between two commas: an expression, possibly behind a star. */
function readItem(reading: Reading, item: readonly SyntaxNode[], at: Range, depth: number): Expression {
  const [first, second] = item
  if (first !== undefined && second === undefined) return readExpression(reading, first, depth)
  if (first === undefined) return unexpected(reading, at)
  if (first.name === '*' || first.name === '**') return refuse(reading, across(item), REFUSALS.starred)
  return unexpected(reading, across(item))
}

export function readExpression(reading: Reading, node: SyntaxNode, depth = 0): Expression {
  if (depth > READ_DEPTH_MAX)
    return refuse(reading, node, { message: 'nested too deeply', hint: 'assign a part to a variable first' })
  const refused = REFUSED_NODES[node.name]
  if (refused !== undefined) return refuse(reading, node, refused)
  const parts = partsOf(node)
  switch (node.name) {
    case 'VariableName':
      return reading.place({ kind: 'name', name: reading.text(node) }, node)
    case 'None':
      return reading.place({ kind: 'none' }, node)
    case 'Boolean':
      return reading.place({ kind: 'bool', value: reading.text(node) === 'True' }, node)
    case 'Number':
      return number(reading, node, false, node)
    case 'String':
    case 'ContinuedString':
      return string(reading, node, node.name === 'String' ? [node] : parts)
    case 'ParenthesizedExpression':
      return readItem(reading, parts.slice(1, -1), node, depth + 1)
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'SetExpression': {
      const items = splitAtCommas(parts.slice(1, -1)).items.map((item) => readItem(reading, item, node, depth + 1))
      const kind = node.name === 'TupleExpression' ? 'tuple' : node.name === 'ArrayExpression' ? 'list' : 'set'
      return reading.place({ kind, items }, node)
    }
    case 'DictionaryExpression':
      return reading.place({ kind: 'dict', entries: entries(reading, node, parts.slice(1, -1), depth + 1) }, node)
    case 'ComprehensionExpression':
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return readComprehension(reading, node.name, parts.slice(1, -1), node, (part) =>
        readExpression(reading, part, depth + 1),
      )
    case 'LambdaExpression':
      return lambda(reading, node, parts, depth + 1)
    case 'YieldExpression':
      return readYield(reading, node, parts, depth + 1)
    case 'CallExpression':
      return call(reading, node, parts, depth + 1)
    case 'MemberExpression':
      return member(reading, node, parts, depth + 1)
    case 'BinaryExpression':
      if (parts[1]?.name === 'ArithOp' || parts[1]?.name === 'BitOp') return arithmetic(reading, node, parts, depth + 1)
      return readOperators(reading, node, (operand) => readExpression(reading, operand, depth + 1))
    case 'UnaryExpression':
      if (parts[0]?.name === 'not')
        return readOperators(reading, node, (operand) => readExpression(reading, operand, depth + 1))
      return sign(reading, node, parts)
    default:
      return unexpected(reading, node)
  }
}

function refuse(reading: Reading, at: Range, refusal: Refusal): Expression {
  reading.refuse(at, refusal.message, refusal.hint)
  return reading.hole(at)
}

/** What the grammar has already marked as an error, or passed although Python does not; the caller reports it last. */
function unexpected(reading: Reading, at: Range): Expression {
  reading.unreadable(at)
  return reading.hole(at)
}

function literalProblem(reading: Reading, node: Range, { problem, hint, from, to }: LiteralProblem): Expression {
  return refuse(reading, { from: node.from + from, to: node.from + to }, { message: problem, hint })
}

function number(reading: Reading, node: SyntaxNode, negative: boolean, at: Range): Expression {
  const behind = reading.source.text[node.to] ?? ''
  const text = reading.text(node)
  if (behind === '.' && !/^0[xXoObB]|[.eE]/.test(text)) {
    return refuse(
      reading,
      { from: node.from, to: node.to + 1 },
      { message: 'a point needs a digit behind it', hint: `write ${text}.0, or (${text}) before a dot` },
    )
  }
  if (/[A-Za-z0-9_]/.test(behind)) {
    return refuse(
      reading,
      { from: node.from, to: node.to + 1 },
      { message: `\`${text}${behind}\` is not a number`, hint: 'put a space behind the number' },
    )
  }
  const value = readNumber(text, negative)
  if (!('problem' in value)) return reading.place(value, at)
  return literalProblem(reading, node, value)
}

function string(reading: Reading, node: SyntaxNode, pieces: readonly SyntaxNode[]): Expression {
  let kind: 'str' | 'bytes' | undefined
  let value = ''
  for (const piece of pieces) {
    if (piece.name === 'FormatString') return readExpression(reading, piece)
    const read = readString(reading.text(piece))
    if ('problem' in read) return literalProblem(reading, piece, read)
    if (kind !== undefined && kind !== read.kind) {
      return refuse(reading, piece, {
        message: 'a str and bytes cannot be joined',
        hint: 'give both a b prefix, or neither',
      })
    }
    kind = read.kind
    value += read.value
  }
  return reading.place({ kind: kind ?? 'str', value }, node)
}

function entries(reading: Reading, node: Range, parts: readonly SyntaxNode[], depth: number): DictEntry[] {
  return splitAtCommas(parts).items.flatMap((item) => {
    const [key, colon, value, ...rest] = item
    if (key !== undefined && colon?.name === ':' && value !== undefined && rest.length === 0) {
      return [{ key: readExpression(reading, key, depth), value: readExpression(reading, value, depth) }]
    }
    if (key?.name === '**') refuse(reading, across(item), REFUSALS.starred)
    else unexpected(reading, item.length > 0 ? across(item) : node)
    return []
  })
}

function call(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Expression {
  const [callee, list, ...rest] = parts
  if (callee === undefined || list?.name !== 'ArgList' || rest.length > 0) return unexpected(reading, node)
  const inner = partsOf(list).slice(1, -1)
  const loop = inner.findIndex((part) => part.name === 'for')
  const items =
    loop < 0
      ? splitAtCommas(inner).items.map((item) => argument(reading, item, list, depth))
      : generatorAlone(reading, list, inner, loop, depth)
  return reading.place({ kind: 'call', function: readExpression(reading, callee, depth), arguments: items }, node)
}

/** `f(x for x in y)`, where the generator expression has no parentheses of its own. */
function generatorAlone(
  reading: Reading,
  list: Range,
  inner: readonly SyntaxNode[],
  loop: number,
  depth: number,
): Expression[] {
  if (inner.slice(0, loop).some((part) => part.name === ','))
    return [refuse(reading, across(inner), REFUSALS.generatorArgument)]
  return [
    readComprehension(reading, 'ComprehensionExpression', inner, list, (part) => readExpression(reading, part, depth)),
  ]
}

function lambda(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Expression {
  const [, list, colon, body, ...rest] = parts
  if (list?.name !== 'ParamList' || colon?.name !== ':' || body === undefined || rest.length > 0)
    return unexpected(reading, node)
  const read = (part: SyntaxNode): Expression => readExpression(reading, part, depth)
  return reading.place({ kind: 'lambda', parameters: readParameters(reading, list, read), body: read(body) }, node)
}

/** Also for a `yield` that is a statement. */
export function readYield(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth = 0): Expression {
  const rest = parts.slice(1).filter((part) => !part.type.isError)
  if (rest[0]?.name === 'from') return refuse(reading, node, REFUSALS.yieldFrom)
  if (rest.length === 0) return reading.place({ kind: 'yield' }, node)
  return reading.place({ kind: 'yield', value: readExpressions(reading, rest, node, depth) }, node)
}

function argument(reading: Reading, item: readonly SyntaxNode[], list: SyntaxNode, depth: number): Expression {
  const [first, second] = item
  if (first === undefined) return unexpected(reading, list)
  if (first.name === '*' || first.name === '**') return refuse(reading, across(item), REFUSALS.starArgument)
  if (second?.name === 'AssignOp') {
    return refuse(
      reading,
      across(item),
      reading.text(second) === '=' ? REFUSALS.keywordArgument : (REFUSED_NODES.NamedExpression as Refusal),
    )
  }
  return readItem(reading, item, list, depth)
}

function member(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Expression {
  const [object, open, ...rest] = parts
  if (object === undefined || open === undefined) return unexpected(reading, node)
  if (open.name === '.') {
    const [property, ...more] = rest
    if (property?.name !== 'PropertyName' || more.length > 0) return unexpected(reading, node)
    const value = readExpression(reading, object, depth)
    return reading.place({ kind: 'attribute', object: value, name: reading.text(property) }, node, [property])
  }
  const inner = rest.slice(0, -1)
  const at = { from: open.from, to: node.to }
  if (open.name !== '[' || rest.at(-1)?.name !== ']' || inner.length === 0) return unexpected(reading, node)
  if (inner.some((part) => part.name === ':')) return refuse(reading, at, REFUSALS.slice)
  const value = readExpression(reading, object, depth)
  return reading.place({ kind: 'subscript', object: value, index: readExpressions(reading, inner, at, depth) }, node)
}

function arithmetic(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Expression {
  const [left, sign, right, ...rest] = parts
  if (left === undefined || sign === undefined || right === undefined || rest.length > 0)
    return unexpected(reading, node)
  const operator = reading.text(sign)
  if (operator !== '+' && operator !== '-' && operator !== '*') {
    readExpression(reading, left, depth)
    readExpression(reading, right, depth)
    return refuse(
      reading,
      sign,
      REFUSED_OPERATORS[operator] ?? {
        message: `\`${operator}\` is not in the heap language`,
        hint: 'use `+`, `-` or `*`',
      },
    )
  }
  const value = readExpression(reading, left, depth)
  return reading.place(
    { kind: 'arithmetic', operator, left: value, right: readExpression(reading, right, depth) },
    node,
  )
}

function sign(reading: Reading, node: SyntaxNode, parts: readonly SyntaxNode[]): Expression {
  const [sign, operand, ...rest] = parts
  if (sign === undefined || operand === undefined || rest.length > 0) return unexpected(reading, node)
  const text = reading.text(sign)
  if (text === '-' && operand.name === 'Number') return number(reading, operand, true, node)
  return refuse(reading, node, text === '-' ? REFUSALS.unaryMinus : text === '+' ? REFUSALS.unaryPlus : REFUSALS.invert)
}
