/** Taking away from a set what an iterable gives (set_difference_update_internal). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { iterate, nextItem } from './protocol.ts'
import { decref } from './refcount.ts'
import { clearSet, discardHashed, isAnySet, setDiscardKey, setNext, setSize } from './set.ts'
import { readSet, resizeSet, SET_FILL, SET_MASK } from './set-table.ts'

/** Takes the items of an iterable out. A status. */
export function removeAll(m: Machine, self: Address, other: Address): number {
  if (self === other) {
    clearSet(m, self)
    return 0
  }
  if (isAnySet(m, other)) {
    for (let p = setNext(m, other, 0); p >= 0; p = setNext(m, other, p)) {
      if (discardHashed(m, self, m.dictKey, m.hashLow, m.hashHigh) < 0) return -1
    }
    dropDummies(m, self)
    return 0
  }
  const iterator = iterate(m, other)
  if (iterator === 0) return -1
  for (let item = nextItem(m, iterator); item !== 0; item = nextItem(m, iterator)) {
    const status = setDiscardKey(m, self, item)
    decref(m, item)
    if (status < 0) break
  }
  decref(m, iterator)
  if (m.error !== 0) return -1
  return dropDummies(m, self)
}

/** Where more than a quarter of the places were of removed items. A status. */
function dropDummies(m: Machine, s: Address): number {
  const used = setSize(m, s)
  if (readSet(m, s, SET_FILL) - used <= readSet(m, s, SET_MASK) >> 2) return 0
  return resizeSet(m, s, used > 50000 ? used * 2 : used * 4)
}
