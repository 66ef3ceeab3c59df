/** An object → the value that an observation tells; containers other than lists and tuples are told as objects. */
import type { Handle, ObservedValue } from '../../../observation/observations.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { bytesText } from '../object/bytes.ts'
import { floatValue } from '../object/float.ts'
import { intValue } from '../object/int.ts'
import { Kind } from '../object/kinds.ts'
import { listItem, listSize } from '../object/list.ts'
import { kindOf, typeOf } from '../object/refcount.ts'
import { strText } from '../object/str.ts'
import { tupleItem, tupleSize } from '../object/tuple.ts'
import { typeName } from '../object/type-lookup.ts'

/** Longer texts and deeper or longer lists are told as objects. */
const LENGTH_MAX = 65_536
const ITEMS_MAX = 4096
const DEPTH_MAX = 4

export function observeValue(m: Machine, o: Address, depth = DEPTH_MAX): ObservedValue {
  switch (kindOf(m, o)) {
    case Kind.none:
      return { kind: 'none' }
    case Kind.bool:
      return { kind: 'bool', value: o === m.True }
    case Kind.int:
      return { kind: 'int', value: intValue(m, o) }
    case Kind.float:
      return { kind: 'float', value: floatValue(m, o) }
    case Kind.str: {
      const value = strText(m, o)
      return value.length > LENGTH_MAX ? objectValue(m, o) : { kind: 'str', value }
    }
    case Kind.bytes: {
      const value = bytesText(m, o)
      return value.length > LENGTH_MAX ? objectValue(m, o) : { kind: 'bytes', value }
    }
    case Kind.list:
      return depth === 0 || listSize(m, o) > ITEMS_MAX
        ? objectValue(m, o)
        : { kind: 'list', items: items(listSize(m, o), (i) => observeValue(m, listItem(m, o, i), depth - 1)) }
    case Kind.tuple:
      return depth === 0 || tupleSize(m, o) > ITEMS_MAX
        ? objectValue(m, o)
        : { kind: 'tuple', items: items(tupleSize(m, o), (i) => observeValue(m, tupleItem(m, o, i), depth - 1)) }
    default:
      return objectValue(m, o)
  }
}

function items(size: number, at: (i: number) => ObservedValue): ObservedValue[] {
  return Array.from({ length: size }, (_, i) => at(i))
}

function objectValue(m: Machine, o: Address): ObservedValue {
  return { kind: 'object', type: observedTypeName(m, o), object: o as Handle }
}

const ABSTRACT: ReadonlySet<string> = new Set(['WeakValueDictionary', 'WeakKeyDictionary', 'MutableMapping'])

/** Name of an object's type, one spelling for all versions. */
export function observedTypeName(m: Machine, o: Address): string {
  const name = typeName(m, typeOf(m, o))
  // The weak dictionaries derive from abstract base classes.
  if (kindOf(m, o) === Kind.type && m.library !== 0 && ABSTRACT.has(typeName(m, o)) && o < m.space.heapStart)
    return 'ABCMeta'
  return name === 'ReferenceType' ? 'weakref' : name
}
