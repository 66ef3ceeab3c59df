/** What sets and frozensets can do (Objects/setobject.c). */
import type { BinaryOp, ComparisonOp, Machine, NativeFunction, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { dictContainsHashed } from './dict.ts'
import { isDict } from './dict-record.ts'
import { compareAsSets } from './dict-views.ts'
import { hashFrozenset } from './frozenset-hash.ts'
import { raiseKeyError } from './key-error.ts'
import { Kind } from './kinds.ts'
import { listItem, listSize, newList } from './list.ts'
import { listExtend } from './list-extend.ts'
import { guardedRepr } from './nesting.ts'
import { lengthOf, repr } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, typeOf } from './refcount.ts'
import {
  clearSet,
  containsHashed,
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
import { intersection, nameOf, setOf, swapBodies, toggleAll } from './set-combine.ts'
import { newSetIterator } from './set-iterator.ts'
import { isdisjoint, issubset, issuperset } from './set-relations.ts'
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
import { typeName } from './type-lookup.ts'

function compareSets(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  return isAnySet(m, b) ? compareAsSets(m, a, b, op) : incref(m, m.NotImplemented)
}

/** The items of `a` that are not in `b`, as a new set of the type of `a` (set_difference). */
function difference(m: Machine, a: Address, b: Address): Address {
  // From a large set the items of a small one are taken away; what is no set is gone through in any case.
  const isWalked = !isAnySet(m, b) && !isDict(m, b)
  if (isWalked || setSize(m, a) >> 2 > lengthOf(m, b)) return copyWithout(m, a, b)
  const result = newSet(m, nameOf(m, a))
  if (result === 0) return 0
  for (let p = setNext(m, a, 0); p >= 0; p = setNext(m, a, p)) {
    const item = incref(m, m.dictKey)
    const low = m.hashLow
    const high = m.hashHigh
    const has = isDict(m, b) ? dictContainsHashed(m, b, item, low, high) : containsHashed(m, b, item, low, high)
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
  if (result === 0) return 0
  if (removeAll(m, result, b) === 0) return result
  decref(m, result)
  return 0
}

function binary(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  if (op !== '-' || !isAnySet(m, a) || !isAnySet(m, b)) return incref(m, m.NotImplemented)
  return difference(m, a, b)
}

const union: NativeFunction = (m, self, argv, argc) => {
  const result = copySet(m, self, nameOf(m, self))
  if (result === 0) return 0
  for (let i = 0; i < argc; i++) {
    if (updateSet(m, result, argument(m, argv, i)) === 0) continue
    decref(m, result)
    return 0
  }
  return result
}

/** With each argument in turn; without any a copy. A new set of the type of `self`, or 0 with the error set. */
function intersectionOfAll(m: Machine, self: Address, argv: Address, argc: number): Address {
  if (argc === 0) return copySet(m, self, nameOf(m, self))
  let result = incref(m, self)
  for (let i = 0; i < argc && result !== 0; i++) {
    const next = intersection(m, result, argument(m, argv, i))
    decref(m, result)
    result = next
  }
  return result
}

const differenceOf: NativeFunction = (m, self, argv, argc) => {
  if (argc === 0) return copySet(m, self, nameOf(m, self))
  const result = difference(m, self, argument(m, argv, 0))
  for (let i = 1; i < argc && result !== 0; i++) {
    if (removeAll(m, result, argument(m, argv, i)) === 0) continue
    decref(m, result)
    return 0
  }
  return result
}

function setRepr(m: Machine, o: Address): string | undefined {
  const name = typeName(m, typeOf(m, o))
  if (setSize(m, o) === 0) return `${name}()`
  // A list of the elements is shown (PySequence_List).
  const list = newList(m, 0)
  if (list === 0) return undefined
  if (listExtend(m, list, o) < 0) {
    decref(m, list)
    return undefined
  }
  const parts: string[] = []
  for (let i = 0; i < listSize(m, list); i++) {
    const text = repr(m, listItem(m, list, i))
    if (text === undefined) break
    parts.push(text)
  }
  decref(m, list)
  if (m.error !== 0) return undefined
  return name === 'set' ? `{${parts.join(', ')}}` : `${name}({${parts.join(', ')}})`
}

const READING: Readonly<Record<string, NativeFunction>> = {
  copy(m, self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return kindOf(m, self) === Kind.frozenset ? incref(m, self) : copySet(m, self, nameOf(m, self))
  },
  union,
  intersection: intersectionOfAll,
  difference: differenceOf,
  symmetric_difference(m, self, argv, argc) {
    if (!isArity(m, argc, 1, 1)) return 0
    const result = setOf(m, nameOf(m, self), argument(m, argv, 0))
    if (result === 0 || toggleAll(m, result, self) === 0) return result
    decref(m, result)
    return 0
  },
  issubset,
  issuperset,
  isdisjoint,
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
  intersection_update(m, self, argv, argc) {
    const kept = intersectionOfAll(m, self, argv, argc)
    if (kept === 0) return 0
    swapBodies(m, self, kept)
    decref(m, kept)
    return incref(m, m.None)
  },
  symmetric_difference_update(m, self, argv, argc) {
    if (!isArity(m, argc, 1, 1)) return 0
    return toggleAll(m, self, argument(m, argv, 0)) < 0 ? 0 : incref(m, m.None)
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
    return argc === 0 ? newSet(m, 'set') : setOf(m, 'set', argument(m, argv, 0))
  },
  methods: { ...READING, ...WRITING },
}

function constructFrozenset(m: Machine, _type: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  const from = argc === 0 ? 0 : argument(m, argv, 0)
  if (from !== 0 && kindOf(m, from) === Kind.frozenset) return incref(m, from)
  const set = newSet(m, 'frozenset')
  if (set === 0) return 0
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
