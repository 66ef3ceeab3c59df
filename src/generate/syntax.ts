/**
 * Short words to build syntax trees with. An operand may be given as a node, or as a dotted path (`'self.x'`), a
 * number, a boolean or `null` (Python's `None`); a string *literal* is always `text('…')`.
 */
import type {
  Arithmetic,
  ArithmeticOperator,
  Assign,
  Attribute,
  BoolOperation,
  Call,
  ClassDefinition,
  Compare,
  ComparisonOperator,
  Delete,
  DictDisplay,
  Expression,
  ExpressionStatement,
  For,
  FunctionDefinition,
  If,
  ListDisplay,
  Name,
  Not,
  Parameter,
  SetDisplay,
  Statement,
  StrLiteral,
  Subscript,
  Target,
  TupleDisplay,
  While,
} from '../program/ast.ts'

export type Operand = Expression | string | number | boolean | null

export function expression(operand: Operand): Expression {
  if (typeof operand === 'string') return path(operand)
  if (typeof operand === 'number')
    return Number.isInteger(operand) ? { kind: 'int', value: operand } : { kind: 'float', value: operand }
  if (typeof operand === 'boolean') return { kind: 'bool', value: operand }
  return operand ?? { kind: 'none' }
}

function path(dotted: string): Name | Attribute {
  const [first, ...rest] = dotted.split('.')
  let node: Name | Attribute = { kind: 'name', name: first as string }
  for (const name of rest) node = { kind: 'attribute', object: node, name }
  return node
}

function target(operand: Operand): Target {
  return expression(operand) as Target
}

export function text(value: string): StrLiteral {
  return { kind: 'str', value }
}

export function item(object: Operand, index: Operand): Subscript {
  return { kind: 'subscript', object: expression(object), index: expression(index) }
}

export function attribute(object: Operand, name: string): Attribute {
  return { kind: 'attribute', object: expression(object), name }
}

export function call(callee: Operand, ...operands: readonly Operand[]): Call {
  return { kind: 'call', function: expression(callee), arguments: operands.map(expression) }
}

export function list(...items: readonly Operand[]): ListDisplay {
  return { kind: 'list', items: items.map(expression) }
}

export function tuple(...items: readonly Operand[]): TupleDisplay {
  return { kind: 'tuple', items: items.map(expression) }
}

export function set(...items: readonly Operand[]): SetDisplay {
  return { kind: 'set', items: items.map(expression) }
}

export function dict(...entries: readonly (readonly [Operand, Operand])[]): DictDisplay {
  return { kind: 'dict', entries: entries.map(([key, value]) => ({ key: expression(key), value: expression(value) })) }
}

export function compare(left: Operand, operator: ComparisonOperator, right: Operand): Compare {
  return { kind: 'compare', operator, left: expression(left), right: expression(right) }
}

export function arithmetic(left: Operand, operator: ArithmeticOperator, right: Operand): Arithmetic {
  return { kind: 'arithmetic', operator, left: expression(left), right: expression(right) }
}

export function either(left: Operand, operator: 'and' | 'or', right: Operand): BoolOperation {
  return { kind: operator, left: expression(left), right: expression(right) }
}

export function not(operand: Operand): Not {
  return { kind: 'not', operand: expression(operand) }
}

/** An expression statement. */
export function show(value: Operand): ExpressionStatement {
  return { kind: 'expression', value: expression(value) }
}

/** An expression statement that calls. */
export function does(callee: Operand, ...operands: readonly Operand[]): ExpressionStatement {
  return show(call(callee, ...operands))
}

export function put(place: Operand, value: Operand): Assign {
  return { kind: 'assign', targets: [target(place)], value: expression(value) }
}

/** `first = second = value` */
export function putBoth(first: Operand, second: Operand, value: Operand): Assign {
  return { kind: 'assign', targets: [target(first), target(second)], value: expression(value) }
}

/** `(first, second) = value` */
export function unpack(first: Operand, second: Operand, value: Operand): Assign {
  return {
    kind: 'assign',
    targets: [{ kind: 'targets', items: [target(first), target(second)] }],
    value: expression(value),
  }
}

export function drop(...places: readonly Operand[]): Delete {
  return { kind: 'delete', targets: places.map(target) }
}

export function define(
  name: string,
  parameters: readonly (string | Parameter)[],
  body: readonly Statement[],
): FunctionDefinition {
  return {
    kind: 'def',
    name,
    parameters: parameters.map((item) => (typeof item === 'string' ? { name: item } : item)),
    body,
  }
}

export function byDefault(name: string, value: Operand): Parameter {
  return { name, default: expression(value) }
}

export function classOf(name: string, body: readonly Statement[]): ClassDefinition {
  return { kind: 'class', name, bases: [], body: body.length > 0 ? body : [{ kind: 'pass' }] }
}

export function globals(...names: readonly string[]): Statement {
  return { kind: 'global', names }
}

export function gives(value: Operand): Statement {
  return { kind: 'return', value: expression(value) }
}

export function must(test: Operand, message: Operand): Statement {
  return { kind: 'assert', test: expression(test), message: expression(message) }
}

export function when(test: Operand, body: readonly Statement[], orelse: readonly Statement[] = []): If {
  return { kind: 'if', test: expression(test), body, orelse }
}

export function each(name: Operand, iterable: Operand, body: readonly Statement[]): For {
  return { kind: 'for', target: target(name), iterable: expression(iterable), body }
}

export function repeat(test: Operand, body: readonly Statement[]): While {
  return { kind: 'while', test: expression(test), body }
}
