/**
 * Debug memory (Objects/obmalloc.c: _PyMem_DebugRawAlloc, _PyMem_DebugRawFree, _PyMem_DebugRawRealloc) and the place
 * where an observer hears of blocks. Fresh memory is filled with 0xCD, freed memory with 0xDD. With padding, too, a block
 * has forbidden bytes around it, which are compared when it is freed or resized:
 *
 *   −16 size asked for (big-endian)   −8 'o'   −7 … −1 0xFD   0 block   n … n+7 0xFD   n+8 serial number (big-endian)
 *
 * Padding moves blocks to other size classes, as in a debug build; `fill` leaves all addresses as they are.
 */
import { Abort } from '../abort.ts'
import type { AddressSpace } from './address-space.ts'
import { type Address, OBMALLOC_SERIAL, type SizeBytes } from './layout.ts'
import type { MemoryObserver } from './memory-observer.ts'

export type DebugMemory = 'off' | 'fill' | 'padded'

export const CLEAN_BYTE = 0xcd
export const DEAD_BYTE = 0xdd
export const FORBIDDEN_BYTE = 0xfd
const API_ID = 0x6f
const BEFORE_BYTES = 16
const AFTER_BYTES = 16

/** The allocator below. */
interface PlainBlocks {
  readonly state: Address
  plainAlloc(sizeBytes: SizeBytes): Address
  plainFree(block: Address): void
  plainRealloc(block: Address, sizeBytes: SizeBytes): Address
  occupiedBytes(block: Address): SizeBytes
  isPoolBlock(block: Address): boolean
}

export class WatchedBlocks {
  observer: MemoryObserver | null = null
  private readonly plain: PlainBlocks
  private readonly space: AddressSpace
  private readonly debug: DebugMemory

  constructor(plain: PlainBlocks, space: AddressSpace, debug: DebugMemory) {
    this.plain = plain
    this.space = space
    this.debug = debug
  }

  alloc(sizeBytes: SizeBytes): Address {
    const isPadded = this.debug === 'padded'
    const block = this.plain.plainAlloc(isPadded ? sizeBytes + BEFORE_BYTES + AFTER_BYTES : sizeBytes)
    if (block === 0) return 0
    this.observer?.allocated?.(block, isPadded ? sizeBytes + BEFORE_BYTES + AFTER_BYTES : sizeBytes)
    const address = isPadded ? this.pad(block, sizeBytes) : block
    if (this.debug !== 'off') this.space.u8.fill(CLEAN_BYTE, address, address + sizeBytes)
    return address
  }

  free(address: Address): void {
    const block = this.debug === 'padded' ? this.unpad(address) : address
    const occupied = this.plain.occupiedBytes(block)
    this.observer?.freed?.(block, occupied)
    if (this.debug !== 'off') this.space.u8.fill(DEAD_BYTE, block, block + occupied)
    this.plain.plainFree(block)
  }

  realloc(address: Address, sizeBytes: SizeBytes): Address {
    if (address === 0) return this.alloc(sizeBytes)
    if (this.debug === 'padded') return this.move(address, this.sizeOf(address), sizeBytes)
    const occupied = this.plain.occupiedBytes(address)
    if (this.plain.isPoolBlock(address)) {
      const stays = sizeBytes <= occupied && 4 * sizeBytes > 3 * occupied
      return stays ? address : this.move(address, occupied, sizeBytes)
    }
    this.observer?.freed?.(address, occupied)
    const moved = this.plain.plainRealloc(address, sizeBytes)
    this.observer?.allocated?.(moved || address, moved === 0 ? occupied : sizeBytes)
    if (moved !== 0 && this.debug !== 'off' && sizeBytes > occupied)
      this.space.u8.fill(CLEAN_BYTE, moved + occupied, moved + sizeBytes)
    return moved
  }

  /** The forbidden bytes around a block are as they were written; true without padding. */
  isDressed(address: Address): boolean {
    if (this.debug !== 'padded') return true
    const { u8 } = this.space
    const end = address + this.sizeOf(address)
    if (u8[address - 8] !== API_ID || end > u8.length - AFTER_BYTES) return false
    for (let at = address - 7; at < address; at++) if (u8[at] !== FORBIDDEN_BYTE) return false
    for (let at = end; at < end + 8; at++) if (u8[at] !== FORBIDDEN_BYTE) return false
    return true
  }

  private move(address: Address, occupied: SizeBytes, sizeBytes: SizeBytes): Address {
    const moved = this.alloc(sizeBytes)
    if (moved === 0) return 0
    this.space.u8.copyWithin(moved, address, address + Math.min(occupied, sizeBytes))
    this.free(address)
    return moved
  }

  private pad(block: Address, sizeBytes: SizeBytes): Address {
    const { u8, i32 } = this.space
    const serialAt = (this.plain.state + OBMALLOC_SERIAL) >> 2
    i32[serialAt] = (i32[serialAt] as number) + 1
    const address = block + BEFORE_BYTES
    this.bigEndian(block, sizeBytes)
    u8[block + 8] = API_ID
    u8.fill(FORBIDDEN_BYTE, block + 9, address)
    u8.fill(FORBIDDEN_BYTE, address + sizeBytes, address + sizeBytes + 8)
    this.bigEndian(address + sizeBytes + 8, i32[serialAt] as number)
    return address
  }

  /** The block below; stops where somebody wrote beside it, or freed it already. */
  private unpad(address: Address): Address {
    if (!this.isDressed(address)) throw new Abort('forbidden-bytes-are-untouched')
    return address - BEFORE_BYTES
  }

  private bigEndian(at: Address, value: number): void {
    const { u8 } = this.space
    for (let i = 0; i < 8; i++) u8[at + i] = i < 4 ? 0 : (value >>> (8 * (7 - i))) & 0xff
  }

  private sizeOf(address: Address): SizeBytes {
    const { u8 } = this.space
    let size = 0
    for (let at = address - 12; at < address - 8; at++) size = (size << 8) | (u8[at] as number)
    return size
  }
}
