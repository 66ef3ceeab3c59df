/** What lists can do (Objects/listobject.c). */
import type { BinaryOp, Machine, NativeFunction, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { indexInto } from './bytes.ts'
import { newIndexIterator } from './index-iterator.ts'
import { indexValue, isInt, newInt } from './int.ts'
import { Kind } from './kinds.ts'
import {
  deallocList,
  isList,
  LIST_BYTES,
  listAllocated,
  listAppend,
  listClear,
  listInsert,
  listItem,
  listItems,
  listReplaceSteal,
  listSetItemSteal,
  listSize,
  listSlice,
  newCalledList,
  newList,
  traverseList,
} from './list.ts'
import { listExtend, listInit } from './list-extend.ts'
import { listCutAt, listDeleteAt, listTakeAt } from './list-remove.ts'
import { sortList } from './list-sort.ts'
import { guardedRepr } from './nesting.ts'
import { repr } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref } from './refcount.ts'
import { compareSequences, containsItem, findItem } from './sequence-compare.ts'

function none(m: Machine): Address {
  return incref(m, m.None)
}

function setItem(m: Machine, o: Address, key: Address, value: Address): number {
  const index = indexInto(m, key, listSize(m, o))
  if (index < 0) return -1
  if (value === 0) decref(m, listDeleteAt(m, o, index))
  else listReplaceSteal(m, o, index, incref(m, value))
  return 0
}

function binary(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  if (op === '+' && isList(m, a)) {
    if (!isList(m, b)) return raise(m, 'TypeError', 'can only concatenate list to list')
    return concatenated(m, a, b)
  }
  if (op !== '*') return incref(m, m.NotImplemented)
  const [list, count] = isList(m, a) ? [a, b] : [b, a]
  if (!isInt(m, count)) return incref(m, m.NotImplemented)
  return repeated(m, list, Math.max(0, indexValue(m, count)))
}

function concatenated(m: Machine, a: Address, b: Address): Address {
  const first = listSize(m, a)
  const result = newList(m, first + listSize(m, b))
  if (result === 0) return 0
  for (let i = listSize(m, result) - 1; i >= 0; i--) {
    listSetItemSteal(m, result, i, incref(m, i < first ? listItem(m, a, i) : listItem(m, b, i - first)))
  }
  return result
}

function repeated(m: Machine, list: Address, times: number): Address {
  const size = listSize(m, list)
  if (size * times > 2 ** 26) return raise(m, 'MemoryError', 'repeated list is too long')
  const result = newList(m, size * times)
  if (result === 0) return 0
  for (let i = size * times - 1; i >= 0; i--) listSetItemSteal(m, result, i, incref(m, listItem(m, list, i % size)))
  return result
}

export function itemsRepr(
  m: Machine,
  o: Address,
  size: (m: Machine, o: Address) => number,
  item: (m: Machine, o: Address, index: number) => Address,
): string | undefined {
  const parts: string[] = []
  for (let i = 0; i < size(m, o); i++) {
    const held = incref(m, item(m, o, i))
    const text = repr(m, held)
    decref(m, held)
    if (text === undefined) return undefined
    parts.push(text)
  }
  return parts.join(', ')
}

const pop: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 0, 1)) return 0
  const wanted = argc === 0 ? -1 : argument(m, argv, 0)
  if (argc === 1 && !isInt(m, wanted)) return raise(m, 'TypeError', 'object cannot be interpreted as an integer')
  const size = listSize(m, self)
  if (size === 0) return raise(m, 'IndexError', 'pop from empty list')
  const index = argc === 0 ? size - 1 : indexInto(m, wanted, size)
  return index < 0 ? 0 : listTakeAt(m, self, index)
}

const insert: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 2, 2)) return 0
  const index = argument(m, argv, 0)
  if (!isInt(m, index)) return raise(m, 'TypeError', 'object cannot be interpreted as an integer')
  return listInsert(m, self, indexValue(m, index), argument(m, argv, 1)) < 0 ? 0 : none(m)
}

