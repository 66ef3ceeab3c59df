/**
 * Ranges and their iterators (Objects/rangeobject.c). Leaves out ranges beyond what a double holds exactly.
 *
 *   range           16 start   24 stop   32 step   40 length      (ints)
 *   range_iterator  16 index   24 start   32 step   40 len        (C longs; to 3.11)
 *                   16 start   24 step   32 len                    (3.12+)
 */

import { initObject } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { indexInto } from './bytes.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { indexValue, isInt, newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { containsByIteration, hash, hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { tupleFrom } from './tuple.ts'

const RANGE_BYTES = 48
const START_AT = 16
const STOP_AT = 24
const STEP_AT = 32
const LENGTH_AT = 40

function newRange(m: Machine, start: number, stop: number, step: number): Address {
  const type = m.typeByKind[Kind.range] as number
  const length = step > 0 ? Math.ceil((stop - start) / step) : Math.ceil((start - stop) / -step)
  const lengthInt = newInt(m, Math.max(0, length))
  let o = takeKept(m, FreeListOf.range)
  if (o === 0) o = m.objects.alloc(RANGE_BYTES)
  initObject(m, o, type)
  fillWords(m.i32, 0, (o + START_AT) >> 2, (o + RANGE_BYTES) >> 2)
  m.i32[(o + START_AT) >> 2] = newInt(m, start)
  m.i32[(o + STOP_AT) >> 2] = newInt(m, stop)
  m.i32[(o + STEP_AT) >> 2] = newInt(m, step)
  m.i32[(o + LENGTH_AT) >> 2] = lengthInt
  return o
}

function field(m: Machine, o: Address, at: number): number {
  return indexValue(m, m.i32[(o + at) >> 2] as number)
}

export function rangeLength(m: Machine, o: Address): number {
  return field(m, o, LENGTH_AT)
}

function constructRange(m: Machine, _type: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 3)) return 0
  for (let i = 0; i < argc; i++) {
    if (!isInt(m, argument(m, argv, i))) return raise(m, 'TypeError', 'object cannot be interpreted as an integer')
  }
  const first = indexValue(m, argument(m, argv, 0))
  if (argc === 1) return newRange(m, 0, first, 1)
  const step = argc === 3 ? indexValue(m, argument(m, argv, 2)) : 1
  if (step === 0) return raise(m, 'ValueError', 'range() arg 3 must not be zero')
  return newRange(m, first, indexValue(m, argument(m, argv, 1)), step)
}

function isInRange(m: Machine, o: Address, item: Address): number {
  if (!isInt(m, item)) return containsByIteration(m, o, item)
  const value = indexValue(m, item)
  const start = field(m, o, START_AT)
  const stop = field(m, o, STOP_AT)
  const step = field(m, o, STEP_AT)
  const isBetween = step > 0 ? value >= start && value < stop : value <= start && value > stop
  return isBetween && (value - start) % step === 0 ? 1 : 0
}

/** Range objects of the same numbers (range_equals). */
function isSameRange(m: Machine, a: Address, b: Address): boolean {
  const length = rangeLength(m, a)
  if (length !== rangeLength(m, b)) return false
  if (length === 0) return true
  if (field(m, a, START_AT) !== field(m, b, START_AT)) return false
  return length === 1 || field(m, a, STEP_AT) === field(m, b, STEP_AT)
}

/** What the hash goes by: length, start and step as far as they matter. */
function keyOf(m: Machine, o: Address): Address {
  const length = rangeLength(m, o)
  const start = length === 0 ? m.None : (m.i32[(o + START_AT) >> 2] as number)
  const step = length <= 1 ? m.None : (m.i32[(o + STEP_AT) >> 2] as number)
  return tupleFrom(m, [m.i32[(o + LENGTH_AT) >> 2] as number, start, step])
}

export const RANGE: TypeSlots = {
  name: 'range',
  gc: false,
  basicSize: RANGE_BYTES,
  dealloc(m, o) {
    for (let at = START_AT; at < RANGE_BYTES; at += 8) decref(m, m.i32[(o + at) >> 2] as number)
    if (keep(m, FreeListOf.range, o)) return
    m.watcher?.died(o)
    m.objects.free(o)
  },
  hash(m, o) {
    const key = keyOf(m, o)
    const status = hash(m, key)
    decref(m, key)
    return status
  },
  compare(m, a, b, op) {
    if (kindOf(m, b) !== Kind.range || (op !== '==' && op !== '!=')) return incref(m, m.NotImplemented)
    return newBool(m, isSameRange(m, a, b) === (op === '=='))
  },
  length: rangeLength,
  getItem(m, o, key) {
    const index = indexInto(m, key, rangeLength(m, o))
    return index < 0 ? 0 : newInt(m, field(m, o, START_AT) + index * field(m, o, STEP_AT))
  },
  contains: isInRange,
  iterate: newRangeIterator,
  construct: constructRange,
  repr(m, o) {
    const step = field(m, o, STEP_AT)
    return `range(${field(m, o, START_AT)}, ${field(m, o, STOP_AT)}${step === 1 ? '' : `, ${step}`})`
  },
}

/** Long words: low half and sign. The simulation's ranges of small numbers fit one word; larger ones two. */
function writeLong(m: Machine, at: Address, value: number): void {
  m.i32[at >> 2] = value | 0
  m.i32[(at >> 2) + 1] = Math.floor(value / 4294967296) | 0
}

function readLong(m: Machine, at: Address): number {
  return ((m.i32[at >> 2] as number) >>> 0) + (m.i32[(at >> 2) + 1] as number) * 4294967296
}

function newRangeIterator(m: Machine, range: Address): Address {
  const bytes = m.dialect.rangeIteratorBytes
  let o = takeKept(m, FreeListOf.rangeIterator)
  if (o === 0) o = m.objects.alloc(bytes)
  initObject(m, o, m.typeByKind[Kind.rangeIterator] as number)
  let at = o + START_AT
  // The index of the older record.
  if (bytes === 48) {
    writeLong(m, at, 0)
    at += 8
  }
  writeLong(m, at, field(m, range, START_AT))
  writeLong(m, at + 8, field(m, range, STEP_AT))
  writeLong(m, at + 16, rangeLength(m, range))
  return o
}

/** How many items are still to come. */
export function rangeIteratorRest(m: Machine, o: Address): number {
  if (m.dialect.rangeIteratorBytes === 40) return readLong(m, o + 32)
  return readLong(m, o + 40) - readLong(m, o + 16)
}

function nextOfRange(m: Machine, o: Address): Address {
  if (m.dialect.rangeIteratorBytes === 40) {
    const rest = readLong(m, o + 32)
    if (rest <= 0) return 0
    const value = readLong(m, o + 16)
    writeLong(m, o + 16, value + readLong(m, o + 24))
    writeLong(m, o + 32, rest - 1)
    return newInt(m, value)
  }
  const index = readLong(m, o + 16)
  if (index >= readLong(m, o + 40)) return 0
  writeLong(m, o + 16, index + 1)
  return newInt(m, readLong(m, o + 24) + index * readLong(m, o + 32))
}

export const RANGE_ITERATOR: TypeSlots = {
  name: 'range_iterator',
  gc: false,
  basicSize: 40,
  dealloc(m, o) {
    if (!keep(m, FreeListOf.rangeIterator, o)) m.objects.free(o)
  },
  hash: hashPointer,
  iterate: incref,
  next: nextOfRange,
  sizeof: (m) => m.dialect.rangeIteratorBytes,
}
