/**
 * Level 0: what the process has of the heap segment. Two ends grow towards each other, as brk and mmap on Linux: the raw
 * allocator's memory from the segment's start upwards, arenas from its end downwards. An address is thus in the arenas'
 * part when it is not below the floor.
 *
 *   heapStart                break            floor                         heapEnd
 *   ├ raw allocator's memory ┼ never asked for ┼ arena … (returned) … arena ┤
 *
 * The ledger lies in the zeroed data, so that a copy of memory holds it too.
 */
import { assert } from '../../../base/assert.ts'
import type { AddressSpace } from './address-space.ts'
import {
  type Address,
  type SizeBytes,
  SYSTEM_BREAK,
  SYSTEM_FLOOR,
  SYSTEM_RETURNED,
  SYSTEM_STATE_BYTES,
} from './layout.ts'
import type { MemoryObserver } from './memory-observer.ts'

export class SystemMemory {
  readonly state: Address
  observer: MemoryObserver | null = null
  private readonly i32: Int32Array
  private readonly heapStart: Address

  /** Ranges are mapped so many bytes (a multiple of 16) beside a multiple of 64 KiB; a real mmap knows 4 KiB only. */
  constructor(space: AddressSpace, mapOffsetBytes: SizeBytes = 0) {
    this.i32 = space.i32
    this.heapStart = space.heapStart
    this.state = space.takeZeroed(SYSTEM_STATE_BYTES)
    this.i32[(this.state + SYSTEM_BREAK) >> 2] = space.heapStart
    this.i32[(this.state + SYSTEM_FLOOR) >> 2] = space.heapEnd - mapOffsetBytes
  }

  get breakAddress(): Address {
    return this.i32[(this.state + SYSTEM_BREAK) >> 2] as number
  }

  get floor(): Address {
    return this.i32[(this.state + SYSTEM_FLOOR) >> 2] as number
  }

  /** Moves the break up; gives where it was, or 0 where memory is exhausted. */
  extend(sizeBytes: SizeBytes): Address {
    const from = this.breakAddress
    assert(sizeBytes > 0 && sizeBytes % 16 === 0, 'the break moves by whole blocks')
    if (sizeBytes > this.floor - from) return 0
    this.i32[(this.state + SYSTEM_BREAK) >> 2] = from + sizeBytes
    this.observer?.systemAsked?.(from, sizeBytes)
    return from
  }

  /** Moves the break down. */
  shrink(sizeBytes: SizeBytes): void {
    const to = this.breakAddress - sizeBytes
    assert(sizeBytes > 0 && to >= this.heapStart, 'the break stays in the heap')
    this.i32[(this.state + SYSTEM_BREAK) >> 2] = to
    this.observer?.systemReturned?.(to, sizeBytes)
  }

  /** A range for an arena: the one that was returned last, or a new one below all others; 0 where memory is exhausted. */
  map(sizeBytes: SizeBytes): Address {
    const { i32, state } = this
    const returned = i32[(state + SYSTEM_RETURNED) >> 2] as number
    if (returned !== 0) {
      assert(i32[(returned + 8) >> 2] === sizeBytes, 'all mapped ranges are as large as an arena')
      i32[(state + SYSTEM_RETURNED) >> 2] = i32[returned >> 2] as number
      this.observer?.systemAsked?.(returned, sizeBytes)
      return returned
    }
    if (sizeBytes > this.floor - this.breakAddress) return 0
    const address = this.floor - sizeBytes
    i32[(state + SYSTEM_FLOOR) >> 2] = address
    this.observer?.systemAsked?.(address, sizeBytes)
    return address
  }

  unmap(address: Address, sizeBytes: SizeBytes): void {
    const { i32, state } = this
    assert(address >= this.floor, 'what is unmapped was mapped')
    i32[address >> 2] = i32[(state + SYSTEM_RETURNED) >> 2] as number
    i32[(address + 8) >> 2] = sizeBytes
    i32[(state + SYSTEM_RETURNED) >> 2] = address
    this.observer?.systemReturned?.(address, sizeBytes)
  }

  /** Addresses of the ranges that were given back and not asked for again. */
  returnedRanges(): readonly Address[] {
    const ranges: Address[] = []
    let at = this.i32[(this.state + SYSTEM_RETURNED) >> 2] as number
    for (; at !== 0; at = this.i32[at >> 2] as number) ranges.push(at)
    return ranges
  }
}
