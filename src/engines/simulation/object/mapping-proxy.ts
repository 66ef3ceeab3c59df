/**
 * What shows the dict of a class (Objects/descrobject.c, mappingproxyobject): a view that passes everything on to that dict.
 */
import type { Machine, NativeFunction } from '../machine.ts'
import { type Address, TP_DICT } from '../memory/layout.ts'
import { dictContains, newDict } from './dict.ts'
import { DICT } from './dict-slots.ts'
import { newDictView, viewedDict } from './dict-view-record.ts'
import { viewRow } from './dict-views.ts'
import { Kind } from './kinds.ts'
import { compare, getItem, hash, repr } from './protocol.ts'
import { decref } from './refcount.ts'

/** `type.__dict__`. Diverges: built-in types, whose members are tables here, show an empty one. */
export function classDict(m: Machine, type: Address): Address {
  const own = m.i32[(type + TP_DICT) >> 2] as number
  if (own !== 0) return newDictView(m, Kind.mappingProxy, own)
  const empty = newDict(m)
  if (empty === 0) return 0
  const proxy = newDictView(m, Kind.mappingProxy, empty)
  decref(m, empty)
  return proxy
}

function ofDict(name: 'copy' | 'get' | 'items' | 'keys' | 'values'): NativeFunction {
  const method = DICT.methods?.[name] as NativeFunction
  return (m, self, argv, argc) => method(m, viewedDict(m, self), argv, argc)
}

export const MAPPING_PROXY = viewRow('mappingproxy', Kind.dictKeyIterator, {
  compare: (m, a, b, op) => compare(m, viewedDict(m, a), b, op),
  hash: (m, o) => hash(m, viewedDict(m, o)),
  getItem: (m, o, key) => getItem(m, viewedDict(m, o), key),
  contains: (m, o, key) => dictContains(m, viewedDict(m, o), key),
  repr(m, o) {
    const text = repr(m, viewedDict(m, o))
    return text === undefined ? undefined : `mappingproxy(${text})`
  },
  methods: {
    copy: ofDict('copy'),
    get: ofDict('get'),
    items: ofDict('items'),
    keys: ofDict('keys'),
    values: ofDict('values'),
  },
})
