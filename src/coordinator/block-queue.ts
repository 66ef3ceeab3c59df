/**
 * Hands out the programs of a campaign in blocks, for one engine. Keeps true: every index is handed out until it is
 * completed, none is completed twice, and `settled` tells up to where nothing is missing, so that results can be taken
 * in order of index although workers finish in any order.
 */
import { assert } from '../base/assert.ts'

export interface Block {
  readonly first: number
  readonly count: number
  /** An engine was lost in it, and nobody knows at which program. */
  readonly oneByOne?: true
}

export class BlockQueue {
  private next: number
  private settledTo: number
  private readonly end: number
  private readonly returned: Block[] = []
  /** Completed beyond `settledTo`: first index → one past the last. */
  private readonly ahead = new Map<number, number>()

  /** Indices from `first` up to, not including, `end` (which may be infinite). */
  constructor(first: number, end: number) {
    this.next = first
    this.settledTo = first
    this.end = end
  }

  /** Every index below is completed. */
  get settled(): number {
    return this.settledTo
  }

  /** How far the queue has come, for choosing the one that is behind. */
  get handedOut(): number {
    return this.next
  }

  /** What was given back first, then the next `size` programs; undefined when nothing is left to hand out. */
  take(size: number): Block | undefined {
    assert(size >= 1, 'a block holds at least one program')
    const again = this.returned.shift()
    if (again !== undefined) return again
    const count = Math.min(size, this.end - this.next)
    if (count <= 0) return undefined
    const block = { first: this.next, count }
    this.next += count
    return block
  }

  /** To be handed out again. An empty block is dropped. */
  giveBack(first: number, count: number, how: Pick<Block, 'oneByOne'> = {}): void {
    if (count > 0) this.returned.push({ first, count, ...how })
  }

  complete(first: number, count: number): void {
    if (count === 0) return
    assert(first >= this.settledTo && !this.ahead.has(first), 'no program is completed twice')
    this.ahead.set(first, first + count)
    for (let end = this.ahead.get(this.settledTo); end !== undefined; end = this.ahead.get(this.settledTo)) {
      this.ahead.delete(this.settledTo)
      this.settledTo = end
    }
  }
}
