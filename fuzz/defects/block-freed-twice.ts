/** A block is put twice into the chain of its pool: it is given out again while it is in use. */

import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/memory/object-allocator.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/memory/object-allocator.ts'

const EVERY = 256
let count = 0

export class ObjectAllocator extends whole.ObjectAllocator {
  override free(block: Address): void {
    reached()
    super.free(block)
    if (this.isPoolBlock(block) && ++count % EVERY === 0 && triggered()) super.free(block)
  }
}
