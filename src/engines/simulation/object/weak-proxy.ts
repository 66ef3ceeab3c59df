/**
 * Weak proxies (Objects/weakrefobject.c, proxy_getattr and its like): the record is that of a weakref. Keeps true: what is
 * done through a proxy holds the object until it is done (bpo-38395), but for comparisons.
 */
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { allArguments } from './arguments.ts'
import { isProxyKind, Kind } from './kinds.ts'
import {
  binary,
  compare,
  contains,
  getAttribute,
  getItem,
  isTrue,
  iterate,
  lengthOf,
  nextItem,
  setAttribute,
  setItem,
} from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, kindOf, slotsOf, typeOf } from './refcount.ts'
import { tupleFromBorrowed } from './tuple.ts'
import { lookupInType, typeName } from './type-lookup.ts'
import { newReference, weakrefTarget } from './weakref.ts'
import { WEAKREF } from './weakref-slots.ts'

/** `weakref.proxy`; `callback` may be 0. */
export function newProxy(m: Machine, target: Address, callback: Address): Address {
  return newReference(m, isCallable(m, target) ? Kind.callableProxy : Kind.weakProxy, target, callback)
}

function isCallable(m: Machine, o: Address): boolean {
  const kind = kindOf(m, o)
  const asksClass = kind === Kind.instance || (kind > Kind.callableProxy && kind !== Kind.weakrefSubclass)
  if (asksClass) return lookupInType(m, typeOf(m, o), m.names['__call__'] as number) !== 0
  return kind === Kind.type || kind === Kind.boundMethod || slotsOf(m, o).call !== undefined
}

/** What an operand stands for: itself, or the referent of a proxy; borrowed, 0 with ReferenceError. */
export function unwrapped(m: Machine, o: Address): Address {
  if (!isProxyKind(kindOf(m, o))) return o
  const target = weakrefTarget(m, o)
  return target === 0 ? raise(m, 'ReferenceError', 'weakly-referenced object no longer exists') : target
}

/** Does something with the referent, which is held meanwhile; `failed` where there is none. */
function through<T>(m: Machine, proxy: Address, failed: T, act: (target: Address) => T): T {
  const target = unwrapped(m, proxy)
  if (target === 0) return failed
  incref(m, target)
  const result = act(target)
  decref(m, target)
  return result
}

/** What the second operand stands for; 0 with ReferenceError, and from 3.13 on a reference to the first is lost then. */
function unwrappedBeside(m: Machine, first: Address, o: Address): Address {
  const target = unwrapped(m, o)
  if (target === 0 && m.semantics.deadOperandLeaks) m.lostReferences.push(incref(m, first))
  return target
}

/** Does something with two operands, which are held meanwhile. */
function throughBoth(m: Machine, a: Address, b: Address, act: (left: Address, right: Address) => Address): Address {
  return through(m, a, 0, (left) => {
    const right = unwrappedBeside(m, left, b)
    if (right === 0) return 0
    incref(m, right)
    const result = act(left, right)
    decref(m, right)
    return result
  })
}

const PROXY: Omit<TypeSlots, 'name'> = {
  gc: true,
  basicSize: WEAKREF.basicSize,
  dealloc: WEAKREF.dealloc,
  traverse: WEAKREF.traverse as NonNullable<TypeSlots['traverse']>,
  clear: WEAKREF.clear as NonNullable<TypeSlots['clear']>,
  compare(m, a, b, op) {
    const left = unwrapped(m, a)
    const right = left === 0 ? 0 : unwrappedBeside(m, left, b)
    return right === 0 ? 0 : compare(m, left, right, op)
  },
  truth: (m, o) => through(m, o, -1, (target) => isTrue(m, target)),
  length: (m, o) => through(m, o, -1, (target) => lengthOf(m, target)),
  getItem: (m, o, key) => throughBoth(m, o, key, (target, index) => getItem(m, target, index)),
  setItem: (m, o, key, value) => through(m, o, -1, (target) => setItem(m, target, key, value)),
  contains: (m, o, item) => through(m, o, -1, (target) => contains(m, target, item)),
  iterate: (m, o) => through(m, o, 0, (target) => iterate(m, target)),
  next: (m, o) =>
    through(m, o, 0, (target) => {
      if (m.dialect.version[1] <= 9 || slotsOf(m, target).next !== undefined) return nextItem(m, target)
      return raise(m, 'TypeError', `Weakref proxy referenced a non-iterator '${typeName(m, typeOf(m, target))}' object`)
    }),
  binary: (m, op, a, b) => throughBoth(m, a, b, (left, right) => binary(m, op, left, right)),
  getAttribute: (m, o, name) => through(m, o, 0, (target) => getAttribute(m, target, name)),
  setAttribute: (m, o, name, value) => through(m, o, -1, (target) => setAttribute(m, target, name, value)),
  repr(m, o) {
    const target = weakrefTarget(m, o)
    const of = target === 0 ? 'None' : typeName(m, typeOf(m, target))
    return `<weakproxy at 0x${o.toString(16)} to ${of} at 0x${target.toString(16)}>`
  },
}

export const WEAK_PROXY: TypeSlots = { ...PROXY, name: 'weakproxy' }

export const CALLABLE_PROXY: TypeSlots = {
  ...PROXY,
  name: 'weakcallableproxy',
  call(m, o, argv, argc) {
    const args = tupleFromBorrowed(m, argv, argc)
    if (args === 0) return 0
    const result = through(m, o, 0, (target) => m.services.call(m, target, allArguments(m, argv, argc)))
    decref(m, args)
    return result
  },
}
