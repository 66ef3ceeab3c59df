/**
 * What compilers work out once, so that running the code makes nothing: displays of constants, and arithmetic on constants
 * within limits of size (fold_tuple, fold_binop and safe_multiply in Python/ast_opt.c).
 */
import type { Arithmetic, Expression } from '../../program/ast.ts'

const ITEMS_MAX = 256
const CHARACTERS_MAX = 4096
const PRODUCT_BITS_MAX = 128
const NUMBERS: ReadonlySet<Expression['kind']> = new Set(['bool', 'int', 'float'])

export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return true
    case 'tuple':
      return expression.items.every(isConstant)
    case 'arithmetic':
      return constantItems(expression) !== undefined || isFolded(expression)
    default:
      return false
  }
}

/** The items of a constant tuple, undefined for anything else. */
export function constantItems(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind === 'tuple') return expression.items.every(isConstant) ? expression.items : undefined
  if (expression.kind !== 'arithmetic') return undefined
  const { operator, left, right } = expression
  const [a, b] = [constantItems(left), constantItems(right)]
  if (operator === '+') return a === undefined || b === undefined ? undefined : [...a, ...b]
  if (operator !== '*') return undefined
  return repeated(a, right) ?? repeated(b, left)
}

function repeated(items: readonly Expression[] | undefined, count: Expression): readonly Expression[] | undefined {
  if (items === undefined || count.kind !== 'int') return undefined
  const times = Number(count.value)
  if (items.length > 0 && (times < 0 || times * items.length > ITEMS_MAX)) return undefined
  return Array.from({ length: Math.max(0, times) }, () => items).flat()
}

/** Of numbers, and of texts that are joined or repeated. */
function isFolded({ operator, left, right }: Arithmetic): boolean {
  if (!isConstant(left) || !isConstant(right)) return false
  const isNumeric = (side: Expression): boolean => NUMBERS.has(side.kind) || side.kind === 'arithmetic'
  if (isNumeric(left) && isNumeric(right)) return operator !== '*' || bitsOf(left) + bitsOf(right) <= PRODUCT_BITS_MAX
  if (operator === '+') return left.kind === right.kind && (left.kind === 'str' || left.kind === 'bytes')
  return operator === '*' && (isShort(left, right) || isShort(right, left))
}

/** 0 for what is no literal of an int: floats have no limit, and the value of inner arithmetic is not worked out here. */
function bitsOf(expression: Expression): number {
  return expression.kind === 'int' ? BigInt(expression.value).toString(2).replace('-', '').length : 0
}

function isShort(text: Expression, count: Expression): boolean {
  if ((text.kind !== 'str' && text.kind !== 'bytes') || count.kind !== 'int') return false
  const times = Number(count.value)
  return text.value.length === 0 || (times >= 0 && times * text.value.length <= CHARACTERS_MAX)
}
