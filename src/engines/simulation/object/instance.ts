/**
 * Instances of program classes (Objects/typeobject.c: PyType_GenericAlloc, subtype_dealloc, subtype_traverse,
 * subtype_clear). Keeps true: `finalizer-at-most-once`; an instance dies in the order finalizer, weakrefs, slots (derived
 * class first), attributes, type. Classes that derive from a built-in type have their instances in subclass-life.ts.
 *
 *   −32 weakrefs (3.12+), values (3.11)   −24 dict or values (3.11+)   −16 GC head
 *     0 ob_refcnt   8 ob_type   16 slots …   dict (to 3.10)   weakrefs (to 3.11)   inline values (3.13+)
 */

import { assert } from '../../../base/assert.ts'
import { gcAlloc, gcFree, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import { PREV_FINALIZED } from '../gc/gc-list.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import {
  type Address,
  GC_PREV,
  OB_REFCNT,
  OB_SIZE,
  OB_TYPE,
  OBJECT_BYTES,
  TP_BASE,
  TP_BASICSIZE,
  TP_FINALIZE,
  TP_FLAGS,
  TP_WEAKLISTOFFSET,
  TPFLAGS_HEAPTYPE,
} from '../memory/layout.ts'
import { HT_QUALNAME, TP_ATTRIBUTES, TP_PRE_HEADER, TP_SLOTS_AT } from './heap-type.ts'
import { getInstanceAttribute, setInstanceAttribute } from './instance-attributes.ts'
import {
  callInstance,
  compareInstances,
  containsInstance,
  getInstanceItem,
  hashInstance,
  iterateInstance,
  lengthOfInstance,
  nextOfInstance,
  setInstanceItem,
  subtractInstance,
  truthOfInstance,
} from './instance-slots.ts'
import { clearAttributes, initAttributes, inlineBytes, releaseAttributes, visitAttributes } from './instance-values.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { decref, typeOf } from './refcount.ts'
import { strText } from './str.ts'
import { detachWeakref, firstWeakref } from './weakref.ts'

export { instanceDict, ownAttribute } from './instance-values.ts'

/** A new instance of a program class; `__init__` is the caller's. 0: it died, its finalizer ran, for want of values. */
export function newInstance(m: Machine, type: Address): Address {
  const { i32 } = m
  const size = i32[(type + TP_BASICSIZE) >> 2] as number
  const preHeader = i32[(type + TP_PRE_HEADER) >> 2] as number
  const o = gcAlloc(m, type, size + inlineBytes(m, type), preHeader)
  if (o === 0) return 0
  fillWords(i32, 0, (o + OBJECT_BYTES) >> 2, (o + size) >> 2)
  const status = initAttributes(m, o, type)
  track(m, o)
  if (status === 0) return o
  decref(m, o)
  return 0
}

