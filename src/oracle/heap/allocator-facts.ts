/**
 * What is documented of the object allocator of each CPython, 64 bits wide: sizes, limits, what is kept. Nothing here
 * says how it works; see `shadow-heap.ts`. Measured on 3.8 to 3.13 (sys._debugmallocstats, blocks not returned).
 */
import type { SemanticsId } from '../../semantics/semantics.ts'

/** Objects/obmalloc.c: ALIGNMENT, SMALL_REQUEST_THRESHOLD; sizeof(struct pool_header), rounded up. */
export const ALIGNMENT_BYTES = 16
export const SMALL_REQUEST_BYTES = 512
export const POOL_OVERHEAD_BYTES = 48

export interface AllocatorFacts {
  /** POOL_SIZE and ARENA_SIZE: 4 KiB and 256 KiB, from 3.10 on (the radix tree) 16 KiB and 1 MiB. */
  readonly poolBytes: number
  readonly arenaBytes: number
  /** Up to 3.8 every empty arena goes back; from 3.9 on (bpo-37257) not the last of those with free pools. */
  readonly keepsLastArena: boolean
  /** How many objects the free list of that name may hold; 0: there is no such list. */
  readonly freeListLimit: (list: string) => number
}

const KIB = 1024

/** `minor` version. PyFloat_MAXFREELIST and the like in Objects/*.c; from 3.13 on Include/internal/pycore_freelist_state.h. */
function limitIn(minor: number, list: string): number {
  const since314 = minor >= 14
  switch (list) {
    case 'float':
      return 100
    case 'int':
      return since314 ? 100 : 0
    case 'list':
    case 'dict':
    case 'dict-keys':
      return 80
    case 'bound-method':
      return minor === 8 ? 256 : since314 ? 20 : 0
    case 'builtin-method':
      return minor === 8 ? 256 : since314 ? 16 : 0
    case 'slice':
      return 1
    case 'list-iterator':
    case 'tuple-iterator':
      return since314 ? 10 : 0
    case 'range':
    case 'range-iterator':
      return since314 ? 6 : 0
    case 'frame':
      return minor <= 10 ? 200 : 0
    default: {
      const size = Number(/^tuple-(\d+)$/.exec(list)?.[1] ?? 0)
      const largest = minor >= 11 ? 20 : 19
      return size >= 1 && size <= largest ? 2000 : 0
    }
  }
}

export function allocatorFacts(id: SemanticsId): AllocatorFacts {
  const minor = Number(id.split('.')[1])
  const large = minor >= 10
  return {
    poolBytes: (large ? 16 : 4) * KIB,
    arenaBytes: (large ? 1024 : 256) * KIB,
    keepsLastArena: minor >= 9,
    freeListLimit: (list) => limitIn(minor, list),
  }
}

/** What a request occupies in a pool. */
export function classBytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
}

export function isSmall(sizeBytes: number): boolean {
  return sizeBytes > 0 && sizeBytes <= SMALL_REQUEST_BYTES
}
