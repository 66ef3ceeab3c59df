/** What dicts can do (Objects/dictobject.c). */
import type { ComparisonOp, Machine, NativeFunction, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { dictContains, dictGet, dictGetHashed, dictSet, dictSetDefault, newCalledDict } from './dict.ts'
import { copyDict, sharedUsable, updateDict } from './dict-copy.ts'
import { dictDelete, removeEntry } from './dict-delete.ts'
import { newDictIterator } from './dict-iterators.ts'
import {
  DUMMY_INDEX,
  EMPTY_INDEX,
  entryBytes,
  entryKeyAt,
  findSlotOf,
  keysBlockBytes,
  keysRefcount,
  keysSize,
  setKeysSize,
  tableSize,
  writeIndex,
} from './dict-keys.ts'
import { deallocDict, dictClear, traverseDict } from './dict-life.ts'
import {
  DICT_BYTES,
  dictKeys,
  dictLookup,
  dictSize,
  dictValueOf,
  dictValues,
  isDict,
  LOOKUP_FAILED,
  setDictSize,
} from './dict-record.ts'
import { resizeDict } from './dict-resize.ts'
import { newDictView } from './dict-view-record.ts'
import { dictNext, loadKeyHash } from './dict-walk.ts'
import { raiseKeyError } from './key-error.ts'
import { Kind } from './kinds.ts'
import { enterContainers, guardedRepr, leaveContainers } from './nesting.ts'
import { equal, hash, iterate, nextItem, repr } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref } from './refcount.ts'
import { STR_HASH } from './str.ts'
import { newTuple, tupleSetItemSteal } from './tuple.ts'

function compareDicts(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  if (!isDict(m, b) || (op !== '==' && op !== '!=')) return incref(m, m.NotImplemented)
  if (!enterContainers(m)) return 0
  const isEqual = equalDicts(m, a, b)
  leaveContainers(m)
  return isEqual < 0 ? 0 : newBool(m, (isEqual === 1) === (op === '=='))
}

function equalDicts(m: Machine, a: Address, b: Address): number {
  if (dictSize(m, a) !== dictSize(m, b)) return 0
  for (let p = dictNext(m, a, 0); p >= 0; p = dictNext(m, a, p)) {
    const key = incref(m, m.dictKey)
    const mine = incref(m, m.dictValue)
    loadKeyHash(m, a, p)
    const found = dictGetHashed(m, b, key, m.hashLow, m.hashHigh)
    let isEqual = found === 0 ? (m.error === 0 ? 0 : -1) : 1
    if (found !== 0) {
      incref(m, found)
      isEqual = equal(m, mine, found)
      decref(m, found)
    }
    decref(m, key)
    decref(m, mine)
    if (isEqual !== 1) return isEqual
  }
  return 1
}

/** The default of `get`, `setdefault`, `pop`; borrowed. */
function otherwise(m: Machine, argv: Address, argc: number): Address {
  return argc > 1 ? argument(m, argv, 1) : m.None
}

const get: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 2)) return 0
  const found = dictGet(m, self, argument(m, argv, 0))
  if (found !== 0) return incref(m, found)
  return m.error !== 0 ? 0 : incref(m, otherwise(m, argv, argc))
}

const setdefault: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 2)) return 0
  const key = argument(m, argv, 0)
  if (hash(m, key) < 0) return 0
  const found = dictSetDefault(m, self, key, m.hashLow, m.hashHigh, otherwise(m, argv, argc))
  return found === 0 ? 0 : incref(m, found)
}

const pop: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 2)) return 0
  const key = argument(m, argv, 0)
  let index = EMPTY_INDEX
  // An empty dict does not ask for the key's hash.
  if (dictSize(m, self) > 0) {
    if (hash(m, key) < 0) return 0
    const low = m.hashLow
    const high = m.hashHigh
    index = dictLookup(m, self, key, low, high)
    if (index === LOOKUP_FAILED) return 0
    if (index >= 0 && dictValueOf(m, self, index) !== 0) return removeEntry(m, self, index, key, low, high)
  }
  return argc > 1 ? incref(m, argument(m, argv, 1)) : raiseKeyError(m, key)
}

