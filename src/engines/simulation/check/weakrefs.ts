/**
 * Weakrefs over raw bytes: the list of every tracked object leads to weakrefs that lead back to it, linked both ways; of
 * those without a callback one weakref is first, and one proxy first or behind that, but for weakrefs of a class of the
 * program's; a live weakref is in its referent's list.
 *
 *   weakref: 16 wr_object (None when dead)   24 wr_callback   40 wr_prev   48 wr_next
 */
import type { AddressSpace } from '../memory/address-space.ts'
import { type Address, OB_TYPE, TP_BASE, TP_WEAKLISTOFFSET } from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'
import { type ObjectRoots, trackedObjects } from './gc-lists.ts'

const WR_OBJECT = 16
const WR_CALLBACK = 24
const WR_PREV = 40
const WR_NEXT = 48

export interface WeakrefRoots extends ObjectRoots {
  /** The type object of weakrefs. */
  readonly weakrefType: Address
  readonly proxyTypes: readonly Address[]
}

export function checkWeakrefs(space: AddressSpace, roots: WeakrefRoots): readonly Complaint[] {
  const complaints = new Complaints()
  const word = (at: Address): number => space.i32[at >> 2] ?? 0
  const listed = new Set<Address>()
  const tracked = trackedObjects(space, roots)
  for (const o of tracked) {
    const offset = word(word(o + OB_TYPE) + TP_WEAKLISTOFFSET)
    if (offset === 0) continue
    let before = 0
    let place = 0
    let plain = 0
    let proxies = 0
    for (let ref = word(o + offset); ref !== 0; ref = word(ref + WR_NEXT)) {
      if (!complaints.demand(!listed.has(ref), 'a-weakref-is-in-one-list', ref, `met again at ${o}`)) break
      listed.add(ref)
      const type = word(ref + OB_TYPE)
      const isProxy = roots.proxyTypes.includes(type)
      const isWeakref = isProxy || isWeakrefType(word, roots, type)
      if (!complaints.demand(isWeakref, 'weakref-list-leads-to-its-weakrefs', o, `leads to ${ref}`)) break
      const target = word(ref + WR_OBJECT)
      complaints.demand(target === o, 'weakref-list-leads-to-its-weakrefs', ref, `refers to ${target}, not ${o}`)
      const prev = word(ref + WR_PREV)
      complaints.demand(prev === before, 'weakref-list-is-linked-both-ways', ref, `wr_prev ${prev}, not ${before}`)
      if (word(ref + WR_CALLBACK) === 0 && (isProxy || type === roots.weakrefType)) {
        const isInPlace = place === (isProxy ? plain : 0)
        complaints.demand(isInPlace, 'callback-less-weakref-is-shared-and-first', ref, 'stands behind another')
        if (isProxy) proxies++
        else plain++
      }
      before = ref
      place++
    }
    const isShared = plain <= 1 && proxies <= 1
    complaints.demand(isShared, 'callback-less-weakref-is-shared-and-first', o, `${plain} and ${proxies} proxies`)
  }
  const isTracked = new Set(tracked)
  for (const ref of tracked) {
    const type = word(ref + OB_TYPE)
    if (!roots.proxyTypes.includes(type) && !isWeakrefType(word, roots, type)) continue
    const target = word(ref + WR_OBJECT)
    const isDead = target === roots.none || target === 0
    // Referents without a GC head are not among the tracked, so that their lists were not read.
    const isKnown = isDead || listed.has(ref) || !isTracked.has(target)
    complaints.demand(isKnown, 'a-live-weakref-is-in-its-list', ref, `of ${target}`)
    if (isDead) complaints.demand(word(ref + WR_NEXT) === 0, 'a-dead-weakref-is-in-no-list', ref, 'wr_next is set')
  }
  return complaints.list
}

/** The type of weakrefs, or a class that derives from it. */
function isWeakrefType(word: (at: Address) => number, roots: WeakrefRoots, type: Address): boolean {
  for (let t = type; t !== 0; t = word(t + TP_BASE)) if (t === roots.weakrefType) return true
  return false
}
