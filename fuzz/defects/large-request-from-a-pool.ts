/** Requests just above the threshold are served by the pools of the largest class, whose blocks are too small for them. */
import { type Address, type SizeBytes, SMALL_REQUEST_THRESHOLD } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/memory/object-allocator.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/memory/object-allocator.ts'

const JUST_ABOVE = 32

export class ObjectAllocator extends whole.ObjectAllocator {
  override alloc(sizeBytes: SizeBytes): Address {
    reached()
    const isJustAbove = sizeBytes > SMALL_REQUEST_THRESHOLD && sizeBytes <= SMALL_REQUEST_THRESHOLD + JUST_ABOVE
    return super.alloc(isJustAbove && triggered() ? SMALL_REQUEST_THRESHOLD : sizeBytes)
  }
}
