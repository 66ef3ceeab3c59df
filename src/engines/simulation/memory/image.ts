/**
 * A copy of the used ranges of an address space. Restoring it is one `set` a range, over views made beforehand: a few
 * microseconds where a booted machine uses tens of kilobytes. Bytes outside the ranges keep what they held, as memory
 * from an allocator does.
 */
import { assert } from '../../../base/assert.ts'
import type { Address, SizeBytes } from './layout.ts'

/** How far the segments that fill from below are filled. */
export interface Mark {
  readonly code: Address
  readonly constants: Address
  readonly data: Address
  readonly zeroed: Address
}

/** Ranges nearer to each other than this are copied as one: a call costs as much as so many bytes. */
const GAP_BYTES = 512

export class MemoryImage {
  readonly mark: Mark
  readonly sizeBytes: SizeBytes
  private readonly sources: Uint8Array[] = []
  private readonly targets: Uint8Array[] = []

  /** `ranges`: start, end, start, end, …; in any order, without overlap. */
  constructor(bytes: Uint8Array, mark: Mark, ranges: readonly Address[]) {
    this.mark = mark
    const merged = mergeRanges(ranges)
    let sizeBytes = 0
    for (let i = 0; i < merged.length; i += 2) {
      const target = bytes.subarray(merged[i], merged[i + 1])
      this.targets.push(target)
      this.sources.push(target.slice())
      sizeBytes += target.length
    }
    this.sizeBytes = sizeBytes
  }

  restore(): void {
    const { sources, targets } = this
    for (let i = 0; i < sources.length; i++) (targets[i] as Uint8Array).set(sources[i] as Uint8Array)
  }
}

function mergeRanges(ranges: readonly Address[]): readonly Address[] {
  assert(ranges.length % 2 === 0, 'ranges are pairs of start and end')
  const pairs: [Address, Address][] = []
  for (let i = 0; i < ranges.length; i += 2) {
    const [start, end] = [ranges[i] as Address, ranges[i + 1] as Address]
    assert(start <= end, 'a range ends behind its start')
    if (start < end) pairs.push([start, end])
  }
  pairs.sort(([a], [b]) => a - b)
  const merged: Address[] = []
  for (const [start, end] of pairs) {
    const last = merged.length - 1
    if (last > 0 && start - (merged[last] as Address) < GAP_BYTES) merged[last] = end
    else merged.push(start, end)
  }
  return merged
}
