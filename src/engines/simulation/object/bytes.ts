/**
 * Bytes (Objects/bytesobject.c). Keeps true: one empty object and one of each single byte.
 *
 *   0 ob_refcnt   8 ob_type   16 ob_size   24 ob_shash   32 ob_sval, and a zero behind it
 */
import { initObject } from '../gc/gc-alloc.ts'
import type { BinaryOp, ComparisonOp, Machine, TypeSlots } from '../machine.ts'
import { takeBlock } from '../memory/blocks.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { newIndexIterator } from './index-iterator.ts'
import { indexValue, isInt, newInt } from './int.ts'
import { isProxyKind, Kind } from './kinds.ts'
import { iterate, nextItem } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { hashBytes } from './siphash.ts'
import { bytesQuoted } from './text-repr.ts'
import { unwrapped } from './weak-proxy.ts'

const SIZE_AT = 16
const HASH_AT = 24
const TEXT_AT = 32
/** What the type says: with the final zero. */
const BASIC_SIZE = 33
export const BYTE_STRIDE = 48

export function isBytes(m: Machine, o: Address): boolean {
  return kindOf(m, o) === Kind.bytes
}

/** Of a text with one character U+0000 to U+00FF a byte. */
export function newBytes(m: Machine, latin1: string): Address {
  if (latin1.length === 0) return incref(m, m.emptyBytes)
  if (latin1.length === 1) return incref(m, m.byteCharacters + latin1.charCodeAt(0) * BYTE_STRIDE)
  const o = takeBlock(m.objects, BASIC_SIZE + latin1.length)
  fillBytes(m, o, latin1)
  return o
}

/** Writes a whole record, also into the static ones. */
export function fillBytes(m: Machine, o: Address, latin1: string): void {
  initObject(m, o, m.typeByKind[Kind.bytes] as number)
  m.i32[(o + SIZE_AT) >> 2] = latin1.length
  m.i32[((o + SIZE_AT) >> 2) + 1] = 0
  fillWords(m.i32, -1, (o + HASH_AT) >> 2, (o + TEXT_AT) >> 2)
  for (let i = 0; i < latin1.length; i++) m.u8[o + TEXT_AT + i] = latin1.charCodeAt(i)
  m.u8[o + TEXT_AT + latin1.length] = 0
}

export function bytesSize(m: Machine, o: Address): number {
  return m.i32[(o + SIZE_AT) >> 2] as number
}

export function bytesText(m: Machine, o: Address): string {
  return latin1At(m, o + TEXT_AT, bytesSize(m, o))
}

export function latin1At(m: Machine, at: Address, size: number): string {
  let text = ''
  for (let i = 0; i < size; i++) text += String.fromCharCode(m.u8[at + i] as number)
  return text
}

export function byteOf(m: Machine, o: Address, index: number): number {
  return m.u8[o + TEXT_AT + index] as number
}

/** The text of bytes or a bytearray, undefined for anything else; filled in by bytearray.ts. */
export function bytesLikeText(m: Machine, o: Address): string | undefined {
  if (isBytes(m, o)) return bytesText(m, o)
  if (kindOf(m, o) !== Kind.bytearray) return undefined
  return latin1At(m, m.i32[(o + 40) >> 2] as number, bytesSize(m, o))
}

/** Of bytes and bytearrays with each other. */
export function compareBytes(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  const x = bytesLikeText(m, a)
  const y = bytesLikeText(m, b)
  if (x === undefined || y === undefined) return incref(m, m.NotImplemented)
  switch (op) {
    case '==':
      return newBool(m, x === y)
    case '!=':
      return newBool(m, x !== y)
    case '<':
      return newBool(m, x < y)
    case '<=':
      return newBool(m, x <= y)
    case '>':
      return newBool(m, x > y)
    case '>=':
      return newBool(m, x >= y)
  }
}

/** What a bytes-like type's `+` and `*` give as text; undefined: not implemented. */
export function bytesArithmetic(m: Machine, op: BinaryOp, a: Address, b: Address): string | undefined {
  const x = bytesLikeText(m, a)
  const y = bytesLikeText(m, b)
  if (op === '+') return x === undefined || y === undefined ? undefined : x + y
  if (op !== '*' || (x === undefined) === (y === undefined)) return undefined
  const count = x === undefined ? a : b
  if (!isInt(m, count)) return undefined
  const text = x ?? (y as string)
  return text.repeat(Math.max(0, Math.min(indexValue(m, count), Math.floor(2 ** 28 / Math.max(1, text.length)))))
}

