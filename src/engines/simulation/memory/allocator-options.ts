/** What an object allocator can be told when it is made; the defaults are those of 3.10 and later. */
import type { ArenaGeometry } from './arenas.ts'
import type { DebugMemory } from './debug-bytes.ts'
import type { SizeBytes } from './layout.ts'

export interface AllocatorOptions extends ArenaGeometry {
  readonly debug: DebugMemory
  /** See SystemMemory. */
  readonly mapOffsetBytes: SizeBytes
}

export const ALLOCATOR_DEFAULTS: AllocatorOptions = {
  poolBytes: 16 * 1024,
  arenaBytes: 1024 * 1024,
  returnsLastArena: false,
  debug: 'off',
  mapOffsetBytes: 0,
}
