/**
 * `refcount-equals-incoming-strong-edges`, over raw bytes, for everything that is in the collector's lists. The caller
 * gives one address for each reference that no object holds (registers, stack, tables of the machine), and what objects
 * of unknown kinds refer to. Leaves out what is in no list: constants and tables of the interpreter refer to it.
 */
import type { AddressSpace } from '../memory/address-space.ts'
import { type Address, OB_REFCNT, OB_TYPE, TP_FLAGS, TPFLAGS_HAVE_GC, TPFLAGS_HEAPTYPE } from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'
import { type ObjectRoots, trackedObjects } from './gc-lists.ts'
import { type EdgeLayouts, edgesOf } from './object-edges.ts'

export interface RefcountRoots extends ObjectRoots {
  readonly layouts: EdgeLayouts
  /** One entry a reference from outside of all objects. */
  readonly references: readonly Address[]
  /** What an object of a kind that object-edges.ts does not draw refers to. */
  readonly othersOf: (o: Address) => readonly Address[]
}

export function checkRefcounts(space: AddressSpace, roots: RefcountRoots): readonly Complaint[] {
  const complaints = new Complaints()
  const word = (at: Address): number => space.i32[at >> 2] ?? 0
  const hasGcHead = (o: Address): boolean => {
    const type = word(o + OB_TYPE)
    if ((word(type + TP_FLAGS) & TPFLAGS_HAVE_GC) === 0) return false
    return type !== roots.typeType || (word(o + TP_FLAGS) & TPFLAGS_HEAPTYPE) !== 0
  }
  const incoming = new Map<Address, number>()
  const pending: Address[] = []
  const meet = (o: Address, edges: number): void => {
    if (o === 0 || !hasGcHead(o)) return
    const known = incoming.get(o)
    if (known === undefined) pending.push(o)
    incoming.set(o, (known ?? 0) + edges)
  }
  const judged = new Set(trackedObjects(space, roots))
  for (const o of judged) meet(o, 0)
  for (const o of roots.references) meet(o, 1)
  for (let o = pending.pop(); o !== undefined; o = pending.pop()) {
    for (const target of edgesOf(space, roots.layouts, o) ?? roots.othersOf(o)) meet(target, 1)
  }
  for (const [o, edges] of incoming) {
    const count = word(o + OB_REFCNT)
    if (count < 0 || !judged.has(o)) continue
    complaints.demand(
      count === edges,
      'refcount-equals-incoming-strong-edges',
      o,
      `count ${count}, ${edges} references, type ${word(o + OB_TYPE)}`,
    )
  }
  return complaints.list
}
