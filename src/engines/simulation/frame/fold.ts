/**
 * Expressions whose value the compiler knows (Python/ast_opt.c; from 3.14 on in Python/flowgraph.c): literals, tuples
 * and frozensets of them, and arithmetic on them within CPython's limits of size.
 */
import type { Arithmetic, Expression } from '../../../program/ast.ts'

export type Constant =
  | Extract<Expression, { kind: 'none' | 'bool' | 'int' | 'float' | 'str' | 'bytes' }>
  | { readonly kind: 'tuple' | 'frozenset'; readonly items: readonly Constant[] }

const REPEATED_CHARACTERS_MAX = 4096
const REPEATED_ITEMS_MAX = 256
const PRODUCT_BITS_MAX = 128

/** The constant that an expression is, or undefined. */
export function constantOf(node: Expression): Constant | undefined {
  switch (node.kind) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return node
    case 'tuple': {
      const items = constantsOf(node.items)
      return items === undefined ? undefined : { kind: 'tuple', items }
    }
    case 'not': {
      const operand = constantOf(node.operand)
      return operand === undefined ? undefined : { kind: 'bool', value: !isTrueConstant(operand) }
    }
    case 'arithmetic':
      return arithmetic(node)
    case 'subscript':
      return item(constantOf(node.object), constantOf(node.index))
    default:
      return undefined
  }
}

export function constantsOf(nodes: readonly Expression[]): readonly Constant[] | undefined {
  const items: Constant[] = []
  for (const node of nodes) {
    const item = constantOf(node)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

function item(container: Constant | undefined, index: Constant | undefined): Constant | undefined {
  if (container === undefined || index?.kind !== 'int') return undefined
  const at = Number(index.value)
  if (container.kind === 'tuple') return container.items[at < 0 ? at + container.items.length : at]
  if (container.kind !== 'str' && container.kind !== 'bytes') return undefined
  const characters = [...container.value]
  if (at >= characters.length || at < -characters.length) return undefined
  const character = characters.at(at) as string
  return container.kind === 'str' ? { kind: 'str', value: character } : { kind: 'int', value: character.charCodeAt(0) }
}

export function isTrueConstant(constant: Constant): boolean {
  switch (constant.kind) {
    case 'none':
      return false
    case 'bool':
      return constant.value
    case 'int':
    case 'float':
      return Number(constant.value) !== 0
    case 'str':
    case 'bytes':
      return constant.value.length > 0
    default:
      return constant.items.length > 0
  }
}

function arithmetic({ operator, left, right }: Arithmetic): Constant | undefined {
  const a = constantOf(left)
  if (a === undefined) return undefined
  const b = constantOf(right)
  if (b === undefined) return undefined
  const x = numberOf(a)
  const y = numberOf(b)
  if (x !== undefined && y !== undefined) return numbers(operator, a, b, x, y)
  if (operator === '+') return concatenated(a, b)
  if (operator === '*') return y === undefined ? repeated(b, x) : repeated(a, y)
  return undefined
}

function numberOf(constant: Constant): number | bigint | undefined {
  if (constant.kind === 'bool') return constant.value ? 1 : 0
  return constant.kind === 'int' || constant.kind === 'float' ? constant.value : undefined
}

function numbers(
  operator: string,
  a: Constant,
  b: Constant,
  x: number | bigint,
  y: number | bigint,
): Constant | undefined {
  if (a.kind === 'float' || b.kind === 'float') {
    const [p, q] = [Number(x), Number(y)]
    const value = operator === '+' ? p + q : operator === '-' ? p - q : p * q
    return Number.isFinite(value) ? { kind: 'float', value } : undefined
  }
  const [p, q] = [BigInt(x), BigInt(y)]
  if (operator === '*' && bits(p) + bits(q) > PRODUCT_BITS_MAX) return undefined
  return integer(operator === '+' ? p + q : operator === '-' ? p - q : p * q)
}

function bits(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length
}

function integer(value: bigint): Constant {
  const small = Number(value)
  return { kind: 'int', value: Number.isSafeInteger(small) ? small : value }
}

function concatenated(a: Constant, b: Constant): Constant | undefined {
  if (a.kind === 'str' && b.kind === 'str') return { kind: 'str', value: a.value + b.value }
  if (a.kind === 'bytes' && b.kind === 'bytes') return { kind: 'bytes', value: a.value + b.value }
  if (a.kind === 'tuple' && b.kind === 'tuple') return { kind: 'tuple', items: [...a.items, ...b.items] }
  return undefined
}

function repeated(a: Constant, count: number | bigint | undefined): Constant | undefined {
  if (count === undefined || count < 0 || count > REPEATED_CHARACTERS_MAX || !Number.isInteger(Number(count)))
    return undefined
  const n = Number(count)
  if (a.kind === 'str' || a.kind === 'bytes')
    return a.value.length * n > REPEATED_CHARACTERS_MAX ? undefined : { kind: a.kind, value: a.value.repeat(n) }
  if (a.kind !== 'tuple' || a.items.length * n > REPEATED_ITEMS_MAX) return undefined
  return { kind: 'tuple', items: Array.from({ length: n }, () => a.items).flat() }
}
