/** Which of a snapshot's last nodes the others, the globals or `gc.garbage` refer to, directly or through each other. */
import { NodeIndex } from './node-index.ts'

interface Nodes {
  readonly handles: Float64Array
  /** Node i refers to flat[starts[i]] … flat[ends[i] - 1]. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly flat: Float64Array
  readonly size: number
  /** The first of those that are asked for. */
  readonly loose: number
  /** Globals and garbage stand in `flat` between these. */
  readonly rootsAt: number
  readonly garbageEnd: number
}

/** One byte a node from `loose` on: 1 where it is referred to. */
export function referencedNodes({ handles, starts, ends, flat, size, loose, rootsAt, garbageEnd }: Nodes): Uint8Array {
  const referenced = new Uint8Array(size - loose)
  const index = new NodeIndex(handles, loose, size)
  const todo: number[] = []
  const note = (from: number, to: number): void => {
    for (let j = from; j < to; j++) {
      const node = index.find(flat[j] as number)
      if (node < 0 || referenced[node - loose] === 1) continue
      referenced[node - loose] = 1
      todo.push(node)
    }
  }
  note(rootsAt, garbageEnd)
  for (let node = 0; node < loose; node++) note(starts[node] as number, ends[node] as number)
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) note(starts[node] as number, ends[node] as number)
  return referenced
}