/** The last entry, as a new pair. */
const popitem: NativeFunction = (m, self) => {
  // The pair comes first, for making it may run code that empties the dict.
  const pair = newTuple(m, 2)
  if (pair === 0) return 0
  if (dictSize(m, self) === 0) {
    decref(m, pair)
    return raise(m, 'KeyError', 'popitem(): dictionary is empty')
  }
  if (dictValues(m, self) !== 0 && resizeDict(m, self, tableSize(m, dictKeys(m, self)), true) < 0) {
    decref(m, pair)
    return 0
  }
  const keys = dictKeys(m, self)
  let index = keysSize(m, keys) - 1
  while (m.i32[(entryKeyAt(m, keys, index) + 8) >> 2] === 0) index--
  const at = entryKeyAt(m, keys, index) >> 2
  const key = m.i32[at] as number
  const value = m.i32[at + 2] as number
  const hashAt = entryBytes(m, keys) === 24 ? at - 2 : (key + STR_HASH) >> 2
  const slot = findSlotOf(m, keys, m.i32[hashAt] as number, m.i32[hashAt + 1] as number, index)
  writeIndex(m, keys, tableSize(m, keys), slot, DUMMY_INDEX)
  m.i32[at] = 0
  m.i32[at + 2] = 0
  setKeysSize(m, keys, index)
  setDictSize(m, self, dictSize(m, self) - 1)
  tupleSetItemSteal(m, pair, 0, key)
  tupleSetItemSteal(m, pair, 1, value)
  return pair
}

const fromkeys: NativeFunction = (m, _self, argv, argc) => {
  if (!isArity(m, argc, 1, 2)) return 0
  const d = newCalledDict(m)
  if (d === 0) return 0
  const iterator = iterate(m, argument(m, argv, 0))
  if (iterator !== 0) {
    for (let key = nextItem(m, iterator); key !== 0; key = nextItem(m, iterator)) {
      const status = dictSet(m, d, key, otherwise(m, argv, argc))
      decref(m, key)
      if (status < 0) break
    }
    decref(m, iterator)
  }
  if (m.error === 0) return d
  decref(m, d)
  return 0
}

function dictRepr(m: Machine, o: Address): string | undefined {
  const parts: string[] = []
  for (let p = dictNext(m, o, 0); p >= 0; p = dictNext(m, o, p)) {
    const key = incref(m, m.dictKey)
    const value = incref(m, m.dictValue)
    const left = repr(m, key)
    const right = left === undefined ? undefined : repr(m, value)
    decref(m, key)
    decref(m, value)
    if (left === undefined || right === undefined) return undefined
    parts.push(`${left}: ${right}`)
  }
  return `{${parts.join(', ')}}`
}

export const DICT: TypeSlots = {
  name: 'dict',
  gc: true,
  basicSize: DICT_BYTES,
  dealloc: deallocDict,
  traverse: traverseDict,
  clear: dictClear,
  compare: compareDicts,
  length: dictSize,
  getItem(m, o, key) {
    const found = dictGet(m, o, key)
    if (found !== 0) return incref(m, found)
    return m.error !== 0 ? 0 : raiseKeyError(m, key)
  },
  setItem: (m, o, key, value) => (value === 0 ? dictDelete(m, o, key) : dictSet(m, o, key, value)),
  contains: dictContains,
  iterate: (m, o) => newDictIterator(m, Kind.dictKeyIterator, o),
  binary: (m) => incref(m, m.NotImplemented),
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    const d = newCalledDict(m)
    if (d === 0 || argc === 0 || updateDict(m, d, argument(m, argv, 0)) === 0) return d
    decref(m, d)
    return 0
  },
  repr: (m, o) => guardedRepr(m, o, '{...}', () => dictRepr(m, o)),
  sizeof(m, o) {
    const keys = dictKeys(m, o)
    const values = dictValues(m, o) === 0 ? 0 : 8 * sharedUsable(m, keys)
    const isOwn = keys !== m.emptyKeys && keysRefcount(m, keys) === 1
    return DICT_BYTES + values + (isOwn ? keysBlockBytes(m, keys) : 0)
  },
  methods: {
    get,
    setdefault,
    pop,
    popitem,
    fromkeys,
    update(m, self, argv, argc) {
      if (!isArity(m, argc, 0, 1)) return 0
      if (argc === 1 && updateDict(m, self, argument(m, argv, 0)) < 0) return 0
      return incref(m, m.None)
    },
    clear(m, self) {
      dictClear(m, self)
      return incref(m, m.None)
    },
    copy: copyDict,
    keys: (m, self) => newDictView(m, Kind.dictKeys, self),
    values: (m, self) => newDictView(m, Kind.dictValues, self),
    items: (m, self) => newDictView(m, Kind.dictItems, self),
  },
}
