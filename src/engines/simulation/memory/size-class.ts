/**
 * Size classes of the object allocator: 32 of them, 16 bytes apart. What to change for other classes is here and in
 * layout.ts (SMALL_REQUEST_THRESHOLD, ALIGNMENT_SHIFT); the rest follows.
 */
import { ALIGNMENT_SHIFT, POOL_HEADER_BYTES, SIZE_CLASSES, type SizeBytes, SMALL_REQUEST_THRESHOLD } from './layout.ts'

/** From 0; below 0 or at least SIZE_CLASSES where pools do not serve the request (0 bytes go to the raw allocator). */
export function sizeClassOf(sizeBytes: SizeBytes): number {
  return (sizeBytes - 1) >> ALIGNMENT_SHIFT
}

export function isSmall(sizeBytes: SizeBytes): boolean {
  return sizeBytes > 0 && sizeBytes <= SMALL_REQUEST_THRESHOLD
}

/** Size of the blocks of a class (INDEX2SIZE). */
export function blockBytes(sizeClass: number): SizeBytes {
  return (sizeClass + 1) << ALIGNMENT_SHIFT
}

/** How many blocks of the class fit in a pool (NUMBLOCKS). */
export function blocksPerPool(sizeClass: number, poolBytes: SizeBytes): number {
  return Math.floor((poolBytes - POOL_HEADER_BYTES) / blockBytes(sizeClass))
}

export const CLASSES: readonly number[] = Array.from({ length: SIZE_CLASSES }, (_, sizeClass) => sizeClass)
