/**
 * Breaks the cycles of what is dead by clearing its members in list order; reference counts do the rest (delete_garbage).
 * Postcondition: the list is empty; a member that something still holds is in `old`, unmarked, and may die later.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_REFCNT, OB_TYPE, TP_DEALLOC } from '../memory/layout.ts'
import { listAppend } from '../object/list.ts'
import { decref, incref } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { move, nextOf, objectOf, PREV_COLLECTING } from './gc-list.ts'

export const DEBUG_STATS = 1
export const DEBUG_COLLECTABLE = 2
export const DEBUG_UNCOLLECTABLE = 4
export const DEBUG_SAVEALL = 32
export const DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL

export function deleteGarbage(m: Machine, collectable: Address, old: Address): void {
  const { i32 } = m
  const savesAll = (m.gc.debug & DEBUG_SAVEALL) !== 0
  for (let head = nextOf(m, collectable); head !== collectable; head = nextOf(m, collectable)) {
    const o = objectOf(head)
    assert((i32[(o + OB_REFCNT) >> 2] as number) > 0, 'no-tracked-object-with-refcount-zero')
    if (savesAll) {
      // Diverges: lacks no memory.
      granted(m, () => listAppend(m, m.gc.garbage, o))
    } else {
      const clear = m.slots[i32[((i32[(o + OB_TYPE) >> 2] as number) + TP_DEALLOC) >> 2] as number]?.clear
      if (clear !== undefined) {
        m.watcher?.cleared(o)
        incref(m, o)
        clear(m, o)
        if (m.error !== 0) m.services.unraisable(m, o)
        decref(m, o)
      }
    }
    if (nextOf(m, collectable) === head) {
      const at = (head + 8) >> 2
      i32[at] = (i32[at] as number) & ~PREV_COLLECTING
      move(m, head, old)
    }
  }
}
