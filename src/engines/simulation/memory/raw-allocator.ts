/**
 * Level 1: malloc, calloc, realloc and free of the raw level, over the break of the system. Chunks with boundary tags;
 * what is free lies in bins by size (eight to a power of two, a bitmap finds the next that is not empty), joined with its
 * free neighbours; the last chunk, the top, is in no bin. Small chunks are first kept for the next request of their size,
 * last in, first out, as glibc's tcache does, so that an equal request gets the address that was freed.
 *
 *   chunk   0 size of the chunk before   8 size | flags   16 payload (free: 16 next, 24 previous in its bin)
 *
 * Diverges: glibc maps requests of 128 KiB and more one by one; here they grow the break too, and the top is trimmed.
 */
import { assert } from '../../../base/assert.ts'
import { Abort } from '../abort.ts'
import type { AddressSpace } from './address-space.ts'
import {
  type Address,
  BINS,
  CHUNK_BYTES_MIN,
  CHUNK_CACHED,
  CHUNK_CACHED_BYTES_MAX,
  CHUNK_FLAGS,
  CHUNK_HEADER_BYTES,
  CHUNK_IN_USE,
  CHUNK_NEXT,
  CHUNK_PREV,
  CHUNK_PREV_SIZE,
  CHUNK_SIZE,
  CHUNKS_CACHED_MAX,
  RAW_BINS,
  RAW_BITMAP,
  RAW_CACHE,
  RAW_CACHE_COUNT,
  RAW_STATE_BYTES,
  RAW_TOP,
  type SizeBytes,
} from './layout.ts'
import type { SystemMemory } from './system-memory.ts'

/** The break moves in these steps; what the top has above twice as much goes back. */
const TOP_PAD_BYTES = 128 * 1024
/** How many chunks of the bin of its own size a request looks at before it takes a larger bin. */
const LOOKS_MAX = 8

export class RawAllocator {
  readonly state: Address
  private readonly i32: Int32Array
  private readonly u8: Uint8Array
  private readonly system: SystemMemory
  private readonly heapEnd: Address

  constructor(space: AddressSpace, system: SystemMemory) {
    this.i32 = space.i32
    this.u8 = space.u8
    this.system = system
    this.heapEnd = space.heapEnd
    this.state = space.takeZeroed(RAW_STATE_BYTES)
  }

  /** Aligned to 16 bytes, at least one byte; 0 where memory is exhausted. */
  malloc(sizeBytes: SizeBytes): Address {
    if (sizeBytes > this.heapEnd) return 0
    const { i32 } = this
    const size = chunkBytes(sizeBytes)
    if (size <= CHUNK_CACHED_BYTES_MAX) {
      const at = (this.state + RAW_CACHE + size) >> 2
      const cached = i32[at] as number
      if (cached !== 0) {
        i32[at] = i32[(cached + CHUNK_NEXT) >> 2] as number
        i32[at + (RAW_CACHE_COUNT >> 2)] = (i32[at + (RAW_CACHE_COUNT >> 2)] as number) - 1
        i32[(cached + CHUNK_SIZE) >> 2] = size | CHUNK_IN_USE
        return cached + CHUNK_HEADER_BYTES
      }
    }
    const chunk = this.takeFromBins(size) || this.takeFromTop(size)
    return chunk === 0 ? 0 : chunk + CHUNK_HEADER_BYTES
  }

  calloc(sizeBytes: SizeBytes): Address {
    const block = this.malloc(sizeBytes)
    if (block !== 0) this.u8.fill(0, block, block + sizeBytes)
    return block
  }

  free(block: Address): void {
    const { i32 } = this
    const chunk = block - CHUNK_HEADER_BYTES
    const tag = i32[(chunk + CHUNK_SIZE) >> 2] as number
    if ((tag & CHUNK_FLAGS) !== CHUNK_IN_USE) throw new Abort('freed-once')
    const size = tag & ~CHUNK_FLAGS
    if (size <= CHUNK_CACHED_BYTES_MAX) {
      const at = (this.state + RAW_CACHE + size) >> 2
      const count = i32[at + (RAW_CACHE_COUNT >> 2)] as number
      if (count < CHUNKS_CACHED_MAX) {
        i32[(chunk + CHUNK_NEXT) >> 2] = i32[at] as number
        i32[at] = chunk
        i32[at + (RAW_CACHE_COUNT >> 2)] = count + 1
        i32[(chunk + CHUNK_SIZE) >> 2] = tag | CHUNK_CACHED
        return
      }
    }
    this.release(chunk, size)
  }

