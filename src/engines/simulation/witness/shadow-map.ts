/**
 * The witness: a map of live blocks that knows only what the allocator's hooks say, and the geometry of pools. It names
 * what it sees: `block-aligned`, `own-size-class` (a pool serves one class, and each block lies on its raster),
 * `no-overlap`, `freed-once`, `large-to-raw` (above 512 bytes, or none, is not a pool's), `balance` (nothing is left at
 * the end). It does not look into memory, and does not know when a block should be freed.
 */
import type { Complaint } from '../check/complaint.ts'
import {
  type Address,
  ALIGNMENT_SHIFT,
  POOL_HEADER_BYTES,
  type SizeBytes,
  SMALL_REQUEST_THRESHOLD,
} from '../memory/layout.ts'

/** What a request occupies in a pool. */
const roundUp = (sizeBytes: SizeBytes): SizeBytes =>
  Math.max(1, Math.ceil(sizeBytes / 2 ** ALIGNMENT_SHIFT)) << ALIGNMENT_SHIFT

export interface ShadowMark {
  readonly live: readonly (readonly [Address, SizeBytes])[]
  readonly classes: readonly (readonly [Address, number])[]
}

export class ShadowMap {
  readonly complaints: Complaint[] = []
  private readonly poolBytes: SizeBytes
  /** Size asked for by address. */
  private readonly live = new Map<Address, SizeBytes>()
  /** The block that covers a granule of 16 bytes, by number of the granule; 0 where none does. */
  private readonly granules: Int32Array
  private readonly classes = new Map<Address, number>()

  constructor(spaceBytes: SizeBytes, poolBytes: SizeBytes) {
    this.granules = new Int32Array(spaceBytes >> ALIGNMENT_SHIFT)
    this.poolBytes = poolBytes
  }

  allocated(address: Address, sizeBytes: SizeBytes): void {
    if (address % 2 ** ALIGNMENT_SHIFT !== 0) this.complain('block-aligned', address, 'not a multiple of 16')
    const sizeClass = this.classes.get(address & ~(this.poolBytes - 1))
    const isSmall = sizeBytes > 0 && sizeBytes <= SMALL_REQUEST_THRESHOLD
    if (sizeClass !== undefined && !isSmall)
      this.complain('large-to-raw', address, `a pool serves a request for ${sizeBytes} bytes`)
    else if (sizeClass !== undefined) this.checkPlace(address, sizeBytes, sizeClass)
    this.cover(address, sizeBytes)
    this.live.set(address, sizeBytes)
  }

  freed(address: Address, sizeBytes: SizeBytes): void {
    const asked = this.live.get(address)
    if (asked === undefined) {
      this.complain('freed-once', address, 'no live block begins here')
      return
    }
    if (sizeBytes < asked) this.complain('own-size-class', address, `${asked} bytes were asked for, ${sizeBytes} freed`)
    this.live.delete(address)
    this.granules.fill(0, address >> ALIGNMENT_SHIFT, (address + roundUp(asked)) >> ALIGNMENT_SHIFT)
  }

  poolOpened(pool: Address, sizeClass: number): void {
    if (this.classes.has(pool)) this.complain('own-size-class', pool, 'the pool serves a class already')
    this.classes.set(pool, sizeClass)
  }

  poolReturned(pool: Address): void {
    if (!this.classes.delete(pool)) this.complain('own-size-class', pool, 'the pool served no class')
  }

  arenaReturned(arena: Address, sizeBytes: SizeBytes): void {
    for (const pool of this.classes.keys())
      if (pool >= arena && pool < arena + sizeBytes)
        this.complain('no-overlap', pool, 'its arena goes, the pool serves')
  }

  /** What is live now, to go back to with `reset` when memory goes back to an image that was taken now. */
  mark(): ShadowMark {
    return { live: [...this.live], classes: [...this.classes] }
  }

  reset(mark: ShadowMark): void {
    for (const [address, sizeBytes] of this.live)
      this.granules.fill(0, address >> ALIGNMENT_SHIFT, (address + roundUp(sizeBytes)) >> ALIGNMENT_SHIFT)
    this.live.clear()
    this.classes.clear()
    for (const [pool, sizeClass] of mark.classes) this.classes.set(pool, sizeClass)
    for (const [address, sizeBytes] of mark.live) this.allocated(address, sizeBytes)
  }

  get liveBlocks(): number {
    return this.live.size
  }

  /** Complains about every block that is live; for the end, when none may be. */
  balance(): readonly Complaint[] {
    return [...this.live].map(([address, sizeBytes]) => ({
      invariant: 'balance',
      address,
      message: `${sizeBytes} bytes were not freed`,
    }))
  }

  private checkPlace(address: Address, sizeBytes: SizeBytes, sizeClass: number): void {
    const size = (sizeClass + 1) << ALIGNMENT_SHIFT
    const offset = (address & (this.poolBytes - 1)) - POOL_HEADER_BYTES
    if (roundUp(sizeBytes) !== size)
      this.complain('own-size-class', address, `${sizeBytes} bytes from a pool of ${size}`)
    if (offset < 0 || offset % size !== 0 || offset + size > this.poolBytes - POOL_HEADER_BYTES)
      this.complain('own-size-class', address, `not on the raster of ${size} bytes`)
  }

  private cover(address: Address, sizeBytes: SizeBytes): void {
    const first = address >> ALIGNMENT_SHIFT
    const end = (address + roundUp(sizeBytes)) >> ALIGNMENT_SHIFT
    for (let granule = first; granule < end; granule++) {
      const other = this.granules[granule]
      if (other === 0) continue
      this.complain('no-overlap', address, `overlaps the block at ${other}`)
      break
    }
    this.granules.fill(address, first, end)
  }

  private complain(invariant: string, address: Address, message: string): void {
    this.complaints.push({ invariant, address, message })
  }
}
