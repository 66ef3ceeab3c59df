/**
 * Survivors that the collector need not look at again are untracked: tuples of atoms by every collection, dicts of atoms
 * by full ones up to 3.13 (untrack_tuples, untrack_dicts). Postcondition: the order of the others is as before.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from '../object/kinds.ts'
import { maybeUntrackTuple } from '../object/tuple.ts'
import { nextOf, objectOf } from './gc-list.ts'

export function untrackTuples(m: Machine, list: Address): void {
  untrackOfType(m, list, m.typeByKind[Kind.tuple] as number, maybeUntrackTuple)
}

export function untrackDicts(m: Machine, list: Address, maybeUntrack: (m: Machine, o: Address) => void): void {
  untrackOfType(m, list, m.typeByKind[Kind.dict] as number, maybeUntrack)
}

function untrackOfType(m: Machine, list: Address, type: Address, maybeUntrack: (m: Machine, o: Address) => void): void {
  for (let head = nextOf(m, list); head !== list; ) {
    const next = nextOf(m, head)
    const o = objectOf(head)
    if (m.i32[(o + 8) >> 2] === type) maybeUntrack(m, o)
    head = next
  }
}
