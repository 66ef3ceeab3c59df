/** Views of a dict (Objects/dictobject.c). */
import { gcFree, untrack } from '../gc/gc-alloc.ts'
import type { ComparisonOp, Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBool } from './bool.ts'
import { dictContains, dictGet, dictSize } from './dict.ts'
import { newDictIterator } from './dict-iterators.ts'
import { VIEW_BYTES, viewedDict } from './dict-view-record.ts'
import { Kind } from './kinds.ts'
import { newList } from './list.ts'
import { listExtend } from './list-extend.ts'
import { guardedRepr } from './nesting.ts'
import { contains, equal, hashPointer, iterate, lengthOf, nextItem, repr } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { containsHashed, isAnySet, setNext, setSize } from './set.ts'
import { isTuple, tupleItem, tupleSize } from './tuple.ts'

function isSetLike(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  return kind === Kind.dictKeys || kind === Kind.dictItems || isAnySet(m, o)
}

function compareViews(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  return isSetLike(m, b) ? compareAsSets(m, a, b, op) : incref(m, m.NotImplemented)
}

/** By which items they have: sets and set-like views. */
export function compareAsSets(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  const x = lengthOf(m, a)
  const y = lengthOf(m, b)
  if (op === '==' || op === '!=') {
    const all = x === y ? containsAll(m, a, b) : 0
    return all < 0 ? 0 : newBool(m, (all === 1) === (op === '=='))
  }
  const isPart = op === '<' || op === '<='
  const fits = op === '<' ? x < y : op === '<=' ? x <= y : op === '>' ? x > y : x >= y
  const all = fits ? (isPart ? containsAll(m, a, b) : containsAll(m, b, a)) : 0
  return all < 0 ? 0 : newBool(m, all === 1)
}

/** The same of two sets, by the hashes that they keep (set_issubset); the item that is looked for is held from 3.9 on. */
function containsAllHashed(m: Machine, a: Address, b: Address): number {
  if (setSize(m, a) > setSize(m, b)) return 0
  const holds = m.dialect.version[1] >= 9
  for (let p = setNext(m, a, 0); p >= 0; p = setNext(m, a, p)) {
    const item = m.dictKey
    if (holds) incref(m, item)
    const has = containsHashed(m, b, item, m.hashLow, m.hashHigh)
    if (holds) decref(m, item)
    if (has !== 1) return has
  }
  return 1
}

/** 1 where every item of `a` is in `b`, 0, or −1. */
export function containsAll(m: Machine, a: Address, b: Address): number {
  if (isAnySet(m, a) && isAnySet(m, b)) return containsAllHashed(m, a, b)
  const iterator = iterate(m, a)
  if (iterator === 0) return -1
  let all = 1
  while (all === 1) {
    const item = nextItem(m, iterator)
    if (item === 0) break
    all = contains(m, b, item)
    decref(m, item)
  }
  decref(m, iterator)
  return m.error === 0 ? all : -1
}

function containsPair(m: Machine, o: Address, pair: Address): number {
  if (!isTuple(m, pair) || tupleSize(m, pair) !== 2) return 0
  const found = dictGet(m, viewedDict(m, o), tupleItem(m, pair, 0))
  if (found === 0) return m.error === 0 ? 0 : -1
  incref(m, found)
  const isEqual = equal(m, found, tupleItem(m, pair, 1))
  decref(m, found)
  return isEqual
}

/** A type whose instances hold a dict and are walked through by `iteratorKind`. */
export function viewRow(name: string, iteratorKind: number, more: Partial<TypeSlots>): TypeSlots {
  return {
    name,
    gc: true,
    basicSize: VIEW_BYTES,
    dealloc(m, o) {
      untrack(m, o)
      decref(m, viewedDict(m, o))
      gcFree(m, o)
    },
    traverse(m, o) {
      m.referents[0] = viewedDict(m, o)
      return 1
    },
    clear() {},
    length: (m, o) => dictSize(m, viewedDict(m, o)),
    iterate: (m, o) => newDictIterator(m, iteratorKind, viewedDict(m, o)),
    repr: (m, o) => guardedRepr(m, o, '...', () => viewRepr(m, o, name)),
    ...more,
  }
}

function viewRepr(m: Machine, o: Address, name: string): string | undefined {
  const items = newList(m, 0)
  if (items === 0) return undefined
  const text = listExtend(m, items, o) < 0 ? undefined : repr(m, items)
  decref(m, items)
  return text === undefined ? undefined : `${name}(${text})`
}

export const DICT_KEYS = viewRow('dict_keys', Kind.dictKeyIterator, {
  compare: compareViews,
  contains: (m, o, item) => dictContains(m, viewedDict(m, o), item),
})
export const DICT_VALUES = viewRow('dict_values', Kind.dictValueIterator, { hash: hashPointer })
export const DICT_ITEMS = viewRow('dict_items', Kind.dictItemIterator, {
  compare: compareViews,
  contains: containsPair,
})
