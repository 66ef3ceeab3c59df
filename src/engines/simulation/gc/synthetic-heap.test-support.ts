/**
 * A heap for tests of the collector alone: a machine with real lists and tuples and one synthetic kind,
 * `node`, of eight references, in two types, with and without a finalizer. Everything else of a machine is missing.
 *
 *   0 ob_refcnt   8 ob_type   16 … 72 eight references, each may be NULL
 */
import type { Dialect } from '../dialect.ts'
import { EventLog } from '../event-log.ts'
import { Machine, type Services, type TypeSlots } from '../machine.ts'
import { AddressSpace } from '../memory/address-space.ts'
import { type Address, GC_PREV, STATIC_TYPE_BYTES, TP_FINALIZE } from '../memory/layout.ts'
import { ObjectAllocator } from '../memory/object-allocator.ts'
import { bootFreeLists } from '../object/free-lists.ts'
import { Kind } from '../object/kinds.ts'
import { LIST } from '../object/list-slots.ts'
import { deallocBegins, deallocEnds } from '../object/nested-dealloc.ts'
import { decref, incref } from '../object/refcount.ts'
import { defineStaticType } from '../object/static-type.ts'
import { TUPLE } from '../object/tuple-slots.ts'
import { collectIfDue } from './collect.ts'
import { gcAlloc, gcFree, track, untrack } from './gc-alloc.ts'
import { nextOf, objectOf, PREV_FINALIZED } from './gc-list.ts'
import { GcState } from './gc-state.ts'
import { bootGenerations } from './generation.ts'

export const NODE_KIND = 120
export const NODE_REFERENCES = 8
const NODE_BYTES = 16 + 8 * NODE_REFERENCES

export interface SyntheticHeap {
  readonly m: Machine
  readonly plainType: Address
  readonly finalizedType: Address
}

const NODE: TypeSlots = {
  name: 'node',
  gc: true,
  basicSize: NODE_BYTES,
  traverse(m, o) {
    let count = 0
    for (let at = o + 16; at < o + NODE_BYTES; at += 8) {
      const child = m.i32[at >> 2] as number
      if (child !== 0) m.referents[count++] = child
    }
    return count
  },
  clear(m, o) {
    for (let i = 0; i < NODE_REFERENCES; i++) setReference(m, o, i, 0)
  },
  dealloc(m, o) {
    untrack(m, o)
    if (!deallocBegins(m, o)) return
    for (let i = 0; i < NODE_REFERENCES; i++) setReference(m, o, i, 0)
    gcFree(m, o)
    deallocEnds(m)
  },
}

const missing = (): never => {
  throw new Error('a synthetic heap has no program')
}

export function syntheticHeap(
  dialect: Dialect,
  memoryBytes: number,
  callFinalizer: (m: Machine, o: Address) => void,
): SyntheticHeap {
  const space = new AddressSpace(memoryBytes)
  const services: Services = {
    call: missing,
    unraisable: missing,
    callFinalizer,
    clearWeakrefs: missing,
    collectIfDue,
    stackRoots: () => [],
    newException: missing,
    newError: missing,
    dropUnmade: missing,
    runFrame: missing,
  }
  const objects = new ObjectAllocator(space)
  const m = new Machine(dialect, space, objects, new GcState(), new EventLog(), services)
  bootGenerations(m)
  bootFreeLists(m)
  defineStaticType(m, Kind.list, LIST)
  defineStaticType(m, Kind.tuple, TUPLE)
  const plainType = defineStaticType(m, NODE_KIND, NODE)
  const finalizedType = space.takeStatic(STATIC_TYPE_BYTES)
  m.i32.copyWithin(finalizedType >> 2, plainType >> 2, (plainType + STATIC_TYPE_BYTES) >> 2)
  m.i32[(finalizedType + TP_FINALIZE) >> 2] = 1
  return { m, plainType, finalizedType }
}

/** Tracked, with one reference, which is the caller's. */
export function newNode(m: Machine, type: Address): Address {
  const o = gcAlloc(m, type, NODE_BYTES)
  m.i32.fill(0, (o + 16) >> 2, (o + NODE_BYTES) >> 2)
  track(m, o)
  return o
}

/** `target` is borrowed; 0 takes the reference away. */
export function setReference(m: Machine, o: Address, index: number, target: Address): void {
  const at = (o + 16 + 8 * index) >> 2
  const old = m.i32[at] as number
  m.i32[at] = target === 0 ? 0 : incref(m, target)
  if (old !== 0) decref(m, old)
}

export function membersOf(m: Machine, list: Address): Address[] {
  const members: Address[] = []
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) members.push(objectOf(head))
  return members
}

export function isFinalized(m: Machine, o: Address): boolean {
  return ((m.i32[(o + GC_PREV) >> 2] as number) & PREV_FINALIZED) !== 0
}