  /** Keeps the contents up to the smaller size; 0 where memory is exhausted, the block is then as it was. */
  realloc(block: Address, sizeBytes: SizeBytes): Address {
    if (block === 0) return this.malloc(sizeBytes)
    if (sizeBytes > this.heapEnd) return 0
    const chunk = block - CHUNK_HEADER_BYTES
    const old = this.sizeOf(chunk)
    const size = chunkBytes(sizeBytes)
    if (size <= old) {
      this.splitUsed(chunk, old, size)
      return block
    }
    if (this.growInPlace(chunk, old, size)) return block
    const moved = this.malloc(sizeBytes)
    if (moved === 0) return 0
    this.u8.copyWithin(moved, block, block + old - CHUNK_HEADER_BYTES)
    this.free(block)
    return moved
  }

  /** How many bytes the block has, at least what was asked for. */
  usableBytes(block: Address): SizeBytes {
    return this.sizeOf(block - CHUNK_HEADER_BYTES) - CHUNK_HEADER_BYTES
  }

  private sizeOf(chunk: Address): SizeBytes {
    return (this.i32[(chunk + CHUNK_SIZE) >> 2] as number) & ~CHUNK_FLAGS
  }

  private get top(): Address {
    return this.i32[(this.state + RAW_TOP) >> 2] as number
  }

  private isFree(chunk: Address): boolean {
    return ((this.i32[(chunk + CHUNK_SIZE) >> 2] as number) & CHUNK_IN_USE) === 0
  }

  /** Joins the chunk with its free neighbours; it ends in a bin, or in the top. */
  private release(chunk: Address, sizeBytes: SizeBytes): void {
    const { i32 } = this
    let start = chunk
    let size = sizeBytes
    const before = i32[(chunk + CHUNK_PREV_SIZE) >> 2] as number
    if (before !== 0 && this.isFree(chunk - before)) {
      start = chunk - before
      size += before
      this.unlink(start)
    }
    let next = chunk + sizeBytes
    if (next !== this.top && this.isFree(next)) {
      this.unlink(next)
      const nextSize = this.sizeOf(next)
      size += nextSize
      next += nextSize
    }
    if (next === this.top) this.setTop(start)
    else this.insert(start, size, next)
  }

  private setTop(chunk: Address): void {
    const { i32 } = this
    i32[(this.state + RAW_TOP) >> 2] = chunk
    const room = this.system.breakAddress - chunk
    if (room > 2 * TOP_PAD_BYTES) this.system.shrink((room - TOP_PAD_BYTES) & ~0xfff)
    i32[(chunk + CHUNK_SIZE) >> 2] = this.system.breakAddress - chunk
  }

  private insert(chunk: Address, size: SizeBytes, next: Address): void {
    const { i32 } = this
    const bin = binOf(size)
    const at = (this.state + RAW_BINS + 8 * bin) >> 2
    const first = i32[at] as number
    i32[(chunk + CHUNK_SIZE) >> 2] = size
    i32[(chunk + CHUNK_NEXT) >> 2] = first
    i32[(chunk + CHUNK_PREV) >> 2] = 0
    if (first !== 0) i32[(first + CHUNK_PREV) >> 2] = chunk
    i32[at] = chunk
    const word = ((this.state + RAW_BITMAP) >> 2) + (bin >> 5)
    i32[word] = (i32[word] as number) | (1 << (bin & 31))
    i32[(next + CHUNK_PREV_SIZE) >> 2] = size
  }

  private unlink(chunk: Address): void {
    const { i32 } = this
    const next = i32[(chunk + CHUNK_NEXT) >> 2] as number
    const prev = i32[(chunk + CHUNK_PREV) >> 2] as number
    if (next !== 0) i32[(next + CHUNK_PREV) >> 2] = prev
    if (prev !== 0) {
      i32[(prev + CHUNK_NEXT) >> 2] = next
      return
    }
    const bin = binOf(this.sizeOf(chunk))
    i32[(this.state + RAW_BINS + 8 * bin) >> 2] = next
    const word = ((this.state + RAW_BITMAP) >> 2) + (bin >> 5)
    if (next === 0) i32[word] = (i32[word] as number) & ~(1 << (bin & 31))
  }

