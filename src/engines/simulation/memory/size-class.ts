/**
 * Size classes of the object allocator: 32 of them, 16 bytes apart, from 0. How many and how far apart is said in
 * layout.ts (SMALL_REQUEST_THRESHOLD, ALIGNMENT_SHIFT).
 */
import { type Address, ALIGNMENT_SHIFT, type SizeBytes } from './layout.ts'

/** Size of the blocks of a class (INDEX2SIZE). */
export function blockBytes(sizeClass: number): SizeBytes {
  return (sizeClass + 1) << ALIGNMENT_SHIFT
}

/** Blocks up to this size are copied word by word: a call of copyWithin costs as much. */
const LOOP_BYTES_MAX = 96

/** Copies whole words: both blocks are multiples of 16 bytes. */
export function copyBlock(i32: Int32Array, to: Address, from: Address, sizeBytes: SizeBytes): void {
  const words = (sizeBytes + 3) >> 2
  if (sizeBytes > LOOP_BYTES_MAX) i32.copyWithin(to >> 2, from >> 2, (from >> 2) + words)
  else for (let i = 0; i < words; i++) i32[(to >> 2) + i] = i32[(from >> 2) + i] as number
}
