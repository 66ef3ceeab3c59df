/**
 * Chunks of the raw allocator over raw bytes: they follow each other without a gap up to the top, each knows the size of
 * the one before, no two free ones touch, every free one is in the bin of its size and every cached one in its list.
 */
import type { AddressSpace } from '../memory/address-space.ts'
import {
  type Address,
  BINS,
  CHUNK_BYTES_MIN,
  CHUNK_CACHED,
  CHUNK_CACHED_BYTES_MAX,
  CHUNK_FLAGS,
  CHUNK_IN_USE,
  CHUNK_NEXT,
  CHUNK_PREV,
  CHUNK_PREV_SIZE,
  CHUNK_SIZE,
  CHUNKS_CACHED_MAX,
  type MemoryRoots,
  RAW_BINS,
  RAW_BITMAP,
  RAW_CACHE,
  RAW_CACHE_COUNT,
  RAW_TOP,
  SYSTEM_BREAK,
} from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'

type Word = (at: Address) => number

export function checkRawChunks(space: AddressSpace, roots: MemoryRoots): readonly Complaint[] {
  const complaints = new Complaints()
  const word: Word = (at) => space.i32[at >> 2] ?? -1
  const top = word(roots.raw + RAW_TOP)
  if (top === 0) return complaints.list
  const free = new Set<Address>()
  const cached = new Set<Address>()
  let before = 0
  let beforeIsFree = false
  let chunk = space.heapStart
  while (chunk < top) {
    const tag = word(chunk + CHUNK_SIZE)
    const size = tag & ~CHUNK_FLAGS
    complaints.demand(word(chunk + CHUNK_PREV_SIZE) === before, 'boundary-tags-agree', chunk, `${before} bytes before`)
    const fits = size >= CHUNK_BYTES_MIN && size <= top - chunk
    if (!complaints.demand(fits, 'chunks-have-no-gap', chunk, `${size} bytes`)) return complaints.list
    const isFree = (tag & CHUNK_IN_USE) === 0
    if (isFree) free.add(chunk)
    else if ((tag & CHUNK_CACHED) !== 0) cached.add(chunk)
    complaints.demand(!isFree || !beforeIsFree, 'free-neighbours-are-joined', chunk, 'the chunk before is free')
    beforeIsFree = isFree
    before = size
    chunk += size
  }
  complaints.demand(!beforeIsFree, 'free-neighbours-are-joined', top, 'the chunk before the top is free')
  complaints.demand(chunk === top, 'chunks-have-no-gap', top, 'the last chunk does not end at the top')
  complaints.demand(word(top + CHUNK_PREV_SIZE) === before, 'boundary-tags-agree', top, `${before} bytes before`)
  const room = word(roots.system + SYSTEM_BREAK) - top
  complaints.demand(word(top + CHUNK_SIZE) === room, 'the-top-ends-at-the-break', top, `${room} bytes are left`)
  checkBins(complaints, word, roots.raw, free)
  checkCache(complaints, word, roots.raw, cached)
  return complaints.list
}

function checkBins(complaints: Complaints, word: Word, state: Address, free: Set<Address>): void {
  for (let bin = 0; bin < BINS; bin++) {
    let before = 0
    const first = word(state + RAW_BINS + 8 * bin)
    const bit = (word(state + RAW_BITMAP + 4 * (bin >> 5)) >>> (bin & 31)) & 1
    complaints.demand((first !== 0) === (bit === 1), 'bitmap-names-the-bins-in-use', first, `bin ${bin}`)
    for (let chunk = first; chunk !== 0; chunk = word(chunk + CHUNK_NEXT)) {
      if (!complaints.demand(free.delete(chunk), 'a-bin-holds-free-chunks', chunk, `twice or not free: bin ${bin}`))
        return
      complaints.demand(word(chunk + CHUNK_PREV) === before, 'bins-are-linked', chunk, `in bin ${bin}`)
      const [low, high] = boundsOf(bin)
      const size = word(chunk + CHUNK_SIZE)
      complaints.demand(size >= low && size < high, 'a-bin-holds-its-sizes', chunk, `${size} bytes in bin ${bin}`)
      before = chunk
    }
  }
  for (const chunk of free) complaints.demand(false, 'a-free-chunk-is-in-a-bin', chunk, 'in none')
}

/** Sizes that belong in a bin: from the first to below the second. */
function boundsOf(bin: number): readonly [number, number] {
  const power = 2 ** ((bin >> 3) + 5)
  return [power + ((bin & 7) * power) / 8, power + (((bin & 7) + 1) * power) / 8]
}

function checkCache(complaints: Complaints, word: Word, state: Address, cached: Set<Address>): void {
  for (let size = CHUNK_BYTES_MIN; size <= CHUNK_CACHED_BYTES_MAX; size += 16) {
    let length = 0
    for (let chunk = word(state + RAW_CACHE + size); chunk !== 0; chunk = word(chunk + CHUNK_NEXT)) {
      const isThere = cached.delete(chunk)
      if (!complaints.demand(isThere, 'the-cache-holds-cached-chunks', chunk, `size ${size}`)) return
      const own = word(chunk + CHUNK_SIZE) & ~CHUNK_FLAGS
      complaints.demand(own === size, 'the-cache-holds-its-sizes', chunk, `${own} bytes for ${size}`)
      length++
    }
    const counted = word(state + RAW_CACHE + size + RAW_CACHE_COUNT)
    complaints.demand(
      length === counted && length <= CHUNKS_CACHED_MAX,
      'the-cache-is-counted',
      0,
      `${length}: ${size}`,
    )
  }
  for (const chunk of cached) complaints.demand(false, 'a-cached-chunk-is-in-the-cache', chunk, 'in no list')
}