const remove: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  const index = findItem(m, self, argument(m, argv, 0), listSize, listItem)
  if (index < 0) return index === -2 ? 0 : raise(m, 'ValueError', 'list.remove(x): x not in list')
  // A comparison may have emptied it (list_ass_slice cuts what is there).
  if (index < listSize(m, self)) decref(m, listCutAt(m, self, index))
  return none(m)
}

const index: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 3)) return 0
  const stop = bound(m, listSize(m, self), argv, argc, 2, Infinity)
  const size = (machine: Machine, o: Address): number => Math.min(stop, listSize(machine, o))
  const first = bound(m, listSize(m, self), argv, argc, 1, 0)
  const found = findItem(
    m,
    self,
    argument(m, argv, 0),
    (x, o) => Math.max(0, size(x, o) - first),
    (x, o, i) => listItem(x, o, first + i),
  )
  if (found < 0) return found === -2 ? 0 : raise(m, 'ValueError', 'is not in list')
  return newInt(m, first + found)
}

/** A start or stop argument; it may lie behind the end, for a comparison may make the list longer. */
function bound(m: Machine, size: number, argv: Address, argc: number, at: number, otherwise: number): number {
  const value = at < argc && isInt(m, argument(m, argv, at)) ? indexValue(m, argument(m, argv, at)) : otherwise
  return value < 0 ? Math.max(0, value + size) : value
}

const count: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  let found = 0
  for (let from = 0; from < listSize(m, self); ) {
    const start = from
    const next = findItem(
      m,
      self,
      argument(m, argv, 0),
      (x, o) => listSize(x, o) - start,
      (x, o, i) => listItem(x, o, start + i),
    )
    if (next === -2) return 0
    if (next < 0) break
    found++
    from += next + 1
  }
  return newInt(m, found)
}

export const LIST: TypeSlots = {
  name: 'list',
  gc: true,
  basicSize: LIST_BYTES,
  dealloc: deallocList,
  traverse: traverseList,
  clear: listClear,
  compare(m, a, b, op) {
    if (!isList(m, b)) return incref(m, m.NotImplemented)
    if ((op === '==' || op === '!=') && listSize(m, a) !== listSize(m, b))
      return incref(m, op === '!=' ? m.True : m.False)
    return compareSequences(m, a, b, op, listSize, listItem, true)
  },
  length: listSize,
  getItem(m, o, key) {
    const at = indexInto(m, key, listSize(m, o))
    return at < 0 ? 0 : incref(m, listItem(m, o, at))
  },
  setItem,
  contains(m, o, item) {
    return containsItem(m, o, item, listSize, listItem, true)
  },
  iterate: (m, o) => newIndexIterator(m, Kind.listIterator, o),
  binary,
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    const list = newCalledList(m)
    if (list === 0 || argc === 0 || listInit(m, list, argument(m, argv, 0)) === 0) return list
    decref(m, list)
    return 0
  },
  repr: (m, o) =>
    guardedRepr(m, o, '[...]', () => {
      const items = itemsRepr(m, o, listSize, listItem)
      return items === undefined ? undefined : `[${items}]`
    }),
  sizeof: (m, o) => LIST_BYTES + 8 * listAllocated(m, o),
  methods: {
    append(m, self, argv, argc) {
      if (!isArity(m, argc, 1, 1)) return 0
      return listAppend(m, self, argument(m, argv, 0)) < 0 ? 0 : none(m)
    },
    extend(m, self, argv, argc) {
      if (!isArity(m, argc, 1, 1)) return 0
      return listExtend(m, self, argument(m, argv, 0)) < 0 ? 0 : none(m)
    },
    insert,
    pop,
    remove,
    index,
    count,
    clear(m, self) {
      listClear(m, self)
      return none(m)
    },
    copy: (m, self) => listSlice(m, self, 0, listSize(m, self)),
    reverse(m, self) {
      const items = listItems(m, self)
      for (let i = 0, j = listSize(m, self) - 1; i < j; i++, j--) {
        const x = m.i32[(items + 8 * i) >> 2] as number
        m.i32[(items + 8 * i) >> 2] = m.i32[(items + 8 * j) >> 2] as number
        m.i32[(items + 8 * j) >> 2] = x
      }
      return none(m)
    },
    sort: (m, self) => (sortList(m, self) < 0 ? 0 : none(m)),
  },
}
