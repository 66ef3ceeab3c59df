/**
 * A snapshot as a graph of indices: how far each node is from a global, and which nodes form cycles. One serves all
 * snapshots of a thread, one after another, because its arrays cost more to make than to fill.
 */
import { NumberTable } from '../base/number-table.ts'
import type { Snapshot } from '../observation/observations.ts'

export const UNREACHABLE = -1
/** Farther away is all the same. */
const DEPTH_MAX = 6

export class HeapGraph {
  size = 0
  /** For each edge of the snapshot the node that it leads to, or −1 for an atom. */
  to: Int32Array = new Int32Array(256)
  /** Steps from a global, or {@link UNREACHABLE}. */
  depths: Int32Array = new Int32Array(64)
  private starts: Uint32Array = new Uint32Array(1)
  private readonly indices = new NumberTable()
  private readonly queue: number[] = []
  /** Tarjan's numbers: order of visit, lowest reachable, next edge, and whether a node's part is still open. */
  private order = new Int32Array(64)
  private low = new Int32Array(64)
  private edge = new Int32Array(64)
  private isOpen = new Uint8Array(64)

  read(snapshot: Snapshot): void {
    this.size = snapshot.handles.length
    this.starts = snapshot.edgeStarts
    this.grow(this.size, snapshot.edges.length)
    this.indices.clear()
    for (let i = 0; i < this.size; i++) this.indices.set(snapshot.handles[i] as number, i)
    for (let e = 0; e < snapshot.edges.length; e++) this.to[e] = this.indexOf(snapshot.edges[e] as number)
    this.reach(snapshot.roots)
  }

  /** The node with that handle, or −1. */
  indexOf(handle: number): number {
    return handle > 0 ? this.indices.get(handle) : -1
  }

  private grow(nodes: number, edges: number): void {
    if (edges > this.to.length) this.to = new Int32Array(edges * 2)
    if (nodes <= this.depths.length) return
    this.depths = new Int32Array(nodes * 2)
    this.order = new Int32Array(nodes * 2)
    this.low = new Int32Array(nodes * 2)
    this.edge = new Int32Array(nodes * 2)
    this.isOpen = new Uint8Array(nodes * 2)
  }

  private reach(roots: Float64Array): void {
    const { depths, queue, starts, to } = this
    depths.fill(UNREACHABLE, 0, this.size)
    queue.length = 0
    const visit = (i: number, depth: number) => {
      if (i < 0 || depths[i] !== UNREACHABLE) return
      depths[i] = depth
      queue.push(i)
    }
    for (const root of roots) visit(this.indexOf(root), 0)
    for (let at = 0; at < queue.length; at++) {
      const i = queue[at] as number
      const next = Math.min(DEPTH_MAX, (depths[i] as number) + 1)
      for (let e = starts[i] as number; e < (starts[i + 1] as number); e++) visit(to[e] as number, next)
    }
  }

  /** Every strongly connected part that holds a cycle (Tarjan 1972, with a stack of its own). */
  eachCycle(found: (members: readonly number[]) => void): void {
    const { order, low, edge, isOpen, starts, to, size } = this
    order.fill(-1, 0, size)
    isOpen.fill(0, 0, size)
    const open: number[] = []
    const path: number[] = []
    let visited = 0
    const enter = (i: number) => {
      order[i] = low[i] = visited++
      edge[i] = starts[i] as number
      isOpen[i] = 1
      open.push(i)
      path.push(i)
    }
    for (let root = 0; root < size; root++) {
      if (order[root] === -1) enter(root)
      while (path.length > 0) {
        const i = path[path.length - 1] as number
        const e = edge[i] as number
        if (e < (starts[i + 1] as number)) {
          edge[i] = e + 1
          const next = to[e] as number
          if (next < 0) continue
          if (order[next] === -1) enter(next)
          else if (isOpen[next] === 1) low[i] = Math.min(low[i] as number, order[next] as number)
          continue
        }
        path.pop()
        const parent = path[path.length - 1]
        if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[i] as number)
        if (low[i] !== order[i]) continue
        const members = open.splice(open.lastIndexOf(i))
        for (const member of members) isOpen[member] = 0
        if (members.length > 1 || this.refersTo(i, i)) found(members)
      }
    }
  }

  private refersTo(i: number, target: number): boolean {
    for (let e = this.starts[i] as number; e < (this.starts[i + 1] as number); e++)
      if (this.to[e] === target) return true
    return false
  }
}
