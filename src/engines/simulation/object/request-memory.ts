/**
 * Requests for memory that a case lets fail (as `_testcapi.set_nomemory` does): once, when so many have been granted.
 * Every request that a statement makes for an object, its items, its table or its values passes here. Who asks gets 0 with
 * MemoryError set, and gives back what it has. What is kept in a free list is no request, and a block that shrinks is none.
 * Leaves out what C code cannot do without here: see `granted`.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { moveBlock, takeBlock } from '../memory/blocks.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'
import { raise } from './raise.ts'

/** From now on `after` requests are granted and the next one is refused. */
export function refuseAfter(m: Machine, after: number): void {
  assert(after >= 0 && m.grants < 0, 'one request is refused at a time')
  m.grants = after
}

/** No request is refused any more. */
export function grantAll(m: Machine): void {
  m.grants = -1
}

/** True, with MemoryError set, where it is this request's turn to be refused. */
export function isRefused(m: Machine): boolean {
  if (m.grants < 0) return false
  if (m.grants-- > 0) return false
  m.log.report({ kind: 'memory-refused' })
  raise(m, 'MemoryError', '')
  return true
}

/** A block, or 0 with MemoryError set. */
export function requestBlock(m: Machine, sizeBytes: SizeBytes): Address {
  if (m.grants >= 0 && isRefused(m)) return 0
  return takeBlock(m.objects, sizeBytes)
}

/** A block of another size, which may lie elsewhere; 0 with MemoryError set: then the old one is as it was. */
export function requestRoom(m: Machine, block: Address, sizeBytes: SizeBytes): Address {
  if (m.grants >= 0 && isRefused(m)) return 0
  return moveBlock(m.objects, block, sizeBytes)
}

/** Runs `make`, all of whose requests are granted and not counted. */
export function granted<T>(m: Machine, make: () => T): T {
  const { grants } = m
  m.grants = -1
  try {
    return make()
  } finally {
    m.grants = grants
  }
}