  private takeFromBins(size: SizeBytes): Address {
    const { i32 } = this
    const bin = binOf(size)
    let chunk = i32[(this.state + RAW_BINS + 8 * bin) >> 2] as number
    for (let looks = 0; chunk !== 0 && looks < LOOKS_MAX; looks++) {
      if (this.sizeOf(chunk) >= size) return this.use(chunk, size)
      chunk = i32[(chunk + CHUNK_NEXT) >> 2] as number
    }
    // Whatever lies in a bin above is large enough.
    const first = bin + 1
    const words = (this.state + RAW_BITMAP) >> 2
    for (let word = first >> 5; word <= (BINS - 1) >> 5; word++) {
      const mask = word === first >> 5 ? -1 << (first & 31) : -1
      const bits = (i32[words + word] as number) & mask
      if (bits === 0) continue
      const found = word * 32 + 31 - Math.clz32(bits & -bits)
      return this.use(i32[(this.state + RAW_BINS + 8 * found) >> 2] as number, size)
    }
    return 0
  }

  private use(chunk: Address, size: SizeBytes): Address {
    this.unlink(chunk)
    this.splitUsed(chunk, this.sizeOf(chunk), size)
    return chunk
  }

  /** Marks `size` bytes of the chunk used; the rest, where it can be a chunk, is free. */
  private splitUsed(chunk: Address, old: SizeBytes, size: SizeBytes): void {
    const { i32 } = this
    const rest = old - size
    const used = rest < CHUNK_BYTES_MIN ? old : size
    i32[(chunk + CHUNK_SIZE) >> 2] = used | CHUNK_IN_USE
    i32[(chunk + used + CHUNK_PREV_SIZE) >> 2] = used
    if (used === size && rest !== 0) this.release(chunk + size, rest)
  }

  private takeFromTop(size: SizeBytes): Address {
    if (!this.roomInTop(size)) return 0
    const chunk = this.top
    this.cutTop(chunk, size)
    return chunk
  }

  /** The top chunk keeps a header behind `size` bytes. */
  private roomInTop(size: SizeBytes): boolean {
    const { i32, system } = this
    const top = this.top
    const room = top === 0 ? 0 : system.breakAddress - top
    const missing = size + CHUNK_HEADER_BYTES - room
    if (missing <= 0) return true
    const from = system.extend((missing + TOP_PAD_BYTES + 0xfff) & ~0xfff) || system.extend((missing + 15) & ~15)
    if (from === 0) return false
    if (top === 0) {
      i32[(this.state + RAW_TOP) >> 2] = from
      i32[(from + CHUNK_PREV_SIZE) >> 2] = 0
    }
    i32[(this.top + CHUNK_SIZE) >> 2] = system.breakAddress - this.top
    return true
  }

  private cutTop(chunk: Address, size: SizeBytes): void {
    const { i32 } = this
    i32[(chunk + CHUNK_SIZE) >> 2] = size | CHUNK_IN_USE
    const top = chunk + size
    i32[(this.state + RAW_TOP) >> 2] = top
    i32[(top + CHUNK_PREV_SIZE) >> 2] = size
    i32[(top + CHUNK_SIZE) >> 2] = this.system.breakAddress - top
  }

  private growInPlace(chunk: Address, old: SizeBytes, size: SizeBytes): boolean {
    const next = chunk + old
    if (next === this.top) {
      if (!this.roomInTop(size - old)) return false
      this.cutTop(chunk, size)
      return true
    }
    if (!this.isFree(next) || old + this.sizeOf(next) < size) return false
    this.unlink(next)
    this.splitUsed(chunk, old + this.sizeOf(next), size)
    return true
  }
}

function chunkBytes(sizeBytes: SizeBytes): SizeBytes {
  assert(sizeBytes >= 0, 'a size is not negative')
  return Math.max(CHUNK_BYTES_MIN, (sizeBytes + CHUNK_HEADER_BYTES + 15) & ~15)
}

/** Eight bins to a power of two, from 32 bytes on. */
function binOf(size: SizeBytes): number {
  const power = 31 - Math.clz32(size)
  return (power - 5) * 8 + ((size >>> (power - 3)) & 7)
}
