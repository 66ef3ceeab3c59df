/** Tells what a program brings about, whatever runs it, from what an allocator or a collector does. */
import type { Event, ProgramEvent } from './observations.ts'

const KINDS: ReadonlySet<Event['kind']> = new Set<ProgramEvent['kind']>([
  ...(['initialized', 'finalized', 'entered', 'printed', 'unraisable', 'collected', 'census', 'died'] as const),
])

export function isProgramEvent(event: Event): event is ProgramEvent {
  return KINDS.has(event.kind)
}
