/** A request that is one byte larger than a size class is served by that class. */
import type { Address, SizeBytes } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/memory/object-allocator.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/memory/object-allocator.ts'

const ALIGNMENT = 16

export class ObjectAllocator extends whole.ObjectAllocator {
  override alloc(sizeBytes: SizeBytes): Address {
    reached()
    const isOneMore = sizeBytes > ALIGNMENT && sizeBytes % ALIGNMENT === 1
    return super.alloc(isOneMore && triggered() ? sizeBytes - 1 : sizeBytes)
  }
}
