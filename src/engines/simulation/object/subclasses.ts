/**
 * Classes know their subclasses: a dict of weakrefs under the addresses of these (add_subclass, remove_subclass in
 * Objects/typeobject.c). That of `object` has been there for long; others get theirs with the first subclass, and from 3.11
 * on lose it with the last.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, TP_BASES, TP_FINALIZE } from '../memory/layout.ts'
import { dictContains, dictSet, dictSize, newDict } from './dict.ts'
import { dictDelete } from './dict-delete.ts'
import { dictNext } from './dict-walk.ts'
import { TP_SUBCLASSES } from './heap-type.ts'
import { newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { decref, kindOf, setField } from './refcount.ts'
import { tupleItem, tupleSize } from './tuple.ts'
import { isHeapType, lookupInType } from './type-lookup.ts'
import { newWeakref, weakrefTarget } from './weakref.ts'

/** Its dict; borrowed, or 0. */
export function subclassesOf(m: Machine, type: Address): Address {
  return isHeapType(m, type) ? (m.i32[(type + TP_SUBCLASSES) >> 2] as number) : m.subclasses
}

/** Enters a new class with each of its bases. */
export function enterWithBases(m: Machine, type: Address, bases: Address): void {
  for (let i = 0; i < tupleSize(m, bases); i++) addSubclass(m, tupleItem(m, bases, i), type)
}

function addSubclass(m: Machine, base: Address, type: Address): void {
  const isDictFirst = m.dialect.version[1] <= 10
  if (isDictFirst && subclassesOf(m, base) === 0) m.i32[(base + TP_SUBCLASSES) >> 2] = newDict(m)
  const key = newInt(m, type)
  const weakref = newWeakref(m, type, 0)
  if (subclassesOf(m, base) === 0) m.i32[(base + TP_SUBCLASSES) >> 2] = newDict(m)
  // Diverges: all built-in types share one dict, so that the second of a class's built-in bases finds it there.
  const status = dictSet(m, subclassesOf(m, base), key, weakref)
  assert(status === 0, 'an int is a key')
  decref(m, key)
  decref(m, weakref)
}

/** A class dies. */
export function leaveBases(m: Machine, type: Address): void {
  const bases = m.i32[(type + TP_BASES) >> 2] as number
  if (bases === 0) return
  for (let i = 0; i < tupleSize(m, bases); i++) {
    const base = tupleItem(m, bases, i)
    const subclasses = subclassesOf(m, base)
    const key = newInt(m, type)
    const isKnown = dictContains(m, subclasses, key) === 1
    assert(isKnown || i > 0, 'a-class-knows-its-subclasses')
    if (isKnown) dictDelete(m, subclasses, key)
    decref(m, key)
    if (m.dialect.version[1] >= 11 && isHeapType(m, base) && dictSize(m, subclasses) === 0)
      setField(m, base + TP_SUBCLASSES, 0)
  }
}

/** What `__del__` is has changed in a class: it and all that derive from it know anew whether they have one. */
export function updateFinalizer(m: Machine, type: Address): void {
  m.i32[(type + TP_FINALIZE) >> 2] = lookupInType(m, type, m.names['__del__'] as number) === 0 ? 0 : 1
  const subclasses = m.i32[(type + TP_SUBCLASSES) >> 2] as number
  if (subclasses === 0) return
  const derived: Address[] = []
  for (let at = dictNext(m, subclasses, 0); at >= 0; at = dictNext(m, subclasses, at)) {
    const target = kindOf(m, m.dictValue) === Kind.weakref ? weakrefTarget(m, m.dictValue) : 0
    if (target !== 0) derived.push(target)
  }
  for (const subclass of derived) updateFinalizer(m, subclass)
}
