/** The row of weak references (Objects/weakrefobject.c): the record and its list are in weakref.ts. */

import { gcFree, untrack } from '../gc/gc-alloc.ts'
import type { TypeSlots } from '../machine.ts'
import { argument, isArity } from './arguments.ts'
import { releaseArguments } from './error-aside.ts'
import { raiseAttributeError } from './exception.ts'
import { isWeakrefKind } from './kinds.ts'
import { compare, hash } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, typeOf } from './refcount.ts'
import { tupleFromBorrowed } from './tuple.ts'
import { clearWeakref, newWeakref, traverseWeakref, WR_HASH, weakrefCallback, weakrefTarget } from './weakref.ts'

export const WEAKREF: TypeSlots = {
  name: 'weakref',
  gc: true,
  basicSize: 56,
  dealloc(m, o) {
    untrack(m, o)
    clearWeakref(m, o)
    gcFree(m, o)
  },
  traverse: traverseWeakref,
  clear: clearWeakref,
  hash(m, o) {
    const at = (o + WR_HASH) >> 2
    m.hashLow = m.i32[at] as number
    m.hashHigh = m.i32[at + 1] as number
    if (m.hashLow !== -1 || m.hashHigh !== -1) return 0
    const target = weakrefTarget(m, o)
    if (target === 0) {
      raise(m, 'TypeError', 'weak object has gone away')
      return -1
    }
    incref(m, target)
    const status = hash(m, target)
    m.i32[at] = m.hashLow
    m.i32[at + 1] = m.hashHigh
    const low = m.hashLow
    const high = m.hashHigh
    decref(m, target)
    m.hashLow = low
    m.hashHigh = high
    return status
  },
  compare(m, a, b, op) {
    if ((op !== '==' && op !== '!=') || !isWeakrefKind(kindOf(m, b))) return incref(m, m.NotImplemented)
    const first = weakrefTarget(m, a)
    const second = weakrefTarget(m, b)
    if (first === 0 || second === 0) return incref(m, (a === b) === (op === '==') ? m.True : m.False)
    incref(m, first)
    incref(m, second)
    const result = compare(m, first, second, op)
    decref(m, first)
    decref(m, second)
    return result
  },
  call(m, o, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    const target = weakrefTarget(m, o)
    return incref(m, target === 0 ? m.None : target)
  },
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 1, 2)) return 0
    const callback = argc === 2 ? argument(m, argv, 1) : 0
    // The type is called with its arguments in a tuple.
    const args = tupleFromBorrowed(m, argv, argc)
    if (args === 0) return 0
    const o = newWeakref(m, argument(m, argv, 0), callback === m.None ? 0 : callback)
    releaseArguments(m, args)
    return o
  },
  getAttribute(m, o, name) {
    if (name === m.names['__class__']) return incref(m, typeOf(m, o))
    if (name !== m.names['__callback__']) return raiseAttributeError(m, o, name)
    const callback = weakrefCallback(m, o)
    return incref(m, callback === 0 ? m.None : callback)
  },
  repr(m, o) {
    const target = weakrefTarget(m, o)
    const at = `<weakref at 0x${o.toString(16)};`
    if (target === 0) return `${at} dead>`
    return `${at} to '${m.typeNames.get(typeOf(m, target)) ?? '?'}' at 0x${target.toString(16)}>`
  },
}
