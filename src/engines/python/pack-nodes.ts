/** The arrays of a snapshot's nodes, cut to size and laid into one buffer of their own. */
import type { Snapshot } from '../../observation/observations.ts'
import type { KnownType } from './type-book.ts'

/**
 * Node i refers to flat[starts[i]] … flat[ends[i] - 1]; the roots are flat[rootsFrom] … flat[rootsEnd - 1]; the garbage
 * stands after a mark, last first, up to garbageEnd.
 */
export interface LooseNodes {
  readonly size: number
  readonly handles: Float64Array
  readonly refcounts: Float64Array
  readonly generations: Int8Array
  readonly weakTargets: Float64Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly flat: Float64Array
  readonly types: readonly KnownType[]
  readonly rootsFrom: number
  readonly rootsEnd: number
  readonly garbageEnd: number
}

export function packNodes(
  loose: LooseNodes,
  rest: Pick<Snapshot, 'rootNames' | 'collections' | 'collected'>,
): Snapshot {
  const { size, starts, ends, flat, rootsFrom, rootsEnd, garbageEnd } = loose
  let edgeCount = 0
  for (let i = 0; i < size; i++) edgeCount += (ends[i] as number) - (starts[i] as number)
  const rootCount = rootsEnd - rootsFrom
  const garbageCount = garbageEnd - rootsEnd - 1
  const wide = 3 * size + edgeCount + rootCount + garbageCount
  const buffer = new ArrayBuffer(8 * wide + 4 * (size + 1) + 3 * size)
  const handles = new Float64Array(buffer, 0, size)
  const refcounts = new Float64Array(buffer, 8 * size, size)
  const weakTargets = new Float64Array(buffer, 16 * size, size)
  const edges = new Float64Array(buffer, 24 * size, edgeCount)
  const roots = new Float64Array(buffer, 24 * size + 8 * edgeCount, rootCount)
  const garbage = new Float64Array(buffer, 24 * size + 8 * (edgeCount + rootCount), garbageCount)
  const edgeStarts = new Uint32Array(buffer, 8 * wide, size + 1)
  const types = new Uint16Array(buffer, 8 * wide + 4 * (size + 1), size)
  const generations = new Int8Array(buffer, 8 * wide + 4 * (size + 1) + 2 * size, size)
  const typeNames: string[] = []
  const ordinals: number[] = []
  let edge = 0
  for (let i = 0; i < size; i++) {
    handles[i] = loose.handles[i] as number
    refcounts[i] = loose.refcounts[i] as number
    weakTargets[i] = loose.weakTargets[i] as number
    generations[i] = loose.generations[i] as number
    const { ordinal, name } = loose.types[i] as KnownType
    let type = ordinals.indexOf(ordinal)
    if (type < 0) {
      type = ordinals.push(ordinal) - 1
      typeNames.push(name)
    }
    types[i] = type
    const end = ends[i] as number
    for (let j = starts[i] as number; j < end; j++) edges[edge++] = flat[j] as number
    edgeStarts[i + 1] = edge
  }
  for (let i = 0; i < rootCount; i++) roots[i] = flat[rootsFrom + i] as number
  for (let i = 0; i < garbageCount; i++) garbage[i] = flat[garbageEnd - 1 - i] as number
  const { rootNames, collections, collected } = rest
  return {
    handles,
    types,
    typeNames,
    refcounts,
    generations,
    edgeStarts,
    edges,
    weakTargets,
    rootNames,
    roots,
    garbage,
    collections,
    collected,
  }
}
