/** What sets and frozensets can do (Objects/setobject.c). */
import type { BinaryOp, ComparisonOp, Machine, NativeFunction, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { dictContains } from './dict.ts'
import { isDict } from './dict-record.ts'
import { compareAsSets, containsAll } from './dict-views.ts'
import { hashFrozenset } from './frozenset-hash.ts'
import { raiseKeyError } from './key-error.ts'
import { Kind } from './kinds.ts'
import { guardedRepr } from './nesting.ts'
import { iterate, lengthOf, nextItem, repr } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf } from './refcount.ts'
import {
  clearSet,
  copySet,
  deallocSet,
  isAnySet,
  newSet,
  setAdd,
  setContains,
  setDiscard,
  setNext,
  setSize,
  traverseSet,
  untrackAtomFrozenset,
  updateSet,
} from './set.ts'
import { newSetIterator } from './set-iterator.ts'
import { removeAll } from './set-remove.ts'
import {
  addToSet,
  readSet,
  SET_BYTES,
  SET_FINGER,
  SET_MASK,
  SET_SMALL_TABLE,
  SET_TABLE,
  takeEntry,
  writeSet,
} from './set-table.ts'

type SetName = 'set' | 'frozenset'

function nameOf(m: Machine, s: Address): SetName {
  return kindOf(m, s) === Kind.frozenset ? 'frozenset' : 'set'
}

function compareSets(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  return isAnySet(m, b) ? compareAsSets(m, a, b, op) : incref(m, m.NotImplemented)
}

/** The items of `a` that are not in `b`, as a new set of the type of `a` (set_difference). */
function difference(m: Machine, a: Address, b: Address): Address {
  // From a large set the items of a small one are taken away; what is no set is gone through in any case.
  const isWalked = !isAnySet(m, b) && !isDict(m, b)
  if (isWalked || setSize(m, a) >> 2 > lengthOf(m, b)) return copyWithout(m, a, b)
  const result = newSet(m, nameOf(m, a))
  for (let p = setNext(m, a, 0); p >= 0; p = setNext(m, a, p)) {
    const item = incref(m, m.dictKey)
    const low = m.hashLow
    const high = m.hashHigh
    const has = isDict(m, b) ? dictContains(m, b, item) : setContains(m, b, item)
    const status = has === 0 ? addToSet(m, result, item, low, high) : has
    decref(m, item)
    if (status >= 0) continue
    decref(m, result)
    return 0
  }
  return result
}

function copyWithout(m: Machine, a: Address, b: Address): Address {
  const result = copySet(m, a, nameOf(m, a))
  if (removeAll(m, result, b) === 0) return result
  decref(m, result)
  return 0
}

function binary(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  if (op !== '-' || !isAnySet(m, a) || !isAnySet(m, b)) return incref(m, m.NotImplemented)
  return difference(m, a, b)
}

/** A set of what an argument gives; the argument itself where it is a set. A new reference. */
function asSet(m: Machine, o: Address): Address {
  if (isAnySet(m, o)) return incref(m, o)
  const set = newSet(m, 'set')
  if (updateSet(m, set, o) === 0) return set
  decref(m, set)
  return 0
}

const union: NativeFunction = (m, self, argv, argc) => {
  const result = copySet(m, self, nameOf(m, self))
  for (let i = 0; i < argc; i++) {
    if (updateSet(m, result, argument(m, argv, i)) === 0) continue
    decref(m, result)
    return 0
  }
  return result
}

const intersection: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  const other = asSet(m, argument(m, argv, 0))
  if (other === 0) return 0
  const result = newSet(m, nameOf(m, self))
  // The smaller set is gone through.
  const [walked, asked] = setSize(m, other) > setSize(m, self) ? [self, other] : [other, self]
  let status = 0
  for (let p = setNext(m, walked, 0); p >= 0 && status >= 0; p = setNext(m, walked, p)) {
    const item = incref(m, m.dictKey)
    status = setContains(m, asked, item)
    if (status === 1) status = setAdd(m, result, item)
    decref(m, item)
  }
  decref(m, other)
  if (status >= 0) return result
  decref(m, result)
  return 0
}

const differenceOf: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  return difference(m, self, argument(m, argv, 0))
}

function relation(isPart: (m: Machine, self: Address, other: Address) => number): NativeFunction {
  return (m, self, argv, argc) => {
    if (!isArity(m, argc, 1, 1)) return 0
    const other = asSet(m, argument(m, argv, 0))
    if (other === 0) return 0
    const holds = isPart(m, self, other)
    decref(m, other)
    return holds < 0 ? 0 : newBool(m, holds === 1)
  }
}

/** 1 where no item of `a` is in `b`, 0, or −1. */
function isDisjoint(m: Machine, a: Address, b: Address): number {
  for (let p = setNext(m, a, 0); p >= 0; p = setNext(m, a, p)) {
    const has = setContains(m, b, m.dictKey)
    if (has !== 0) return has < 0 ? -1 : 0
  }
  return 1
}

