/**
 * Instances of classes that derive from a built-in container or exception: how they are made, visited, cleared, and how
 * they die (Objects/typeobject.c: PyType_GenericAlloc, subtype_traverse, subtype_clear, subtype_dealloc, and the `tp_new`
 * of each base). Keeps true: an instance dies in the order finalizer, weakrefs that its class added, slots, attributes that
 * its class added, what the base holds, type; it joins no free list; its base's dealloc is no level of the trashcan
 * (bpo-35983), but for 3.13.
 *
 *   −32, −24 as instance.ts draws them   0 the record of the base   then slots …   dict (to 3.10)   weakrefs (to 3.11)
 *   tuple:  … items   dict (to 3.11), behind the last item
 */

import { assert } from '../../../base/assert.ts'
import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import {
  type Address,
  OB_SIZE,
  OB_TYPE,
  OBJECT_BYTES,
  TP_BASICSIZE,
  TP_DEALLOC,
  TP_DICTOFFSET,
  TP_FINALIZE,
  TP_ITEMSIZE,
  TP_WEAKLISTOFFSET,
} from '../memory/layout.ts'
import { builtinBase } from './builtin-base.ts'
import { Attributes, TP_ATTRIBUTES, TP_PRE_HEADER } from './heap-type.ts'
import { clearSlots, isResurrected, releaseInstanceWeakrefs, visitSlots } from './instance.ts'
import { clearAttributes, initAttributes, inlineBytes, releaseAttributes, visitAttributes } from './instance-values.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { decref } from './refcount.ts'

/** What the row of the base contributes. */
export interface BaseLife {
  /** Releases what the base's record holds; the memory is the caller's. */
  release(m: Machine, o: Address): void
  traverse(m: Machine, o: Address): number
  clear(m: Machine, o: Address): void
}

/** A tracked record of zeros with room for that many items (PyType_GenericAlloc); 0 with MemoryError set. */
export function allocateSubclass(m: Machine, type: Address, items: number): Address {
  const { i32 } = m
  const basic = i32[(type + TP_BASICSIZE) >> 2] as number
  const itemSize = i32[(type + TP_ITEMSIZE) >> 2] as number
  // One item more, for a sentinel.
  const size = basic + (itemSize === 0 ? 0 : itemSize * (items + 1))
  const o = gcAlloc(m, type, size + inlineBytes(m, type), i32[(type + TP_PRE_HEADER) >> 2] as number)
  if (o === 0) return 0
  fillWords(i32, 0, (o + OBJECT_BYTES) >> 2, (o + size) >> 2)
  if (itemSize !== 0) i32[(o + OB_SIZE) >> 2] = items
  // 3.11 and 3.12 make values for instances of `object.__new__` alone.
  if (i32[(type + TP_ATTRIBUTES) >> 2] === Attributes.inline) initAttributes(m, o, type)
  track(m, o)
  return o
}

function addsAttributes(m: Machine, type: Address, base: Address): boolean {
  return m.i32[(type + TP_DICTOFFSET) >> 2] !== m.i32[(base + TP_DICTOFFSET) >> 2]
}

/** Slots, attributes, the type; then what the base visits. */
export function traverseSubclass(m: Machine, o: Address, life: BaseLife): number {
  const type = m.i32[(o + OB_TYPE) >> 2] as number
  let count = visitSlots(m, o, type, 0)
  if (addsAttributes(m, type, builtinBase(m, type))) count = visitAttributes(m, o, count)
  m.referents[count++] = type
  const own = m.referents.slice(0, count)
  const held = life.traverse(m, o)
  const visited = m.referents
  const referents = m.roomForReferents(count + held)
  if (referents === visited) referents.copyWithin(count, 0, held)
  else referents.set(visited.subarray(0, held), count)
  referents.set(own, 0)
  return count + held
}

export function clearSubclass(m: Machine, o: Address, life: BaseLife): void {
  const type = m.i32[(o + OB_TYPE) >> 2] as number
  clearSlots(m, o, type)
  if (addsAttributes(m, type, builtinBase(m, type))) clearAttributes(m, o)
  life.clear(m, o)
}

export function deallocSubclass(m: Machine, o: Address): void {
  const { i32 } = m
  untrack(m, o)
  if (!deallocBegins(m, o)) return
  let type = i32[(o + OB_TYPE) >> 2] as number
  const base = builtinBase(m, type)
  if (i32[(type + TP_FINALIZE) >> 2] !== 0 && isResurrected(m, o)) {
    m.watcher?.resurrected(o)
    deallocEnds(m)
    return
  }
  const addsWeakrefs = i32[(type + TP_WEAKLISTOFFSET) >> 2] !== 0 && i32[(base + TP_WEAKLISTOFFSET) >> 2] === 0
  if (addsWeakrefs) releaseInstanceWeakrefs(m, o)
  clearSlots(m, o, type)
  if (addsAttributes(m, type, base)) releaseAttributes(m, o)
  // A finalizer may have given it another class of the same layout.
  type = i32[(o + OB_TYPE) >> 2] as number
  // The base's dealloc finds it tracked, and takes it out of the list again.
  track(m, o)
  untrack(m, o)
  const isLevel = m.dialect.trashcanCountsBases
  if (isLevel) m.deallocDepth++
  lifeOf(m, type).release(m, o)
  gcFree(m, o, i32[(type + TP_PRE_HEADER) >> 2] as number)
  if (isLevel) deallocEnds(m)
  decref(m, type)
  deallocEnds(m)
}

/** By kind of the subclass; filled by subclass-slots.ts. */
export const LIVES: BaseLife[] = []

function lifeOf(m: Machine, type: Address): BaseLife {
  const life = LIVES[m.i32[(type + TP_DEALLOC) >> 2] as number]
  assert(life !== undefined, 'a subclass has the life of its base')
  return life
}
