/**
 * Operations on instances that a class may define (Objects/typeobject.c, slot_tp_hash and its like): looked up in the
 * class, called through the services. Without a definition instances compare and hash by identity, are true, and cannot
 * be called, measured, indexed or iterated.
 */
import type { ComparisonOp, Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { intValue, isInt } from './int.ts'
import { equal, hashPointer, isTrue, iterate, nextItem } from './protocol.ts'
import { clearError, errorTypeName, raise } from './raise.ts'
import { decref, incref, typeOf } from './refcount.ts'
import { lookupInType, typeName } from './type-lookup.ts'

const COMPARISONS: Readonly<Record<ComparisonOp, string>> = {
  '==': '__eq__',
  '!=': '__ne__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
}

/** Borrowed, or 0. */
function special(m: Machine, o: Address, name: string): Address {
  return lookupInType(m, typeOf(m, o), m.names[name] as number)
}

function refuse(m: Machine, o: Address, message: string): 0 {
  return raise(m, 'TypeError', `'${typeName(m, typeOf(m, o))}' object ${message}`)
}

export function hashInstance(m: Machine, o: Address): number {
  const type = typeOf(m, o)
  const method = lookupInType(m, type, m.names['__hash__'] as number)
  if (method === 0) {
    // A class that defines equality alone cannot be hashed.
    if (lookupInType(m, type, m.names['__eq__'] as number) === 0) return hashPointer(m, o)
    refuse(m, o, 'is unhashable')
    return -1
  }
  if (method === m.None) {
    refuse(m, o, 'is unhashable')
    return -1
  }
  const result = m.services.call(m, method, [o])
  if (result === 0) return -1
  if (!isInt(m, result)) {
    decref(m, result)
    raise(m, 'TypeError', '__hash__ method should return an integer')
    return -1
  }
  const value = BigInt.asIntN(64, BigInt(intValue(m, result)))
  decref(m, result)
  const hash = value === -1n ? -2n : value
  m.hashLow = Number(BigInt.asIntN(32, hash))
  m.hashHigh = Number(BigInt.asIntN(32, hash >> 32n))
  return 0
}

export function compareInstances(m: Machine, a: Address, b: Address, op: ComparisonOp): Address {
  const method = special(m, a, COMPARISONS[op])
  if (method !== 0) return m.services.call(m, method, [a, b])
  const equality = op === '!=' ? special(m, a, '__eq__') : 0
  if (equality === 0) return incref(m, m.NotImplemented)
  const result = m.services.call(m, equality, [a, b])
  if (result === 0 || result === m.NotImplemented) return result
  const truth = isTrue(m, result)
  decref(m, result)
  return truth < 0 ? 0 : incref(m, truth === 1 ? m.False : m.True)
}

export function truthOfInstance(m: Machine, o: Address): number {
  const method = special(m, o, '__bool__')
  if (method === 0) return special(m, o, '__len__') === 0 ? 1 : Math.sign(lengthOfInstance(m, o))
  const result = m.services.call(m, method, [o])
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
  const result = m.services.call(m, method, [o])
  if (result === 0) return -1
  const length = isInt(m, result) ? Number(intValue(m, result)) : -1
  decref(m, result)
  if (length < 0) raise(m, 'ValueError', '__len__() should return >= 0')
  return length
}

export function getInstanceItem(m: Machine, o: Address, key: Address): Address {
  const method = special(m, o, '__getitem__')
  return method === 0 ? refuse(m, o, 'is not subscriptable') : m.services.call(m, method, [o, key])
}

export function setInstanceItem(m: Machine, o: Address, key: Address, value: Address): number {
  const method = special(m, o, value === 0 ? '__delitem__' : '__setitem__')
  if (method === 0) {
    refuse(m, o, value === 0 ? "doesn't support item deletion" : 'does not support item assignment')
    return -1
  }
  const result = m.services.call(m, method, value === 0 ? [o, key] : [o, key, value])
  if (result === 0) return -1
  decref(m, result)
  return 0
}

export function containsInstance(m: Machine, o: Address, item: Address): number {
  const method = special(m, o, '__contains__')
  if (method === 0) return searchByIteration(m, o, item)
  const result = m.services.call(m, method, [o, item])
  if (result === 0) return -1
  const truth = isTrue(m, result)
  decref(m, result)
  return truth
}

function searchByIteration(m: Machine, o: Address, item: Address): number {
  const iterator = iterate(m, o)
  if (iterator === 0) return -1
  let found = 0
  while (found === 0) {
    const next = nextItem(m, iterator)
    if (next === 0) break
    found = equal(m, next, item)
    decref(m, next)
  }
  if (m.error !== 0) found = -1
  decref(m, iterator)
  return found
}

export function iterateInstance(m: Machine, o: Address): Address {
  const method = special(m, o, '__iter__')
  return method === 0 ? refuse(m, o, 'is not iterable') : m.services.call(m, method, [o])
}

export function nextOfInstance(m: Machine, o: Address): Address {
  const method = special(m, o, '__next__')
  if (method === 0) return refuse(m, o, 'is not an iterator')
  const result = m.services.call(m, method, [o])
  // The end of an iteration is no error here.
  if (result === 0 && errorTypeName(m) === 'StopIteration') clearError(m)
  return result
}

export function callInstance(m: Machine, o: Address, argv: Address, argc: number): Address {
  const method = special(m, o, '__call__')
  if (method === 0) return refuse(m, o, 'is not callable')
  const args: Address[] = [o]
  for (let i = 0; i < argc; i++) args.push(m.i32[(argv + 8 * i) >> 2] as number)
  return m.services.call(m, method, args)
}
