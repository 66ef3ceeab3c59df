/**
 * What the simulation has to know about one CPython beyond its `Semantics`: sizes, limits and layouts, which only an
 * implementation has. One frozen record a dialect; every number was asked of that version (see docs/simulation.md).
 */
import { SEMANTICS } from '../../semantics/records.ts'
import type { Semantics, SemanticsId } from '../../semantics/semantics.ts'

/**
 * Where the attributes of an instance lie: behind a pointer to a dict object; in a block of values behind a pre-header
 * pointer (3.11, 3.12); inside the instance, behind its slots (3.13+). The latter two make a dict only when asked.
 */
export type AttributeLayout = 'dict' | 'values' | 'inline'

export interface Dialect {
  readonly semantics: Semantics
  /** As the engine reports it. */
  readonly version: readonly [number, number, number]
  /** Low word of the count of an immortal object (3.12+), as a signed word; 0 where nothing is immortal. */
  readonly immortalCount: number
  /** What `sys.getrefcount` shows of an immortal object. */
  readonly immortalShown: number
  /** Interned strings are immortal (3.12.0–3.12.1 only among those that we know). */
  readonly internedImmortal: boolean
  readonly poolBytes: number
  readonly arenaBytes: number
  readonly attributes: AttributeLayout
  /** Bytes before the GC head of an instance with a dict or weakrefs: 0, 8 or 16 (pointers there move with versions). */
  readonly preHeaderBytes: number
  /** Offset of a tuple's first item. */
  readonly tupleItemsAt: number
  /** Bytes before the text of an ASCII string. */
  readonly asciiHeaderBytes: number
  /** An automatic collection runs inside the allocation that is one too many (up to 3.11), or at the next check. */
  readonly collectsAtAllocation: boolean
  /** Deallocations nested deeper are put off. */
  readonly trashcanDepth: number
  /** A call makes a frame object (up to 3.10). */
  readonly callMakesFrame: boolean
}

const record = (id: SemanticsId, fields: Omit<Dialect, 'semantics'>): Dialect => {
  const semantics = SEMANTICS.find((candidate) => candidate.id === id)
  if (semantics === undefined) throw new Error(`there is no record ${id}`)
  return Object.freeze({ ...fields, semantics })
}

const KIB = 1024

const d38 = record('3.8', {
  version: [3, 8, 18],
  immortalCount: 0,
  immortalShown: 0,
  internedImmortal: false,
  poolBytes: 4 * KIB,
  arenaBytes: 256 * KIB,
  attributes: 'dict',
  preHeaderBytes: 0,
  tupleItemsAt: 24,
  asciiHeaderBytes: 48,
  collectsAtAllocation: true,
  trashcanDepth: 50,
  callMakesFrame: true,
})
const d39 = record('3.9', { ...d38, version: [3, 9, 18] })
const d310 = record('3.10', { ...d39, version: [3, 10, 13], poolBytes: 16 * KIB, arenaBytes: 1024 * KIB })
const d311 = record('3.11', {
  ...d310,
  version: [3, 11, 7],
  attributes: 'values',
  preHeaderBytes: 16,
  callMakesFrame: false,
})
const d312 = record('3.12', {
  ...d311,
  version: [3, 12, 7],
  immortalCount: -1,
  immortalShown: 4294967295,
  asciiHeaderBytes: 40,
  collectsAtAllocation: false,
})
const d3130 = record('3.13.0', { ...d312, version: [3, 13, 0], attributes: 'inline', trashcanDepth: 9898 })
const d313 = record('3.13', { ...d3130, version: [3, 13, 18] })
const d3140 = record('3.14.0', {
  ...d3130,
  version: [3, 14, 2],
  immortalCount: 0xc000_0000 | 0,
  immortalShown: 3221225472,
  tupleItemsAt: 32,
})
const d314 = record('3.14', { ...d3140, version: [3, 14, 10] })
const d315 = record('3.15', { ...d314, version: [3, 15, 2] })

export const DIALECTS: readonly Dialect[] = [d38, d39, d310, d311, d312, d3130, d313, d3140, d314, d315]
