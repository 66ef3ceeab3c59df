/**
 * `balance`: after a statement the blocks that were given out and not taken back are as many as the engine counts, in each
 * size, and every object of a snapshot lies in one of them, alone, and on no free list.
 */
import type { MemoryState } from '../../observation/memory.ts'
import type { Snapshot } from '../../observation/observations.ts'
import type { Checks } from '../compare/checks.ts'
import { hex, type ShadowHeap } from './shadow-heap.ts'

export function checkBalance(heap: ShadowHeap, state: MemoryState, checks: Checks): void {
  const blocks: Record<string, number> = {}
  const pools: Record<string, number> = {}
  for (const { size, used } of heap.blocks.pools.values()) {
    blocks[size] = (blocks[size] ?? 0) + used.size
    pools[size] = (pools[size] ?? 0) + 1
  }
  const kept: Record<string, number> = {}
  for (const [list, all] of heap.kept) if (all.length > 0) kept[list] = all.length
  compareCounts(checks, 'blocks', blocks, state.blocks)
  compareCounts(checks, 'pools', pools, state.pools)
  compareCounts(checks, 'kept by', kept, state.freelists)
  compareCounts(checks, 'in all', counted(heap), { arenas: state.arenas, 'large blocks': state.large })
}

function counted(heap: ShadowHeap): Record<string, number> {
  return { arenas: heap.blocks.arenas.length, 'large blocks': heap.large.size + heap.largeBefore }
}

function compareCounts(
  checks: Checks,
  what: string,
  expected: Readonly<Record<string, number>>,
  seen: Readonly<Record<string, number>>,
): void {
  for (const key of new Set([...Object.keys(expected), ...Object.keys(seen)])) {
    checks.counts.balance++
    const [a, b] = [expected[key] ?? 0, seen[key] ?? 0]
    if (a !== b)
      checks.fail('balance', [], `${what} ${key}: ${a}`, `${b}`, `${what} ${key}: given out ${a}, counted ${b}.`)
  }
}

/** Objects in pools; what lies elsewhere is the interpreter's own, or large. */
export function checkNodes(heap: ShadowHeap, { handles, types, typeNames }: Snapshot, checks: Checks): void {
  const holders = new Map<number, number>()
  for (const [node, handle] of handles.entries()) {
    const pool = heap.poolOf(handle)
    if (pool === undefined) continue
    const block = handle - ((handle - pool.first) % pool.size)
    checks.counts.balance++
    const what = `${typeNames[types[node] as number]} at ${hex(handle)}`
    const free = !pool.used.has(block) || heap.isKept(block)
    const other = holders.get(block)
    if (!free && other === undefined) {
      holders.set(block, handle)
      continue
    }
    const seen = free ? 'a free one' : `one that holds ${hex(other)}`
    checks.fail('balance', [], `${what} has a block of its own`, seen, `The ${what} lies in ${seen}.`)
  }
}
