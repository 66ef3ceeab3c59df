/** What tuples can do; their hash is the variant of xxHash of 3.8+ (Objects/tupleobject.c). */
import type { BinaryOp, Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { indexInto } from './bytes.ts'
import { newIndexIterator } from './index-iterator.ts'
import { indexValue, isInt, newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { tupleOf } from './list-extend.ts'
import { itemsRepr } from './list-slots.ts'
import { guardedRepr } from './nesting.ts'
import { equal, hash } from './protocol.ts'
import { raise } from './raise.ts'
import { incref } from './refcount.ts'
import { compareSequences, containsItem, findUnheld } from './sequence-compare.ts'
import {
  deallocTuple,
  isExactTuple,
  isTuple,
  newTuple,
  TUPLE_HASH_AT,
  traverseTuple,
  tupleItem,
  tupleSetItemSteal,
  tupleSize,
} from './tuple.ts'
import { carryOf, multiply, wide } from './words.ts'

// The primes of 64-bit xxHash, in halves.
const PRIME_1_LOW = 0x85ebca87 | 0
const PRIME_1_HIGH = 0x9e3779b1 | 0
const PRIME_2_LOW = 0x27d4eb4f
const PRIME_2_HIGH = 0xc2b2ae3d | 0
const PRIME_5_LOW = 0x165667c5
const PRIME_5_HIGH = 0x27d4eb2f

function hashTuple(m: Machine, o: Address): number {
  const isCached = m.dialect.tupleItemsAt > TUPLE_HASH_AT
  const at = (o + TUPLE_HASH_AT) >> 2
  if (isCached && (m.i32[at] !== -1 || m.i32[at + 1] !== -1)) {
    m.hashLow = m.i32[at] as number
    m.hashHigh = m.i32[at + 1] as number
    return 0
  }
  let low = PRIME_5_LOW
  let high = PRIME_5_HIGH
  const size = tupleSize(m, o)
  for (let i = 0; i < size; i++) {
    if (hash(m, tupleItem(m, o, i)) < 0) return -1
    multiply(m.hashLow, m.hashHigh, PRIME_2_LOW, PRIME_2_HIGH)
    low = (low + wide.low) | 0
    high = (high + wide.high + carryOf(low, wide.low)) | 0
    const turned = (low << 31) | (high >>> 1)
    high = (high << 31) | (low >>> 1)
    multiply(turned, high, PRIME_1_LOW, PRIME_1_HIGH)
    low = wide.low
    high = wide.high
  }
  // The length, mixed with a prime so that the empty tuple differs.
  const addLow = size ^ PRIME_5_LOW ^ 3527539
  low = (low + addLow) | 0
  high = (high + PRIME_5_HIGH + carryOf(low, addLow)) | 0
  if (low === -1 && high === -1) {
    low = 1546275796
    high = 0
  }
  m.hashLow = low
  m.hashHigh = high
  if (isCached) {
    m.i32[at] = low
    m.i32[at + 1] = high
  }
  return 0
}

function binary(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  if (op === '+' && isTuple(m, a)) {
    if (!isTuple(m, b)) return raise(m, 'TypeError', 'can only concatenate tuple to tuple')
    if (tupleSize(m, a) === 0 && isExactTuple(m, b)) return incref(m, b)
    if (tupleSize(m, b) === 0 && isExactTuple(m, a)) return incref(m, a)
    return joined(m, a, b)
  }
  if (op !== '*') return incref(m, m.NotImplemented)
  const [tuple, count] = isTuple(m, a) ? [a, b] : [b, a]
  if (!isInt(m, count)) return incref(m, m.NotImplemented)
  return repeated(m, tuple, Math.max(0, indexValue(m, count)))
}

function joined(m: Machine, a: Address, b: Address): Address {
  const first = tupleSize(m, a)
  const size = first + tupleSize(m, b)
  const result = newTuple(m, size)
  if (result === 0) return 0
  for (let i = 0; i < size; i++) {
    tupleSetItemSteal(m, result, i, incref(m, i < first ? tupleItem(m, a, i) : tupleItem(m, b, i - first)))
  }
  return result
}

function repeated(m: Machine, tuple: Address, times: number): Address {
  const size = tupleSize(m, tuple)
  if ((size === 0 || times === 1) && isExactTuple(m, tuple)) return incref(m, tuple)
  if (size * times > 2 ** 26) return raise(m, 'MemoryError', 'repeated tuple is too long')
  const result = newTuple(m, size * times)
  if (result === 0) return 0
  for (let i = 0; i < size * times; i++) tupleSetItemSteal(m, result, i, incref(m, tupleItem(m, tuple, i % size)))
  return result
}

export const TUPLE: TypeSlots = {
  name: 'tuple',
  gc: true,
  // With the cached hash from 3.14 on; `sizeof` knows.
  basicSize: 24,
  itemSize: 8,
  dealloc: deallocTuple,
  traverse: traverseTuple,
  // Only the collector clears, and it leaves tuples to the objects that refer to them.
  clear() {},
  hash: hashTuple,
  compare(m, a, b, op) {
    if (!isTuple(m, b)) return incref(m, m.NotImplemented)
    return compareSequences(m, a, b, op, tupleSize, tupleItem, false)
  },
  length: tupleSize,
  getItem(m, o, key) {
    const index = indexInto(m, key, tupleSize(m, o))
    return index < 0 ? 0 : incref(m, tupleItem(m, o, index))
  },
  contains(m, o, item) {
    return containsItem(m, o, item, tupleSize, tupleItem, false)
  },
  iterate: (m, o) => newIndexIterator(m, Kind.tupleIterator, o),
  binary,
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    return argc === 0 ? newTuple(m, 0) : tupleOf(m, argument(m, argv, 0))
  },
  repr: (m, o) =>
    guardedRepr(m, o, '(...)', () => {
      const items = itemsRepr(m, o, tupleSize, tupleItem)
      if (items === undefined) return undefined
      return tupleSize(m, o) === 1 ? `(${items},)` : `(${items})`
    }),
  sizeof: (m, o) => m.dialect.tupleItemsAt + 8 * tupleSize(m, o),
  methods: {
    index(m, self, argv, argc) {
      if (!isArity(m, argc, 1, 1)) return 0
      const found = findUnheld(m, self, argument(m, argv, 0), tupleSize, tupleItem)
      if (found >= 0) return newInt(m, found)
      return found === -2 ? 0 : raise(m, 'ValueError', 'tuple.index(x): x not in tuple')
    },
    count(m, self, argv, argc) {
      if (!isArity(m, argc, 1, 1)) return 0
      let found = 0
      for (let i = 0; i < tupleSize(m, self); i++) {
        const isEqual = equal(m, tupleItem(m, self, i), argument(m, argv, 0))
        if (isEqual < 0) return 0
        found += isEqual
      }
      return newInt(m, found)
    },
  },
}
