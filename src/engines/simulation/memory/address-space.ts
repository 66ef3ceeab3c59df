/**
 * The one address space of a simulated process, an ArrayBuffer that the host commits page by page, and its segments:
 *
 *   0          4 KiB                                                                              sizeBytes
 *   ├ null page ┼ code ┼ constants ┼ data ┼ zeroed ┼ heap: raw blocks → … ← arenas ┼ stack ┼ registers ┤
 *   └─ nothing ─┴── read only ─────┴─────────────── read and write ──────────────────────────────────────┘
 *
 * What may not be written lies lowest, so that a checked store is one comparison. The engine's own fast paths write
 * through the views instead; `seal` and `isIntact` tell whether one of them hit what is read-only. Addresses stay below
 * 2^31, so that one is a small signed integer.
 */
import { assert } from '../../../base/assert.ts'
import { Fault } from '../abort.ts'
import { type Mark, MemoryImage } from './image.ts'
import type { Address, SizeBytes } from './layout.ts'

export type SegmentName = 'null' | 'code' | 'constants' | 'data' | 'zeroed' | 'heap' | 'stack' | 'registers'

export interface Segment {
  readonly name: SegmentName
  readonly start: Address
  readonly end: Address
  readonly readable: boolean
  readonly writable: boolean
}

export interface SegmentSizes {
  readonly code: SizeBytes
  readonly constants: SizeBytes
  readonly data: SizeBytes
  readonly zeroed: SizeBytes
  readonly stack: SizeBytes
}

const KIB = 1024
const NULL_PAGE_BYTES = 4 * KIB
/** Instruction pointer, stack pointer, frame pointer, flags: 8 bytes each, and room. */
const REGISTERS_BYTES = 64

export const SEGMENT_SIZES: SegmentSizes = {
  code: 1024 * KIB - NULL_PAGE_BYTES,
  constants: 1024 * KIB,
  data: 4096 * KIB,
  zeroed: 512 * KIB,
  stack: 4096 * KIB,
}

export class AddressSpace {
  readonly buffer: ArrayBuffer
  readonly i32: Int32Array
  readonly u8: Uint8Array
  readonly f64: Float64Array
  readonly segments: readonly Segment[]
  readonly codeStart: Address = NULL_PAGE_BYTES
  readonly constantsStart: Address
  readonly dataStart: Address
  readonly zeroedStart: Address
  readonly heapStart: Address
  readonly heapEnd: Address
  readonly stackStart: Address
  readonly stackEnd: Address
  readonly registersStart: Address
  /** Where each segment that fills from below goes on. */
  codeTop: Address
  constantsTop: Address
  dataTop: Address
  zeroedTop: Address
  private sealed = 0
  private sealedCodeTop: Address = 0
  private sealedConstantsTop: Address = 0

  constructor(sizeBytes: SizeBytes, sizes: SegmentSizes = SEGMENT_SIZES) {
    assert(sizeBytes <= 2 ** 31 && sizeBytes % (64 * KIB) === 0, 'an address space is of whole 64 KiB, up to 2 GiB')
    this.buffer = new ArrayBuffer(sizeBytes)
    this.i32 = new Int32Array(this.buffer)
    this.u8 = new Uint8Array(this.buffer)
    this.f64 = new Float64Array(this.buffer)
    this.constantsStart = this.codeStart + sizes.code
    this.dataStart = this.constantsStart + sizes.constants
    this.zeroedStart = this.dataStart + sizes.data
    this.heapStart = this.zeroedStart + sizes.zeroed
    this.registersStart = sizeBytes - REGISTERS_BYTES
    this.stackEnd = this.registersStart
    // Arenas are taken from the heap's end downwards: it lies on a multiple of 64 KiB, and so of every pool size.
    this.heapEnd = Math.floor((this.stackEnd - sizes.stack) / (64 * KIB)) * 64 * KIB
    this.stackStart = this.heapEnd
    assert(this.heapStart % 16 === 0 && this.heapStart < this.heapEnd, 'there is room for a heap')
    this.codeTop = this.codeStart
    this.constantsTop = this.constantsStart
    this.dataTop = this.dataStart
    this.zeroedTop = this.zeroedStart
    this.segments = [
      segment('null', 0, this.codeStart, false, false),
      segment('code', this.codeStart, this.constantsStart, true, false),
      segment('constants', this.constantsStart, this.dataStart, true, false),
      segment('data', this.dataStart, this.zeroedStart, true, true),
      segment('zeroed', this.zeroedStart, this.heapStart, true, true),
      segment('heap', this.heapStart, this.heapEnd, true, true),
      segment('stack', this.stackStart, this.stackEnd, true, true),
      segment('registers', this.registersStart, sizeBytes, true, true),
    ]
  }

  /** The segment that holds the byte at `address`; undefined outside the address space. */
  segmentOf(address: Address): Segment | undefined {
    return this.segments.find(({ start, end }) => address >= start && address < end)
  }

  // --- checked access: faults where the segment does not permit it ---

  store32(address: Address, value: number): void {
    if (address < this.dataStart || address > this.buffer.byteLength - 4)
      throw new Fault('a-store-goes-to-writable-memory', address)
    this.i32[address >> 2] = value
  }

  store8(address: Address, value: number): void {
    if (address < this.dataStart || address >= this.buffer.byteLength)
      throw new Fault('a-store-goes-to-writable-memory', address)
    this.u8[address] = value
  }

