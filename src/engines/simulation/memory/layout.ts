/**
 * Where everything lies inside a record: offsets and sizes in bytes, as in a 64-bit CPython. A pointer is 8 bytes wide;
 * its high half is always zero, so that an address is one 32-bit word.
 *
 *   object with a GC head                 object without
 *   −16 _gc_next   −8 _gc_prev
 *     0 ob_refcnt   8 ob_type              0 ob_refcnt   8 ob_type
 *    16 ob_size (variable-size objects) or the first field
 */

/** Byte address in the one address space; 0 is NULL. */
export type Address = number
export type SizeBytes = number

// --- every object (Include/object.h, Include/internal/pycore_gc.h) ---
export const OB_REFCNT = 0
export const OB_TYPE = 8
export const OB_SIZE = 16
export const OBJECT_BYTES = 16
export const GC_HEAD_BYTES = 16
export const GC_NEXT = -16
export const GC_PREV = -8

// --- type objects (Include/cpython/object.h); function slots hold the number of a row of Machine.slots ---
export const TP_NAME = 24
export const TP_BASICSIZE = 32
export const TP_ITEMSIZE = 40
export const TP_DEALLOC = 48
export const TP_FLAGS = 168
export const TP_TRAVERSE = 184
export const TP_CLEAR = 192
export const TP_WEAKLISTOFFSET = 208
export const TP_BASE = 256
export const TP_DICT = 264
export const TP_DICTOFFSET = 288
export const TP_BASES = 336
export const TP_MRO = 344
export const TP_WEAKLIST = 368
export const TP_FINALIZE = 392
export const STATIC_TYPE_BYTES = 416

/** Objects of the type have a GC head. */
export const TPFLAGS_HAVE_GC = 1 << 14
/** The type was made by a class statement and lies on the heap. */
export const TPFLAGS_HEAPTYPE = 1 << 9

// --- the object allocator's records (Objects/obmalloc.c: struct pool_header, struct arena_object) ---
/** Requests from 1 to this size are served by pools; others by the raw allocator. */
export const SMALL_REQUEST_THRESHOLD = 512
/** Blocks are multiples of 2 ** this, and aligned to it. */
export const ALIGNMENT_SHIFT = 4
export const SIZE_CLASSES = SMALL_REQUEST_THRESHOLD >> ALIGNMENT_SHIFT
export const POOL_REF_COUNT = 0
export const POOL_FREEBLOCK = 8
export const POOL_NEXT = 16
export const POOL_PREV = 24
export const POOL_ARENA_INDEX = 32
export const POOL_SIZE_INDEX = 36
export const POOL_NEXT_OFFSET = 40
export const POOL_MAX_NEXT_OFFSET = 44
export const POOL_HEADER_BYTES = 48
/** `POOL_SIZE_INDEX` of a pool that has served no class yet. */
export const DUMMY_SIZE_INDEX = 0xffff
export const ARENA_ADDRESS = 0
export const ARENA_POOL_ADDRESS = 8
export const ARENA_FREE_POOL_COUNT = 16
export const ARENA_TOTAL_POOLS = 20
export const ARENA_FREE_POOLS = 24
export const ARENA_NEXT = 32
export const ARENA_PREV = 40
export const ARENA_OBJECT_BYTES = 48
/** Static variables of obmalloc.c, one record at the start of the zeroed data; NFP2LASTA is as long as an arena needs. */
export const OBMALLOC_USABLE_ARENAS = 0
export const OBMALLOC_UNUSED_ARENA_OBJECTS = 8
export const OBMALLOC_ARENAS = 16
export const OBMALLOC_MAX_ARENAS = 24
export const OBMALLOC_ARENAS_ALLOCATED = 28
export const OBMALLOC_ARENAS_EVER = 32
export const OBMALLOC_ARENAS_HIGHWATER = 36
export const OBMALLOC_POOL_BLOCKS = 40
export const OBMALLOC_RAW_BLOCKS = 44
export const OBMALLOC_SERIAL = 48
/** Two pointers a size class: the `nextpool` and `prevpool` of a header that is not there. */
export const OBMALLOC_USEDPOOLS = 64
export const OBMALLOC_NFP2LASTA = OBMALLOC_USEDPOOLS + SIZE_CLASSES * 16

// --- the raw allocator: chunks with boundary tags, and one record of its own in the zeroed data ---
export const CHUNK_PREV_SIZE = 0
/** Size of the chunk with its header; the low bits are flags. */
export const CHUNK_SIZE = 8
export const CHUNK_IN_USE = 1
/** Freed, but kept for the next request of just this size. */
export const CHUNK_CACHED = 2
export const CHUNK_FLAGS = 15
export const CHUNK_HEADER_BYTES = 16
/** Free chunks: neighbours in their bin. */
export const CHUNK_NEXT = 16
export const CHUNK_PREV = 24
export const CHUNK_BYTES_MIN = 32
/** Chunks up to this size are cached, so many a size (tcache of glibc). */
export const CHUNK_CACHED_BYTES_MAX = 1056
export const CHUNKS_CACHED_MAX = 7
export const BINS = 26 * 8
export const RAW_TOP = 0
/** A bit a bin that is not empty; seven words. */
export const RAW_BITMAP = 8
export const RAW_BINS = 40
export const RAW_CACHE = RAW_BINS + BINS * 8
/** An entry a size: pointer to the first chunk, how many. */
export const RAW_CACHE_COUNT = 8
export const RAW_CACHE_ENTRY_BYTES = 16
export const RAW_STATE_BYTES = RAW_CACHE + (CHUNK_CACHED_BYTES_MAX / 16 + 1) * RAW_CACHE_ENTRY_BYTES

// --- the system's ledger ---
/** First address behind what the raw allocator has. */
export const SYSTEM_BREAK = 0
/** Lowest address that was ever mapped. */
export const SYSTEM_FLOOR = 8
/** Ranges that were given back, linked through their first word. */
export const SYSTEM_RETURNED = 16
export const SYSTEM_STATE_BYTES = 32

/** Where the allocators' records lie, and the geometry of one machine: what a checker starts from. */
export interface MemoryRoots {
  readonly obmalloc: Address
  readonly raw: Address
  readonly system: Address
  readonly poolBytes: SizeBytes
  readonly arenaBytes: SizeBytes
}