/** The base of a class that is a class too, else 0. */
function heapBase(m: Machine, type: Address): Address {
  const base = m.i32[(type + TP_BASE) >> 2] as number
  if (base === 0 || ((m.i32[(base + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) === 0) return 0
  return base
}

/** Slots of the class, then of its bases; then attributes; then the type. */
export function traverseInstance(m: Machine, o: Address): number {
  const { i32, referents } = m
  const type = i32[(o + OB_TYPE) >> 2] as number
  let count = visitSlots(m, o, type, 0)
  if (i32[(type + TP_ATTRIBUTES) >> 2] !== 0) count = visitAttributes(m, o, count)
  referents[count] = type
  return count + 1
}

/** Writes what slots refer to into `m.referents` from `count` on; gives how many there are then. */
export function visitSlots(m: Machine, o: Address, type: Address, count: number): number {
  const { i32, referents } = m
  for (let t = type; t !== 0; t = heapBase(m, t)) {
    const slots = i32[(t + OB_SIZE) >> 2] as number
    if (slots === 0) continue
    const first = (o + (i32[(t + TP_SLOTS_AT) >> 2] as number)) >> 2
    for (let i = 0, at = first; i < slots; i++, at += 2) {
      const value = i32[at] as number
      if (value !== 0) referents[count++] = value
    }
  }
  return count
}

export function clearSlots(m: Machine, o: Address, type: Address): void {
  const { i32 } = m
  for (let t = type; t !== 0; t = heapBase(m, t)) {
    const slots = i32[(t + OB_SIZE) >> 2] as number
    if (slots === 0) continue
    const first = (o + (i32[(t + TP_SLOTS_AT) >> 2] as number)) >> 2
    for (let i = 0, at = first; i < slots; i++, at += 2) {
      const value = i32[at] as number
      if (value === 0) continue
      i32[at] = 0
      decref(m, value)
    }
  }
}

function clear(m: Machine, o: Address): void {
  const type = m.i32[(o + OB_TYPE) >> 2] as number
  clearSlots(m, o, type)
  if (m.i32[(type + TP_ATTRIBUTES) >> 2] !== 0) clearAttributes(m, o)
}

function dealloc(m: Machine, o: Address): void {
  const { i32 } = m
  untrack(m, o)
  if (!deallocBegins(m, o)) return
  const type = i32[(o + OB_TYPE) >> 2] as number
  const hasFinalizer = i32[(type + TP_FINALIZE) >> 2] !== 0
  if (hasFinalizer && isResurrected(m, o)) {
    m.watcher?.resurrected(o)
    deallocEnds(m)
    return
  }
  if (i32[(type + TP_WEAKLISTOFFSET) >> 2] !== 0) releaseInstanceWeakrefs(m, o)
  clearSlots(m, o, type)
  if (i32[(type + TP_ATTRIBUTES) >> 2] !== 0) releaseAttributes(m, o)
  gcFree(m, o, i32[(type + TP_PRE_HEADER) >> 2] as number)
  decref(m, type)
  deallocEnds(m)
}

/** Runs the finalizer if it has not run; true where somebody took a reference (PyObject_CallFinalizerFromDealloc). */
export function isResurrected(m: Machine, o: Address): boolean {
  track(m, o)
  const count = (o + OB_REFCNT) >> 2
  assert(m.i32[count] === 0, 'only-dead-objects-are-finalized')
  m.i32[count] = 1
  const flags = (o + GC_PREV) >> 2
  if (((m.i32[flags] as number) & PREV_FINALIZED) === 0) {
    m.services.callFinalizer(m, o)
    m.i32[flags] = (m.i32[flags] as number) | PREV_FINALIZED
  }
  m.i32[count] = (m.i32[count] as number) - 1
  if ((m.i32[count] as number) > 0) return true
  if (isTracked(m, o)) untrack(m, o)
  return false
}

/** Callbacks run; weakrefs that they made are cleared in silence. */
export function releaseInstanceWeakrefs(m: Machine, o: Address): void {
  if (firstWeakref(m, o) === 0) return
  m.services.clearWeakrefs(m, o)
  for (let w = firstWeakref(m, o); w !== 0; w = firstWeakref(m, o)) detachWeakref(m, w)
}

export const INSTANCE: TypeSlots = {
  name: 'instance',
  gc: true,
  basicSize: OBJECT_BYTES,
  dealloc,
  traverse: traverseInstance,
  clear,
  hash: hashInstance,
  compare: compareInstances,
  truth: truthOfInstance,
  length: lengthOfInstance,
  getItem: getInstanceItem,
  setItem: setInstanceItem,
  contains: containsInstance,
  iterate: iterateInstance,
  next: nextOfInstance,
  binary: subtractInstance,
  call: callInstance,
  getAttribute: getInstanceAttribute,
  setAttribute: setInstanceAttribute,
  repr: (m, o) =>
    `<__main__.${strText(m, m.i32[(typeOf(m, o) + HT_QUALNAME) >> 2] as number)} object at 0x${o.toString(16)}>`,
  sizeof(m, o) {
    const type = m.i32[(o + OB_TYPE) >> 2] as number
    return (m.i32[(type + TP_BASICSIZE) >> 2] as number) + (m.i32[(type + TP_PRE_HEADER) >> 2] as number)
  },
}
