/** What a literal's value may be: the text of Python cannot break most of these, a tree from elsewhere can. */
import type { Expression } from '../ast.ts'
import { INT_DIGITS_MAX } from '../limits.ts'
import type { Fault } from './fault.ts'

/** The first integer of more than {@link INT_DIGITS_MAX} digits. */
const INT_BOUND = 10n ** BigInt(INT_DIGITS_MAX)

/** What is wrong with the node itself, when it is a literal. */
export function literalFault(node: Expression): Fault | undefined {
  const fault = (message: string, hint: string): Fault => ({ node, message, hint })
  switch (node.kind) {
    case 'int':
      return intFault(node.value, fault)
    case 'float':
      return Number.isFinite(node.value)
        ? undefined
        : fault('a float literal must be finite', 'use the largest float, 1.7976931348623157e+308')
    case 'str':
      return /\p{Surrogate}/u.test(node.value)
        ? fault('a string must not hold a lone surrogate', 'use a whole character')
        : undefined
    case 'bytes':
      return /[^\0-\xff]/.test(node.value) ? fault('bytes must hold characters up to U+00FF', 'use a str') : undefined
    default:
      return undefined
  }
}

function intFault(value: number | bigint, fault: (message: string, hint: string) => Fault): Fault | undefined {
  if (typeof value === 'bigint') {
    if (value >= -BigInt(Number.MAX_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) {
      return fault('a small int must be a number, not a bigint', 'convert it with Number')
    }
    return value < INT_BOUND && value > -INT_BOUND
      ? undefined
      : fault(`an int literal has at most ${INT_DIGITS_MAX} digits`, 'multiply smaller ones')
  }
  if (!Number.isSafeInteger(value)) return fault('a large int must be a bigint', 'convert it with BigInt')
  return Object.is(value, -0) ? fault('an int is never -0', 'use 0') : undefined
}
