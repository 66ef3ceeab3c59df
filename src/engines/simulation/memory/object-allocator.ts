/** Blocks for objects. (Provisional: size classes over a bump pointer; pools and arenas follow.) */
import type { AddressSpace } from './address-space.ts'
import type { Address, SizeBytes } from './layout.ts'

export class ObjectAllocator {
  private readonly space: AddressSpace
  private top: Address
  private readonly free_: Map<number, Address[]> = new Map()
  private readonly sizes = new Map<Address, number>()
  allocatedBlocks = 0

  constructor(space: AddressSpace, from: Address) {
    this.space = space
    this.top = from
  }

  /** Aligned to 16 bytes; 0 where the memory budget is exhausted. The contents are undefined. */
  alloc(sizeBytes: SizeBytes): Address {
    const size = Math.max(16, (sizeBytes + 15) & ~15)
    const block = this.free_.get(size)?.pop() ?? this.bump(size)
    if (block === 0) return 0
    this.sizes.set(block, size)
    this.allocatedBlocks++
    return block
  }

  private bump(size: number): Address {
    if (this.top + size > this.space.buffer.byteLength) return 0
    const block = this.top
    this.top += size
    return block
  }

  free(block: Address): void {
    const size = this.sizes.get(block)
    if (size === undefined) throw new Error(`block ${block} is not allocated`)
    this.sizes.delete(block)
    const list = this.free_.get(size)
    if (list === undefined) this.free_.set(size, [block])
    else list.push(block)
    this.allocatedBlocks--
  }

  /** Keeps the contents up to the smaller size; gives the block where it lies now, 0 where there is no room. */
  realloc(block: Address, sizeBytes: SizeBytes): Address {
    if (block === 0) return this.alloc(sizeBytes)
    const size = this.sizes.get(block)
    if (size === undefined) throw new Error(`block ${block} is not allocated`)
    const wanted = Math.max(16, (sizeBytes + 15) & ~15)
    if (wanted === size) return block
    const moved = this.alloc(sizeBytes)
    if (moved === 0) return 0
    this.space.u8.copyWithin(moved, block, block + Math.min(size, wanted))
    this.free(block)
    return moved
  }
}
