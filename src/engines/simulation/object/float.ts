/**
 * Floats: 24 bytes without a GC head, with a free list (Objects/floatobject.c).
 *
 *   0 ob_refcnt   8 ob_type   16 ob_fval
 */
import { initObject } from '../gc/gc-alloc.ts'
import type { BinaryOp, ComparisonOp, Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { intValue, isInt } from './int.ts'
import { Kind } from './kinds.ts'
import { hashDouble } from './number-hash.ts'
import { raise } from './raise.ts'
import { incref, kindOf } from './refcount.ts'
import { strText } from './str.ts'

const FLOAT_BYTES = 24
const VALUE_AT = 16

export function newFloat(m: Machine, value: number): Address {
  let o = takeKept(m, FreeListOf.float)
  if (o === 0) o = m.objects.alloc(FLOAT_BYTES)
  initObject(m, o, m.typeByKind[Kind.float] as number)
  m.f64[(o + VALUE_AT) >> 3] = value
  return o
}

export function floatValue(m: Machine, o: Address): number {
  return m.f64[(o + VALUE_AT) >> 3] as number
}

/** As `repr` shows it: the shortest digits that read back as the same double. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const [digits = '', power = ''] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+'
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  if (exponent < 0) {
    const [sign, plain] = value < 0 ? ['-', digits.slice(1)] : ['', digits]
    return `${sign}0.${'0'.repeat(-exponent - 1)}${plain.replace('.', '')}`
  }
  const text = value.toString()
  return text.includes('.') ? text : `${text}.0`
}

/** The number, or undefined where the object is neither int nor float. */
function numberOf(m: Machine, o: Address): number | undefined {
  if (kindOf(m, o) === Kind.float) return floatValue(m, o)
  return isInt(m, o) ? Number(intValue(m, o)) : undefined
}

/** An int of any size beside a float: compared exactly. */
function exactOf(m: Machine, o: Address): number | bigint | undefined {
  if (kindOf(m, o) === Kind.float) return floatValue(m, o)
  return isInt(m, o) ? intValue(m, o) : undefined
}

function compareFloats(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  const x = exactOf(m, a)
  const y = exactOf(m, b)
  if (x === undefined || y === undefined) return incref(m, m.NotImplemented)
  return newBool(m, compareNumbers(op, x, y))
}

function compareNumbers(op: ComparisonOp, x: number | bigint, y: number | bigint): boolean {
  if (op === '<') return x < y
  if (op === '<=') return x <= y
  if (op === '>') return x > y
  if (op === '>=') return x >= y
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint may stand beside a number
  return (x == y) === (op === '==')
}

function binaryFloats(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  const x = numberOf(m, a)
  const y = numberOf(m, b)
  if (x === undefined || y === undefined) return incref(m, m.NotImplemented)
  return newFloat(m, op === '+' ? x + y : op === '-' ? x - y : x * y)
}

function constructFloat(m: Machine, _type: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  if (argc === 0) return newFloat(m, 0)
  const from = argument(m, argv, 0)
  if (kindOf(m, from) === Kind.float) return incref(m, from)
  const value = numberOf(m, from)
  if (value !== undefined) return newFloat(m, value)
  if (kindOf(m, from) !== Kind.str) return raise(m, 'TypeError', 'float() argument must be a string or a number')
  const text = strText(m, from).trim().toLowerCase()
  if (/^[+-]?(inf|infinity)$/.test(text)) {
    return newFloat(m, text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
  }
  if (/^[+-]?nan$/.test(text)) return newFloat(m, Number.NaN)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text)) return raise(m, 'ValueError', 'could not convert to float')
  return newFloat(m, Number(text))
}

export const FLOAT: TypeSlots = {
  name: 'float',
  gc: false,
  basicSize: FLOAT_BYTES,
  dealloc(m, o) {
    if (!keep(m, FreeListOf.float, o)) m.objects.free(o)
  },
  hash(m, o) {
    hashDouble(m, o, floatValue(m, o))
    return 0
  },
  compare: compareFloats,
  truth: (m, o) => (floatValue(m, o) === 0 ? 0 : 1),
  binary: binaryFloats,
  construct: constructFloat,
  repr: (m, o) => floatText(floatValue(m, o)),
  methods: {
    is_integer: (m, self) => newBool(m, Number.isInteger(floatValue(m, self))),
  },
}
