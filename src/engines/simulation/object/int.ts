/**
 * Integers of any size in digits of 30 bits (Objects/longobject.c). Keeps true: a value in the range of the small ints
 * is always the shared object.
 *
 *   0 ob_refcnt   8 ob_type   16 ob_size, negative for negative values (to 3.11)      24 ob_digit[], 4 bytes each
 *                             16 lv_tag: digits << 3 | 0 positive, 1 zero, 2 negative (3.12+)
 */
import { assert } from '../../../base/assert.ts'
import { initObject } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { takeBlock } from '../memory/blocks.ts'
import { type Address, OB_REFCNT } from '../memory/layout.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { incref, kindOf } from './refcount.ts'

export const INT_DIGITS_AT = 24
export const SMALL_INT_MIN = -5
const DIGIT_BITS = 30
const DIGIT_LIMIT = 2 ** DIGIT_BITS
const DIGIT_MASK = DIGIT_LIMIT - 1
const SIZE_AT = 16

/** An int or a bool. */
export function isInt(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.int || kind === Kind.bool
}

/** The shared int of that value (borrowed), which must be in the range that has such. */
export function smallInt(m: Machine, value: number): Address {
  assert(value >= SMALL_INT_MIN && value <= m.semantics.smallIntMax, 'a-small-int-is-in-its-range')
  return m.smallInts + value * m.smallIntStride
}

export function newInt(m: Machine, value: number | bigint): Address {
  if (typeof value === 'number') {
    if (value >= SMALL_INT_MIN && value <= m.semantics.smallIntMax) {
      return incref(m, m.smallInts + value * m.smallIntStride)
    }
    if (value < DIGIT_LIMIT && value > -DIGIT_LIMIT) return newOneDigit(m, value)
    return newFromNumber(m, value)
  }
  if (value >= -9007199254740991n && value <= 9007199254740991n) return newInt(m, Number(value))
  return newFromBigint(m, value)
}

function newOneDigit(m: Machine, value: number): Address {
  let o = takeKept(m, FreeListOf.int)
  if (o === 0) o = m.objects.alloc(INT_DIGITS_AT + 4)
  initObject(m, o, m.typeByKind[Kind.int] as number)
  writeSize(m, o, 1, value < 0)
  m.i32[(o + INT_DIGITS_AT) >> 2] = value < 0 ? -value : value
  return o
}

function newFromNumber(m: Machine, value: number): Address {
  assert(Number.isSafeInteger(value), 'an int of a number is exact')
  const magnitude = Math.abs(value)
  const o = allocate(m, 2, value < 0)
  m.i32[(o + INT_DIGITS_AT) >> 2] = magnitude % DIGIT_LIMIT
  m.i32[(o + INT_DIGITS_AT + 4) >> 2] = Math.floor(magnitude / DIGIT_LIMIT)
  return o
}

function newFromBigint(m: Machine, value: bigint): Address {
  let magnitude = value < 0n ? -value : value
  let digits = 0
  for (let rest = magnitude; rest > 0n; rest >>= 30n) digits++
  const o = allocate(m, digits, value < 0n)
  for (let i = 0; i < digits; i++) {
    m.i32[(o + INT_DIGITS_AT + 4 * i) >> 2] = Number(magnitude & BigInt(DIGIT_MASK))
    magnitude >>= 30n
  }
  return o
}

function allocate(m: Machine, digits: number, isNegative: boolean): Address {
  const o = takeBlock(m.objects, INT_DIGITS_AT + 4 * digits)
  initObject(m, o, m.typeByKind[Kind.int] as number)
  writeSize(m, o, digits, isNegative)
  return o
}

/** Also for the static records of small ints and bools. */
export function writeSize(m: Machine, o: Address, digits: number, isNegative: boolean): void {
  const at = (o + SIZE_AT) >> 2
  if (m.dialect.taggedInts) {
    m.i32[at] = (digits << 3) | (digits === 0 ? 1 : isNegative ? 2 : 0)
    m.i32[at + 1] = 0
  } else {
    m.i32[at] = isNegative ? -digits : digits
    m.i32[at + 1] = isNegative ? -1 : 0
  }
}

export function digitCount(m: Machine, o: Address): number {
  const size = m.i32[(o + SIZE_AT) >> 2] as number
  return m.dialect.taggedInts ? size >> 3 : Math.abs(size)
}

function isNegative(m: Machine, o: Address): boolean {
  const size = m.i32[(o + SIZE_AT) >> 2] as number
  return m.dialect.taggedInts ? (size & 2) !== 0 : size < 0
}

/** A number where it is a safe integer, else a bigint; also of a bool. */
export function intValue(m: Machine, o: Address): number | bigint {
  const digits = digitCount(m, o)
  if (digits === 0) return 0
  const first = m.i32[(o + INT_DIGITS_AT) >> 2] as number
  if (digits === 1) return isNegative(m, o) ? -first : first
  const magnitude = first + (m.i32[(o + INT_DIGITS_AT + 4) >> 2] as number) * DIGIT_LIMIT
  if (digits > 2 || magnitude > Number.MAX_SAFE_INTEGER) return bigValue(m, o, digits)
  return isNegative(m, o) ? -magnitude : magnitude
}

function bigValue(m: Machine, o: Address, digits: number): bigint {
  let value = 0n
  for (let i = digits - 1; i >= 0; i--) {
    value = (value << 30n) | BigInt(m.i32[(o + INT_DIGITS_AT + 4 * i) >> 2] as number)
  }
  return isNegative(m, o) ? -value : value
}

/** The value as a sequence takes it: cut off at the ends of what a number holds. */
export function indexValue(m: Machine, o: Address): number {
  const value = intValue(m, o)
  if (typeof value === 'number') return value
  return value < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER
}

export function deallocInt(m: Machine, o: Address): void {
  assert((m.i32[(o + OB_REFCNT) >> 2] as number) === 0, 'a dying int has no references')
  if (digitCount(m, o) === 1 && keep(m, FreeListOf.int, o)) return
  m.objects.free(o)
}