  load32(address: Address): number {
    if (address < NULL_PAGE_BYTES || address > this.buffer.byteLength - 4)
      throw new Fault('a-load-comes-from-readable-memory', address)
    return this.i32[address >> 2] as number
  }

  // --- room in the segments that fill from below; all aligned to 16 bytes ---

  /** For the compiler of one program, which writes through the views before `seal`. Not cleared. */
  takeCode(sizeBytes: SizeBytes): Address {
    const address = this.codeTop
    this.codeTop = ended(address, sizeBytes, this.constantsStart)
    return address
  }

  /** Code and what it refers to fill more than half of a segment: time for a new machine before they fill all. */
  get isHalfFull(): boolean {
    return (
      2 * (this.codeTop - this.codeStart) > this.constantsStart - this.codeStart ||
      2 * (this.dataTop - this.dataStart) > this.zeroedStart - this.dataStart
    )
  }

  /** As `takeCode`, for what code refers to. */
  takeConstants(sizeBytes: SizeBytes): Address {
    const address = this.constantsTop
    this.constantsTop = ended(address, sizeBytes, this.dataStart)
    return address
  }

  /** Zeroed memory in the initialised data: for static types and singletons, before any program runs. */
  takeStatic(sizeBytes: SizeBytes): Address {
    const address = this.dataTop
    this.dataTop = ended(address, sizeBytes, this.zeroedStart)
    this.u8.fill(0, address, this.dataTop)
    return address
  }

  /** Zeroed memory for static variables without an initial value: heads of generations, state of the allocators. */
  takeZeroed(sizeBytes: SizeBytes): Address {
    const address = this.zeroedTop
    this.zeroedTop = ended(address, sizeBytes, this.heapStart)
    this.u8.fill(0, address, this.zeroedTop)
    return address
  }

  mark(): Mark {
    return { code: this.codeTop, constants: this.constantsTop, data: this.dataTop, zeroed: this.zeroedTop }
  }

  /** Gives up whatever was taken since the mark, such as the code of the program before. */
  reset(mark: Mark): void {
    this.codeTop = mark.code
    this.constantsTop = mark.constants
    this.dataTop = mark.data
    this.zeroedTop = mark.zeroed
    this.sealedCodeTop = 0
  }

  // --- integrity of what is read-only ---

  /** Code and constants are loaded: remembers their checksum. Costs about a nanosecond a word. */
  seal(): void {
    this.sealedCodeTop = this.codeTop
    this.sealedConstantsTop = this.constantsTop
    this.sealed = this.checksum()
  }

  /** Nothing has changed code or constants since `seal`; true where nothing was sealed. */
  isIntact(): boolean {
    return this.sealedCodeTop === 0 || this.sealed === this.checksum()
  }

  /** Bytes of the zeroed segment that nobody has taken, and that are not zero. */
  dirtyZeroedBytes(): number {
    let dirty = 0
    for (let at = this.zeroedTop >> 2; at < this.heapStart >> 2; at++) if (this.i32[at] !== 0) dirty += 4
    return dirty
  }

  /** Of code and constants as they are now. */
  checksumOfReadOnly(): number {
    return this.checksum(this.codeTop, this.constantsTop)
  }

  private checksum(codeTop = this.sealedCodeTop, constantsTop = this.sealedConstantsTop): number {
    const { i32 } = this
    let sum = 0x811c9dc5
    for (let at = this.codeStart >> 2; at < codeTop >> 2; at++) sum = Math.imul(sum ^ (i32[at] as number), 0x01000193)
    for (let at = this.constantsStart >> 2; at < constantsTop >> 2; at++)
      sum = Math.imul(sum ^ (i32[at] as number), 0x01000193)
    return sum
  }

  /**
   * A copy of all that is in use outside the stack: the segments that fill from below, and of the heap the `heapRanges`
   * (start, end, start, end, …) that its allocator names. `restore` of it sets just these bytes, and the marks.
   */
  snapshot(heapRanges: readonly Address[]): MemoryImage {
    const filled = [
      ...[this.codeStart, this.codeTop, this.constantsStart, this.constantsTop],
      ...[this.dataStart, this.dataTop, this.zeroedStart, this.zeroedTop],
    ]
    return new MemoryImage(this.u8, this.mark(), [...filled, ...heapRanges])
  }

  /**
   * As `snapshot`, without code and constants, and without the ranges of the initialised data that never change (`fixed`,
   * ascending); for `image.restore()`, which leaves the marks alone.
   */
  writableImage(heapRanges: readonly Address[], fixed: readonly Address[]): MemoryImage {
    const filled = [this.dataStart, ...fixed, this.dataTop, this.zeroedStart, this.zeroedTop]
    return new MemoryImage(this.u8, this.mark(), [...filled, ...heapRanges])
  }

  restore(image: MemoryImage): void {
    image.restore()
    this.reset(image.mark)
  }
}

function segment(name: SegmentName, start: Address, end: Address, readable: boolean, writable: boolean): Segment {
  return Object.freeze({ name, start, end, readable, writable })
}

function ended(address: Address, sizeBytes: SizeBytes, limit: Address): Address {
  const end = address + ((sizeBytes + 15) & ~15)
  if (end > limit) throw new Fault('a-segment-holds-what-is-loaded', address)
  return end
}
