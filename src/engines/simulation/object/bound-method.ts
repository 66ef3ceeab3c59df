/**
 * Bound methods (Objects/classobject.c), with the free list of the versions that have one.
 *
 *   16 im_func   24 im_self   32 im_weakreflist   40 vectorcall
 */

import { gcAlloc, gcFree, initObject, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { equal, getAttribute, hash, hashPointer } from './protocol.ts'
import { decref, incref, typeOf } from './refcount.ts'

const FUNCTION = 16
const SELF = 24
const WEAKLIST = 32
const BYTES = 48

export function newBoundMethod(m: Machine, fn: Address, self: Address): Address {
  const type = m.typeByKind[Kind.boundMethod] as number
  let o = takeKept(m, FreeListOf.boundMethod)
  if (o !== 0) initObject(m, o, type)
  else {
    o = gcAlloc(m, type, BYTES)
    if (o === 0) return 0
  }
  fillWords(m.i32, 0, (o + FUNCTION) >> 2, (o + BYTES) >> 2)
  m.i32[(o + FUNCTION) >> 2] = incref(m, fn)
  m.i32[(o + SELF) >> 2] = incref(m, self)
  track(m, o)
  return o
}

/** Borrowed. */
export function methodFunction(m: Machine, o: Address): Address {
  return m.i32[(o + FUNCTION) >> 2] as number
}

/** Borrowed. */
export function methodSelf(m: Machine, o: Address): Address {
  return m.i32[(o + SELF) >> 2] as number
}

/** Not a level of the trashcan (method_dealloc). */
function dealloc(m: Machine, o: Address): void {
  if (isTracked(m, o)) untrack(m, o)
  if (m.i32[(o + WEAKLIST) >> 2] !== 0) m.services.clearWeakrefs(m, o)
  decref(m, methodFunction(m, o))
  decref(m, methodSelf(m, o))
  if (!keep(m, FreeListOf.boundMethod, o)) gcFree(m, o)
}

export const BOUND_METHOD: TypeSlots = {
  name: 'method',
  gc: true,
  basicSize: BYTES,
  dealloc,
  traverse(m, o) {
    m.referents[0] = methodFunction(m, o)
    m.referents[1] = methodSelf(m, o)
    return 2
  },
  // The type has no tp_clear: some other part of a cycle is mutable.
  clear() {},
  hash(m, o) {
    // Of the function, mixed with that of the address of self.
    if (hash(m, methodFunction(m, o)) < 0) return -1
    const low = m.hashLow
    const high = m.hashHigh
    hashPointer(m, methodSelf(m, o))
    m.hashLow ^= low
    m.hashHigh ^= high
    return 0
  },
  compare(m, a, b, op) {
    if ((op !== '==' && op !== '!=') || typeOf(m, a) !== typeOf(m, b)) return incref(m, m.NotImplemented)
    let isEqual = equal(m, methodFunction(m, a), methodFunction(m, b))
    if (isEqual < 0) return 0
    if (isEqual === 1) isEqual = methodSelf(m, a) === methodSelf(m, b) ? 1 : 0
    return incref(m, (isEqual === 1) === (op === '==') ? m.True : m.False)
  },
  getAttribute(m, o, name) {
    if (name === m.names['__self__']) return incref(m, methodSelf(m, o))
    if (name === m.names['__func__']) return incref(m, methodFunction(m, o))
    if (name === m.names['__class__']) return incref(m, typeOf(m, o))
    return getAttribute(m, methodFunction(m, o), name)
  },
  repr: () => '<bound method>',
}
