/** The hash of a frozenset, kept in its record (frozenset_hash). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { setNext, setSize } from './set.ts'
import { SET_HASH } from './set-table.ts'
import { multiply, wide } from './words.ts'

/** An order of items does not matter: their hashes, each spread out, are put together by exclusive or. */
export function hashFrozenset(m: Machine, s: Address): number {
  const at = (s + SET_HASH) >> 2
  if (m.i32[at] === -1 && m.i32[at + 1] === -1) {
    let low = 0
    let high = 0
    for (let p = setNext(m, s, 0); p >= 0; p = setNext(m, s, p)) {
      multiply(
        m.hashLow ^ 89869747 ^ (m.hashLow << 16),
        m.hashHigh ^ ((m.hashHigh << 16) | (m.hashLow >>> 16)),
        3644798167 | 0,
        0,
      )
      low ^= wide.low
      high ^= wide.high
    }
    multiply(setSize(m, s) + 1, 0, 1927868237, 0)
    low ^= wide.low
    high ^= wide.high
    const shiftedLow = ((low >>> 11) | (high << 21)) ^ ((low >>> 25) | (high << 7))
    const shiftedHigh = (high >>> 11) ^ (high >>> 25)
    multiply(low ^ shiftedLow, high ^ shiftedHigh, 69069, 0)
    low = (wide.low + 907133923) | 0
    high = (wide.high + (low >>> 0 < 907133923 ? 1 : 0)) | 0
    m.i32[at] = low === -1 && high === -1 ? 590923713 : low
    m.i32[at + 1] = low === -1 && high === -1 ? 0 : high
  }
  m.hashLow = m.i32[at] as number
  m.hashHigh = m.i32[at + 1] as number
  return 0
}
