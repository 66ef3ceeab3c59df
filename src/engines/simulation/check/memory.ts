/** All checkers of memory, one after the other. */
import type { AddressSpace } from '../memory/address-space.ts'
import type { MemoryRoots } from '../memory/layout.ts'
import { checkArenas } from './arenas.ts'
import type { Complaint } from './complaint.ts'
import { checkPools } from './pools.ts'
import { checkRawChunks } from './raw-chunks.ts'
import { checkSegments } from './segments.ts'

export function checkMemory(space: AddressSpace, roots: MemoryRoots): readonly Complaint[] {
  return [checkSegments, checkRawChunks, checkArenas, checkPools].flatMap((check) => check(space, roots))
}
