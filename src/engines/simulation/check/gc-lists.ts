/**
 * GC lists over raw bytes, between collections: every ring is whole in both directions, no member carries a mark of a
 * collection, each is in one list only, has a count and a type whose objects have a GC head. Knows nothing of what an
 * object refers to.
 */
import type { AddressSpace } from '../memory/address-space.ts'
import {
  type Address,
  GC_HEAD_BYTES,
  OB_REFCNT,
  OB_TYPE,
  TP_FLAGS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
} from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'

/** What the checkers of objects have to be told: nothing of it can be read from memory. */
export interface ObjectRoots {
  /** Head records of the generations and of the permanent one. */
  readonly heads: readonly Address[]
  /** The `type` type, whose static members have no GC head. */
  readonly typeType: Address
  readonly none: Address
}

const COLLECTING = 2
const UNREACHABLE = 2
const FLAGS = 3

export function checkGcLists(space: AddressSpace, roots: ObjectRoots): readonly Complaint[] {
  const complaints = new Complaints()
  const seen = new Set<Address>(roots.heads)
  for (const list of roots.heads) checkRing(complaints, space, roots, list, seen)
  return complaints.list
}

function checkRing(
  complaints: Complaints,
  space: AddressSpace,
  roots: ObjectRoots,
  list: Address,
  seen: Set<Address>,
): void {
  const word = (at: Address): number => space.i32[at >> 2] ?? 0
  let before = list
  for (;;) {
    const next = word(before)
    complaints.demand((next & UNREACHABLE) === 0, 'no-mark-outside-a-collection', before, 'unreachable')
    const head = next & ~FLAGS
    const isInside = head > 0 && head < space.buffer.byteLength - GC_HEAD_BYTES
    if (!complaints.demand(isInside, 'gc-list-is-a-ring', before, `leads to ${head}`)) return
    const prev = word(head + 8)
    const leadsBack = (prev & ~FLAGS) === before
    if (!complaints.demand(leadsBack, 'gc-list-is-a-ring', head, `_gc_prev is ${prev & ~FLAGS}, not ${before}`)) return
    if (head === list) return
    if (!complaints.demand(!seen.has(head), 'an-object-is-tracked-once', head, 'met a second time')) return
    seen.add(head)
    complaints.demand((prev & COLLECTING) === 0, 'no-mark-outside-a-collection', head, 'collecting')
    const o = head + GC_HEAD_BYTES
    complaints.demand(word(o + OB_REFCNT) !== 0, 'no-tracked-object-with-refcount-zero', o, 'count 0')
    const type = word(o + OB_TYPE)
    const flags = word(type + TP_FLAGS)
    complaints.demand((flags & TPFLAGS_HAVE_GC) !== 0, 'a-tracked-object-has-a-gc-head', o, `type ${type}`)
    const isStatic = type === roots.typeType && (word(o + TP_FLAGS) & TPFLAGS_HEAPTYPE) === 0
    complaints.demand(!isStatic, 'a-tracked-object-has-a-gc-head', o, 'a static type')
    before = head
  }
}

/** Objects of the whole heap that are in a list, in order; stops where a ring is broken. */
export function trackedObjects(space: AddressSpace, roots: ObjectRoots): Address[] {
  const objects: Address[] = []
  const seen = new Set<Address>()
  for (const list of roots.heads) {
    let head = (space.i32[list >> 2] ?? 0) & ~FLAGS
    while (head !== list && head > 0 && !seen.has(head) && head < space.buffer.byteLength) {
      seen.add(head)
      objects.push(head + GC_HEAD_BYTES)
      head = (space.i32[head >> 2] ?? 0) & ~FLAGS
    }
  }
  return objects
}
