/**
 * Operations on instances that a class may define (Objects/typeobject.c, slot_tp_hash and its like): looked up in the
 * class, called through the services. Without a definition instances compare and hash by identity, are true, and cannot
 * be called, measured, indexed or iterated.
 */

import type { BinaryOp, ComparisonOp, Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { allArguments } from './arguments.ts'
import { intValue, isInt } from './int.ts'
import { isProxyKind, Kind } from './kinds.ts'
import { containsByIteration, hash, hashPointer, isTrue } from './protocol.ts'
import { clearError, raise } from './raise.ts'
import { decref, incref, kindOf, slotsOf, typeOf, xdecref } from './refcount.ts'
import { tupleFrom } from './tuple.ts'
import { isHeapType, isSubtypeOf, lookupInType, typeName } from './type-lookup.ts'
import { weakrefTarget } from './weakref.ts'

export const COMPARISONS: Readonly<Record<ComparisonOp, string>> = {
  '==': '__eq__',
  '!=': '__ne__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
}

const COMPARISON_METHODS = Object.values(COMPARISONS)

/** Borrowed, or 0. */
function special(m: Machine, o: Address, name: string): Address {
  return lookupInType(m, typeOf(m, o), m.names[name] as number)
}

/** The method is held while it runs; what is no function is called without its object (vectorcall_unbound). */
export function callSpecial(m: Machine, method: Address, args: readonly Address[]): Address {
  incref(m, method)
  const result = m.services.call(m, method, kindOf(m, method) === Kind.function ? args : args.slice(1))
  decref(m, method)
  return result
}

function refuse(m: Machine, o: Address, message: string): 0 {
  return raise(m, 'TypeError', `'${typeName(m, typeOf(m, o))}' object ${message}`)
}

export function hashInstance(m: Machine, o: Address): number {
  const type = typeOf(m, o)
  const method = lookupInType(m, type, m.names['__hash__'] as number)
  if (method === 0) return hashPointer(m, o)
  if (method === m.None) {
    refuse(m, o, 'is unhashable')
    return -1
  }
  const result = callSpecial(m, method, [o])
  if (result === 0) return -1
  if (!isInt(m, result)) {
    // Up to 3.13 the reference is lost.
    if (m.dialect.version[1] >= 14) decref(m, result)
    else m.lostReferences.push(result)
    raise(m, 'TypeError', '__hash__ method should return an integer')
    return -1
  }
  const value = BigInt(intValue(m, result))
  if (BigInt.asIntN(64, value) === value) {
    const own = value === -1n ? -2n : value
    m.hashLow = Number(BigInt.asIntN(32, own))
    m.hashHigh = Number(BigInt.asIntN(32, own >> 32n))
  } else hash(m, result)
  decref(m, result)
  return 0
}

export function compareInstances(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  const method = special(m, a, COMPARISONS[op])
  if (method !== 0) return callSpecial(m, method, [a, b])
  if (!comparesByCode(m, a)) return incref(m, m.NotImplemented)
  const equality = op === '!=' ? special(m, a, '__eq__') : 0
  return throughWrapper(m, a, b, () => (equality === 0 ? incref(m, m.NotImplemented) : unequal(m, equality, a, b)))
}

/** `object.__ne__`. */
function unequal(m: Machine, equality: Address, a: Address, b: Address): Address {
  const result = callSpecial(m, equality, [a, b])
  if (result === 0 || result === m.NotImplemented) return result
  const truth = isTrue(m, result)
  decref(m, result)
  return truth < 0 ? 0 : incref(m, truth === 1 ? m.False : m.True)
}

/** The class of `o` defines a comparison, so that it looks all of them up (slot_tp_richcompare). */
export function comparesByCode(m: Machine, o: Address): boolean {
  return COMPARISON_METHODS.some((name) => special(m, o, name) !== 0)
}

/** What a base compares with is called as a wrapper then: with its arguments in a tuple, and all but the first in another. */
export function throughWrapper(m: Machine, a: Address, b: Address, compare: () => Address): Address {
  const args = tupleFrom(m, [a, b])
  if (args === 0) return 0
  const others = tupleFrom(m, [b])
  const result = others === 0 ? 0 : compare()
  xdecref(m, others)
  decref(m, args)
  return result
}

export function truthOfInstance(m: Machine, o: Address): number {
  const method = special(m, o, '__bool__')
  if (method === 0) return special(m, o, '__len__') === 0 ? 1 : Math.sign(lengthOfInstance(m, o))
  const result = callSpecial(m, method, [o])
  if (result === 0) return -1
  const truth = isTrue(m, result)
  decref(m, result)
  return truth
}

export function lengthOfInstance(m: Machine, o: Address): number {
  const method = special(m, o, '__len__')
  if (method === 0) {
    refuse(m, o, 'has no len()')
    return -1
  }
  const result = callSpecial(m, method, [o])
  if (result === 0) return -1
  const length = isInt(m, result) ? Number(intValue(m, result)) : -1
  decref(m, result)
  if (length < 0) raise(m, 'ValueError', '__len__() should return >= 0')
  return length
}

export function getInstanceItem(m: Machine, o: Address, key: Address): Address {
  const method = special(m, o, '__getitem__')
  if (method !== 0) return callSpecial(m, method, [o, key])
  return refuse(m, o, 'is not subscriptable')
}

/** A proxy in the place of an index is asked for its referent first: false with ReferenceError where that is gone. */
function isIndex(m: Machine, key: Address): boolean {
  if (!isProxyKind(kindOf(m, key)) || weakrefTarget(m, key) !== 0) return true
  raise(m, 'ReferenceError', 'weakly-referenced object no longer exists')
  return false
}

export function setInstanceItem(m: Machine, o: Address, key: Address, value: Address): number {
  const method = special(m, o, value === 0 ? '__delitem__' : '__setitem__')
  if (method === 0) {
    if (isIndex(m, key))
      refuse(m, o, value === 0 ? "doesn't support item deletion" : 'does not support item assignment')
    return -1
  }
  const result = callSpecial(m, method, value === 0 ? [o, key] : [o, key, value])
  if (result === 0) return -1
  decref(m, result)
  return 0
}

export function containsInstance(m: Machine, o: Address, item: Address): number {
  const method = special(m, o, '__contains__')
  if (method === 0) return containsByIteration(m, o, item)
  const result = callSpecial(m, method, [o, item])
  if (result === 0) return -1
  const truth = isTrue(m, result)
  decref(m, result)
  return truth
}

export function iterateInstance(m: Machine, o: Address): Address {
  const method = special(m, o, '__iter__')
  if (method === 0) return refuse(m, o, 'is not iterable')
  const iterator = callSpecial(m, method, [o])
  if (iterator === 0 || isIterator(m, iterator)) return iterator
  decref(m, iterator)
  return raise(m, 'TypeError', 'iter() returned what is no iterator')
}

function isIterator(m: Machine, o: Address): boolean {
  return isHeapType(m, typeOf(m, o)) ? special(m, o, '__next__') !== 0 : slotsOf(m, o).next !== undefined
}

export function nextOfInstance(m: Machine, o: Address): Address {
  const method = special(m, o, '__next__')
  if (method === 0) return refuse(m, o, 'is not an iterator')
  const result = callSpecial(m, method, [o])
  // The end of an iteration is no error here.
  if (result === 0 && isSubtypeOf(m, typeOf(m, m.error), m.types['StopIteration'] as number)) clearError(m)
  return result
}

/** The call's arguments are in a tuple (slot_tp_call). */
export function callInstance(m: Machine, o: Address, argv: Address, argc: number): Address {
  const method = special(m, o, '__call__')
  if (method === 0) return refuse(m, o, 'is not callable')
  const passed = allArguments(m, argv, argc)
  const args = tupleFrom(m, passed)
  if (args === 0) return 0
  const result = callSpecial(m, method, [o, ...passed])
  decref(m, args)
  return result
}

/** Only classes of the library define `-`. */
export function subtractInstance(m: Machine, op: BinaryOp, a: Address, b: Address): Address {
  const method = op === '-' ? special(m, a, '__sub__') : 0
  return method === 0 ? incref(m, m.NotImplemented) : callSpecial(m, method, [a, b])
}
