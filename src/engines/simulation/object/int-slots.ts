/** What ints and bools can do: arithmetic, comparison, hash, text (Objects/longobject.c, boolobject.c). */
import type { BinaryOp, ComparisonOp, Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { floatValue } from './float.ts'
import { deallocInt, digitCount, INT_DIGITS_AT, intValue, isInt, newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { hashBigInteger, hashSafeInteger } from './number-hash.ts'
import { isTrue } from './protocol.ts'
import { raise } from './raise.ts'
import { incref, kindOf } from './refcount.ts'
import { isStr, strText } from './str.ts'

function hashInt(m: Machine, o: Address): number {
  const value = intValue(m, o)
  if (typeof value === 'number') hashSafeInteger(m, value)
  else hashBigInteger(m, value)
  return 0
}

function compareInts(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  if (!isInt(m, a) || !isInt(m, b)) return incref(m, m.NotImplemented)
  return newBool(m, holds(op, intValue(m, a), intValue(m, b)))
}

/** Comparison of two numbers, ints of any size among them. */
export function holds(op: ComparisonOp, a: number | bigint, b: number | bigint): boolean {
  switch (op) {
    case '==':
      // biome-ignore lint/suspicious/noDoubleEquals: a bigint may stand beside a number
      return a == b
    case '!=':
      // biome-ignore lint/suspicious/noDoubleEquals: a bigint may stand beside a number
      return a != b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

function binaryInts(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  if (!isInt(m, a) || !isInt(m, b)) return incref(m, m.NotImplemented)
  const left = intValue(m, a)
  const right = intValue(m, b)
  if (typeof left === 'number' && typeof right === 'number') {
    const result = op === '+' ? left + right : op === '-' ? left - right : left * right
    // A product of zero and a negative number is −0 in JavaScript.
    if (Number.isSafeInteger(result)) return newInt(m, result + 0)
  }
  const x = BigInt(left)
  const y = BigInt(right)
  return newInt(m, op === '+' ? x + y : op === '-' ? x - y : x * y)
}

function truthOfInt(m: Machine, o: Address): number {
  return digitCount(m, o) === 0 ? 0 : 1
}

function constructInt(m: Machine, _type: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 2)) return 0
  if (argc === 0) return newInt(m, 0)
  const from = argument(m, argv, 0)
  if (argc === 2) return constructInBase(m, from, argument(m, argv, 1))
  if (isInt(m, from)) return kindOf(m, from) === Kind.int ? incref(m, from) : newInt(m, intValue(m, from))
  if (kindOf(m, from) === Kind.float) {
    const value = floatValue(m, from)
    if (Number.isNaN(value)) return raise(m, 'ValueError', 'cannot convert float NaN to integer')
    if (!Number.isFinite(value)) return raise(m, 'OverflowError', 'cannot convert float infinity to integer')
    return newInt(m, BigInt(Math.trunc(value)))
  }
  if (kindOf(m, from) !== Kind.str) return raise(m, 'TypeError', 'int() argument must be a string or a number')
  return fromText(m, strText(m, from), 10)
}

function constructInBase(m: Machine, from: Address, base: Address): Address {
  if (!isInt(m, base)) return raise(m, 'TypeError', 'this object cannot be interpreted as an integer')
  const value = Number(intValue(m, base))
  if (value < 2 || value > 36) return raise(m, 'ValueError', 'int() base must be >= 2 and <= 36, or 0')
  if (!isStr(m, from)) return raise(m, 'TypeError', "int() can't convert non-string with explicit base")
  return fromText(m, strText(m, from), value)
}

/** Leaves out base 0 and the prefixes `0x`, `0o` and `0b`. */
function fromText(m: Machine, given: string, base: number): Address {
  const text = given.trim()
  const digits = text.replace(/^[+-]/, '').split('_')
  const values = digits.map((group) => [...group].map((digit) => Number.parseInt(digit, base)))
  if (values.some((group) => group.length === 0 || group.some(Number.isNaN)))
    return raise(m, 'ValueError', 'invalid literal for int()')
  const magnitude = values.flat().reduce((sum, digit) => sum * BigInt(base) + BigInt(digit), 0n)
  return newInt(m, text.startsWith('-') ? -magnitude : magnitude)
}

export const INT: TypeSlots = {
  name: 'int',
  gc: false,
  basicSize: INT_DIGITS_AT,
  itemSize: 4,
  dealloc: deallocInt,
  hash: hashInt,
  compare: compareInts,
  truth: truthOfInt,
  binary: binaryInts,
  construct: constructInt,
  repr: (m, o) => String(intValue(m, o)),
  sizeof(m, o) {
    const digits = digitCount(m, o)
    // Zero counts as one digit from 3.11 on.
    return INT_DIGITS_AT + 4 * (digits === 0 && m.dialect.version[1] >= 11 ? 1 : digits)
  },
  methods: {
    bit_length(m, self) {
      const value = intValue(m, self)
      const magnitude = value < 0 ? -BigInt(value) : BigInt(value)
      return newInt(m, magnitude === 0n ? 0 : magnitude.toString(2).length)
    },
  },
}

export const BOOL: TypeSlots = {
  ...INT,
  name: 'bool',
  dealloc() {},
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    if (argc === 0) return newBool(m, false)
    const truth = isTrue(m, argument(m, argv, 0))
    return truth < 0 ? 0 : newBool(m, truth === 1)
  },
  repr: (m, o) => (o === m.True ? 'True' : 'False'),
}