function binaryBytes(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  const text = bytesArithmetic(m, op, a, b)
  if (text === undefined) return incref(m, m.NotImplemented)
  if (op === '+' && text === bytesLikeText(m, a) && isBytes(m, a)) return incref(m, a)
  if (op === '+' && text === bytesLikeText(m, b) && isBytes(m, b)) return incref(m, b)
  return newBytes(m, text)
}

/** Text of the argument of `bytes()` and `bytearray()`; undefined with the error set. */
export function bytesOfArgument(m: Machine, from: Address): string | undefined {
  const text = bytesLikeText(m, from)
  if (text !== undefined) return text
  if (isInt(m, from)) {
    const size = indexValue(m, from)
    if (size >= 0 && size < 2 ** 28) return '\0'.repeat(size)
    raise(m, size < 0 ? 'ValueError' : 'MemoryError', 'a count of bytes is needed')
    return undefined
  }
  if (kindOf(m, from) === Kind.str) {
    raise(m, 'TypeError', 'string argument without an encoding')
    return undefined
  }
  const iterator = iterate(m, from)
  if (iterator === 0) return undefined
  let result = ''
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    const value = isInt(m, item) ? indexValue(m, item) : Number.NaN
    decref(m, item)
    if (value >= 0 && value < 256) {
      result += String.fromCharCode(value)
      continue
    }
    raise(m, Number.isNaN(value) ? 'TypeError' : 'ValueError', 'bytes must be in range(0, 256)')
    break
  }
  decref(m, iterator)
  return m.error === 0 ? result : undefined
}

/** Index into a sequence of `size`; −1 with IndexError or TypeError set. */
export function indexInto(m: Machine, key: Address, size: number): number {
  if (!isInt(m, key)) {
    // A proxy is asked for the index that its referent is.
    if (!isProxyKind(kindOf(m, key)) || unwrapped(m, key) !== 0) raise(m, 'TypeError', 'indices must be integers')
    return -1
  }
  let index = indexValue(m, key)
  if (index < 0) index += size
  if (index >= 0 && index < size) return index
  raise(m, 'IndexError', 'index out of range')
  return -1
}

/** `in` of a bytes-like object. */
export function containsByte(m: Machine, o: Address, item: Address): number {
  const text = bytesLikeText(m, o) as string
  const part = bytesLikeText(m, item)
  if (part !== undefined) return text.includes(part) ? 1 : 0
  const value = isInt(m, item) ? indexValue(m, item) : Number.NaN
  if (value >= 0 && value < 256) return text.includes(String.fromCharCode(value)) ? 1 : 0
  raise(m, Number.isNaN(value) ? 'TypeError' : 'ValueError', 'byte must be in range(0, 256)')
  return -1
}

export const BYTES: TypeSlots = {
  name: 'bytes',
  gc: false,
  basicSize: BASIC_SIZE,
  itemSize: 1,
  dealloc: (m, o) => m.objects.free(o),
  hash(m, o) {
    const at = (o + HASH_AT) >> 2
    if (m.i32[at] === -1 && m.i32[at + 1] === -1) {
      hashBytes(m, o + TEXT_AT, bytesSize(m, o))
      m.i32[at] = m.hashLow
      m.i32[at + 1] = m.hashHigh
    }
    m.hashLow = m.i32[at] as number
    m.hashHigh = m.i32[at + 1] as number
    return 0
  },
  compare: compareBytes,
  length: bytesSize,
  getItem(m, o, key) {
    const index = indexInto(m, key, bytesSize(m, o))
    return index < 0 ? 0 : newInt(m, byteOf(m, o, index))
  },
  contains: containsByte,
  iterate: (m, o) => newIndexIterator(m, Kind.bytesIterator, o),
  binary: binaryBytes,
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    if (argc === 0) return newBytes(m, '')
    const from = argument(m, argv, 0)
    if (isBytes(m, from)) return incref(m, from)
    const text = bytesOfArgument(m, from)
    return text === undefined ? 0 : newBytes(m, text)
  },
  repr: (m, o) => `b${bytesQuoted(bytesText(m, o))}`,
  sizeof: (m, o) => BASIC_SIZE + bytesSize(m, o),
}