function setRepr(m: Machine, o: Address): string | undefined {
  const name = nameOf(m, o)
  if (setSize(m, o) === 0) return `${name}()`
  const iterator = iterate(m, o)
  const parts: string[] = []
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    const text = repr(m, item)
    decref(m, item)
    if (text === undefined) break
    parts.push(text)
  }
  decref(m, iterator)
  if (m.error !== 0) return undefined
  return name === 'set' ? `{${parts.join(', ')}}` : `frozenset({${parts.join(', ')}})`
}

const READING: Readonly<Record<string, NativeFunction>> = {
  copy(m, self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return nameOf(m, self) === 'frozenset' ? incref(m, self) : copySet(m, self, 'set')
  },
  union,
  intersection,
  difference: differenceOf,
  issubset: relation(containsAll),
  issuperset: relation((m, self, other) => containsAll(m, other, self)),
  isdisjoint: relation(isDisjoint),
}

const pop: NativeFunction = (m, self, _argv, argc) => {
  if (!isArity(m, argc, 0, 0)) return 0
  if (setSize(m, self) === 0) return raise(m, 'KeyError', 'pop from an empty set')
  const mask = readSet(m, self, SET_MASK)
  const table = readSet(m, self, SET_TABLE)
  let index = readSet(m, self, SET_FINGER) & mask
  for (;;) {
    const key = m.i32[(table + 16 * index) >> 2] as number
    if (key !== 0 && key !== m.setDummy) break
    index = index === mask ? 0 : index + 1
  }
  writeSet(m, self, SET_FINGER, index + 1)
  return takeEntry(m, self, table + 16 * index)
}

const WRITING: Readonly<Record<string, NativeFunction>> = {
  add(m, self, argv, argc) {
    if (!isArity(m, argc, 1, 1)) return 0
    return setAdd(m, self, argument(m, argv, 0)) < 0 ? 0 : incref(m, m.None)
  },
  discard(m, self, argv, argc) {
    if (!isArity(m, argc, 1, 1)) return 0
    return setDiscard(m, self, argument(m, argv, 0)) < 0 ? 0 : incref(m, m.None)
  },
  remove(m, self, argv, argc) {
    if (!isArity(m, argc, 1, 1)) return 0
    const found = setDiscard(m, self, argument(m, argv, 0))
    if (found < 0) return 0
    return found === 1 ? incref(m, m.None) : raiseKeyError(m, argument(m, argv, 0))
  },
  pop,
  clear(m, self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    clearSet(m, self)
    return incref(m, m.None)
  },
  update(m, self, argv, argc) {
    for (let i = 0; i < argc; i++) if (updateSet(m, self, argument(m, argv, i)) < 0) return 0
    return incref(m, m.None)
  },
  difference_update(m, self, argv, argc) {
    for (let i = 0; i < argc; i++) if (removeAll(m, self, argument(m, argv, i)) < 0) return 0
    return incref(m, m.None)
  },
}

const SHARED = {
  gc: true,
  basicSize: SET_BYTES,
  dealloc: deallocSet,
  traverse: traverseSet,
  clear: clearSet,
  compare: compareSets,
  length: setSize,
  contains: setContains,
  iterate: newSetIterator,
  binary,
  repr: (m: Machine, o: Address) => guardedRepr(m, o, `${nameOf(m, o)}(...)`, () => setRepr(m, o)),
  sizeof(m: Machine, o: Address) {
    const isSmall = readSet(m, o, SET_TABLE) === o + SET_SMALL_TABLE
    return SET_BYTES + (isSmall ? 0 : 16 * (readSet(m, o, SET_MASK) + 1))
  },
}

export const SET: TypeSlots = {
  ...SHARED,
  name: 'set',
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    const set = newSet(m, 'set')
    if (argc === 0 || updateSet(m, set, argument(m, argv, 0)) === 0) return set
    decref(m, set)
    return 0
  },
  methods: { ...READING, ...WRITING },
}

function constructFrozenset(m: Machine, _type: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  const from = argc === 0 ? 0 : argument(m, argv, 0)
  if (from !== 0 && kindOf(m, from) === Kind.frozenset) return incref(m, from)
  const set = newSet(m, 'frozenset')
  if (from !== 0 && updateSet(m, set, from) < 0) {
    decref(m, set)
    return 0
  }
  if (m.emptyFrozenset !== 0 && setSize(m, set) === 0) {
    decref(m, set)
    return incref(m, m.emptyFrozenset)
  }
  untrackAtomFrozenset(m, set)
  return set
}

export const FROZENSET: TypeSlots = {
  ...SHARED,
  name: 'frozenset',
  hash: hashFrozenset,
  construct: constructFrozenset,
  methods: READING,
}
