/** Expectations about the allocator and the process image against what an engine showed; only what is named is compared. */
import type { MemoryState } from '../observation/memory.ts'
import type { ProcessImage, SegmentState } from '../observation/process-image.ts'
import type { ExpectedImage, ExpectedMemory } from '../scenario/scenario.ts'

/** One thing that is not as it must be. */
export interface Stated {
  readonly what: string
  readonly expected: string
  readonly seen: string
}

type Counts = Readonly<Record<string, number>>

export function memoryDifferences(expected: ExpectedMemory, seen: MemoryState): readonly Stated[] {
  return [
    ...countDifferences('blocks', expected.blocks, seen.blocks),
    ...countDifferences('pools', expected.pools, seen.pools),
    ...numberDifferences('arenas', expected.arenas, seen.arenas),
    ...numberDifferences('large', expected.large, seen.large),
    ...countDifferences('freelists', expected.freelists, seen.freelists),
  ]
}

export function imageDifferences(expected: ExpectedImage, seen: ProcessImage): readonly Stated[] {
  const segments = Object.entries(expected.segments ?? {}).flatMap(([name, permission]): Stated[] => {
    const segment = seen.segments.find((one) => one.name === name)
    const shown = segment === undefined ? 'not there' : permissionOf(segment)
    return shown === permission ? [] : [{ what: `segments ${name}`, expected: permission, seen: shown }]
  })
  const registers = Object.entries(expected.registers ?? {}).flatMap(([name, value]) =>
    numberDifferences(`registers ${name}`, value, seen.registers[name as keyof ProcessImage['registers']]),
  )
  return [
    ...segments,
    ...numberDifferences('depth', expected.depth, seen.depth),
    ...numberDifferences('stack', expected.stack, seen.stackBytes),
    ...registers,
  ]
}

function permissionOf({ readable, writable }: SegmentState): string {
  if (!readable) return 'none'
  return writable ? 'rw' : 'r'
}

function countDifferences(what: string, expected: Counts | undefined, seen: Counts): Stated[] {
  return Object.entries(expected ?? {}).flatMap(([key, count]) =>
    numberDifferences(`${what} ${key}`, count, seen[key] ?? 0),
  )
}

function numberDifferences(what: string, expected: number | undefined, seen: number): Stated[] {
  if (expected === undefined || expected === seen) return []
  return [{ what, expected: String(expected), seen: String(seen) }]
}
