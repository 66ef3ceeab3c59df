/** Blocks that are taken for granted: where the address space is full the invariant fails, and the program has run out of memory. */
import { assert } from '../../../base/assert.ts'
import type { Address, SizeBytes } from './layout.ts'
import type { ObjectAllocator } from './object-allocator.ts'

/** The outcome of a program that fails by it is `out-of-memory`. */
export const MEMORY_LEFT = 'there is memory left'

export function takeBlock(objects: ObjectAllocator, sizeBytes: SizeBytes): Address {
  const block = objects.alloc(sizeBytes)
  assert(block !== 0, MEMORY_LEFT)
  return block
}

/** A block of another size, which may lie elsewhere. */
export function moveBlock(objects: ObjectAllocator, block: Address, sizeBytes: SizeBytes): Address {
  const moved = objects.realloc(block, sizeBytes)
  assert(moved !== 0, MEMORY_LEFT)
  return moved
}
