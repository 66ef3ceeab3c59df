/** Finds a node among some by its handle: by looking at each where they are few, as they mostly are, else by a map. */

const FEW = 12

export class NodeIndex {
  private readonly handles: Float64Array
  private readonly from: number
  private readonly to: number
  private readonly map: ReadonlyMap<number, number> | undefined

  /** The nodes with the numbers from `from` up to `to`, exclusive. */
  constructor(handles: Float64Array, from: number, to: number) {
    this.handles = handles
    this.from = from
    this.to = to
    if (to - from <= FEW) return
    const map = new Map<number, number>()
    for (let node = from; node < to; node++) map.set(handles[node] as number, node)
    this.map = map
  }

  /** The node's number, or -1. */
  find(handle: number): number {
    if (this.map !== undefined) return this.map.get(handle) ?? -1
    const { handles, to } = this
    for (let node = this.from; node < to; node++) if (handles[node] === handle) return node
    return -1
  }
}
