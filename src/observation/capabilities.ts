/** What an engine can show: a part of its description, and what judge and scenarios may ask for. */
import type { Level } from '../program/level.ts'

/** What an engine can show. A missing capability makes the checks that need it *skipped: reason*, never passed. */
export interface Capabilities {
  readonly refcounts: boolean
  readonly generations: boolean
  readonly finalizers: boolean
  readonly weakrefs: boolean
  /** Reports `died` events; without it deaths are told from snapshots, and their order is not. */
  readonly deaths: boolean
  /** Handles are addresses, so that reuse of memory shows. */
  readonly addresses: boolean
  readonly automaticCollections: boolean
  /** Reports events and state of its allocator, as a 64-bit CPython with pymalloc has. */
  readonly allocator: boolean
  /** Reports its segments, stack and registers. */
  readonly image: boolean
  /** Can refuse a request for memory (`Case.refusal`). */
  readonly refusals: boolean
  /** The highest level of the language that the engine runs; programs above it are never given to it. */
  readonly level: Level
}

/** What every engine shows that runs a real CPython from outside. */
export const PYTHON_CAPABILITIES: Capabilities = {
  refcounts: true,
  generations: true,
  finalizers: true,
  weakrefs: true,
  deaths: false,
  addresses: true,
  automaticCollections: true,
  allocator: false,
  image: false,
  refusals: false,
  level: 3,
}
