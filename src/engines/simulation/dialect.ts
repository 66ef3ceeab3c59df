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
  /** The last patch release that behaves like this. */
  readonly lastPatch: number
  /** Low word of the count of an immortal object (3.12+), as a signed word; 0 where nothing is immortal. */
  readonly immortalCount: number
  /** What `sys.getrefcount` shows of an immortal object. */
  readonly immortalShown: number
  /** Interned strings are immortal (3.12.0–3.12.1 only among those that we know). */
  readonly internedImmortal: boolean
  readonly poolBytes: number
  readonly arenaBytes: number
  /** An empty arena goes back to the system though no other has free pools (3.8). */
  readonly returnsLastArena: boolean
  readonly attributes: AttributeLayout
  /** Bytes before the GC head of an instance with a dict or weakrefs: 0, 8 or 16 (pointers there move with versions). */
  readonly preHeaderBytes: number
  /** Offset of a tuple's first item. */
  readonly tupleItemsAt: number
  /** Bytes before the text of an ASCII string. */
  readonly asciiHeaderBytes: number
  /** An automatic collection runs inside the allocation that is one too many (up to 3.11), or at the next check. */
  readonly collectsAtAllocation: boolean
  /** What a started interpreter tracks, where the collector's work depends on it (3.14.0–3.14.4; asked of Pyodide 3.14.2). */
  readonly trackedAtStart: number
  /** What the adapter writes its log with gets a tuple of its arguments (up to 3.13). */
  readonly logTakesTuple: boolean
  /** Deallocations nested deeper are put off. */
  readonly trashcanDepth: number
  /** Py_TRASHCAN_HEADROOM (3.13+): they die once this much more room is there than where they were put off; 0: at the end. */
  readonly trashcanHeadroom: number
  /** The dealloc of a built-in type is a level of its own where that of a subclass calls it (3.13). */
  readonly trashcanCountsBases: boolean
  /** A call makes a frame object, and code keeps one for its next call (up to 3.10). */
  readonly callMakesFrame: boolean
  /** A generator that is closed before it began keeps its variables until it dies (3.12 to 3.13.2, 3.14.0 to 3.14.4). */
  readonly closedGeneratorKeepsFrame: boolean
  /** AttributeError of a store into an object without a place for attributes keeps that object (3.13+). */
  readonly storeErrorHoldsObject: boolean
  /** What one loses that is closed while it waits in no `try`, without running: its variables (3.13), all of its frame (3.14). */
  readonly unguardedCloseClears: 'nothing' | 'values' | 'frame'
  /** An int's second field is a tag of digit count and sign (3.12+), not a signed count. */
  readonly taggedInts: boolean
  /** Keys blocks of str keys have no hashes (3.11+): 16 bytes an entry, behind a header of 32 instead of 40. */
  readonly unicodeKeys: boolean
  /**
   * Whether a dict's table is for strings only is asked when another key goes in, behind the search for it (3.10, 3.13.10+,
   * 3.14.1+): elsewhere a dict that a comparison cleared keeps that key in a table for strings (gh-140551).
   */
  readonly keysKindAskedLast: boolean
  /** Final rounds of the SipHash of str and bytes: 3 (3.11+, after 1 round a word), or 4 (after 2). */
  readonly sipRounds: 1 | 2
  /** How a list that outgrew its room is enlarged: by an eighth and some (3.8), or in fours (3.9+). */
  readonly listGrowsInFours: boolean
  /** A list that is filled at once gets room for an even number of items (3.10+). */
  readonly listFillsEven: boolean
  /** Sets, dicts and dict views have ways of their own into a list, which know their size (3.13+). */
  readonly listExtendsBySize: boolean
  /** Lists with room for fewer items than this keep it while they shrink (3.14+). */
  readonly listKeepsRoomBelow: number
  /** `pop` of the only item takes the room away (3.12+), `del` leaves a list the room that it has (3.13+). */
  readonly listPopClears: boolean
  readonly listDeleteKeepsRoom: boolean
  /** `dict()` makes a keys block at once (up to 3.9). */
  readonly dictCallMakesKeys: boolean
  /** A new item of a set takes the place of a removed one (all but 3.9). */
  readonly setReusesDummies: boolean
  /** Sets go through an iterable only as far as the answer needs it: `intersection` and `issuperset` (3.11+). */
  readonly setsStopEarly: boolean
  /** `issubset` asks an iterable for what is common, instead of making a set of it (3.12+). */
  readonly issubsetIntersects: boolean
  /** The hash of a NaN is that of its address (3.10+). */
  readonly nanHashesByAddress: boolean
  readonly rangeIteratorBytes: number
  /** `sys.getsizeof(int)`: sizeof(PyTypeObject), asked of each version (3.14: as the 32-bit one differs from 3.12's). */
  readonly typeObjectBytes: number
}

const record = (id: SemanticsId, fields: Omit<Dialect, 'semantics'>): Dialect => {
  const semantics = SEMANTICS.find((candidate) => candidate.id === id)
  if (semantics === undefined) throw new Error(`there is no record ${id}`)
  return Object.freeze({ ...fields, semantics })
}

const KIB = 1024

const d38 = record('3.8', {
  version: [3, 8, 18],
  lastPatch: Number.POSITIVE_INFINITY,
  immortalCount: 0,
  immortalShown: 0,
  internedImmortal: false,
  poolBytes: 4 * KIB,
  arenaBytes: 256 * KIB,
  returnsLastArena: true,
  attributes: 'dict',
  preHeaderBytes: 0,
  tupleItemsAt: 24,
  asciiHeaderBytes: 48,
  collectsAtAllocation: true,
  trackedAtStart: 0,
  logTakesTuple: true,
  trashcanDepth: 50,
  trashcanHeadroom: 0,
  trashcanCountsBases: false,
  callMakesFrame: true,
  storeErrorHoldsObject: false,
  closedGeneratorKeepsFrame: false,
  unguardedCloseClears: 'nothing',
  taggedInts: false,
  unicodeKeys: false,
  keysKindAskedLast: false,
  sipRounds: 2,
  listGrowsInFours: false,
  listFillsEven: false,
  listExtendsBySize: false,
  listKeepsRoomBelow: 0,
  listPopClears: false,
  listDeleteKeepsRoom: false,
  dictCallMakesKeys: true,
  setReusesDummies: true,
  issubsetIntersects: false,
  setsStopEarly: false,
  nanHashesByAddress: false,
  rangeIteratorBytes: 48,
  typeObjectBytes: 416,
})
const d39 = record('3.9', {
  ...d38,
  returnsLastArena: false,
  version: [3, 9, 18],
  typeObjectBytes: 408,
  listGrowsInFours: true,
  setReusesDummies: false,
})
const d310 = record('3.10', {
  ...d39,
  keysKindAskedLast: true,
  version: [3, 10, 13],
  poolBytes: 16 * KIB,
  arenaBytes: 1024 * KIB,
  listFillsEven: true,
  dictCallMakesKeys: false,
  setReusesDummies: true,
  nanHashesByAddress: true,
})
const d311 = record('3.11', {
  ...d310,
  keysKindAskedLast: false,
  setsStopEarly: true,
  version: [3, 11, 7],
  typeObjectBytes: 424,
  attributes: 'values',
  preHeaderBytes: 16,
  callMakesFrame: false,
  unicodeKeys: true,
  sipRounds: 1,
})
const d312 = record('3.12', {
  ...d311,
  issubsetIntersects: true,
  closedGeneratorKeepsFrame: true,
  version: [3, 12, 7],
  typeObjectBytes: 432,
  immortalCount: -1,
  immortalShown: 4294967295,
  asciiHeaderBytes: 40,
  collectsAtAllocation: false,
  taggedInts: true,
  rangeIteratorBytes: 40,
  listPopClears: true,
})
const d3130 = record('3.13.0', {
  ...d312,
  storeErrorHoldsObject: true,
  unguardedCloseClears: 'values',
  version: [3, 13, 0],
  typeObjectBytes: 416,
  lastPatch: 2,
  attributes: 'inline',
  // 10,000 less the headroom and the two calls around a program.
  trashcanDepth: 9948,
  trashcanHeadroom: 50,
  trashcanCountsBases: true,
  listExtendsBySize: true,
  listDeleteKeepsRoom: true,
})
const d313 = record('3.13', {
  ...d3130,
  version: [3, 13, 18],
  keysKindAskedLast: true,
  lastPatch: Number.POSITIVE_INFINITY,
  closedGeneratorKeepsFrame: false,
})
const d3140 = record('3.14.0', {
  ...d3130,
  trashcanCountsBases: false,
  trackedAtStart: 20_790,
  logTakesTuple: false,
  unguardedCloseClears: 'frame',
  version: [3, 14, 2],
  keysKindAskedLast: true,
  lastPatch: 4,
  immortalCount: 0xc000_0000 | 0,
  immortalShown: 3221225472,
  tupleItemsAt: 32,
  listKeepsRoomBelow: 32,
})
const d314 = record('3.14', {
  ...d3140,
  trackedAtStart: 0,
  version: [3, 14, 10],
  lastPatch: Number.POSITIVE_INFINITY,
  closedGeneratorKeepsFrame: false,
})
const d315 = record('3.15', { ...d314, version: [3, 15, 2] })

export const DIALECTS: readonly Dialect[] = [d38, d39, d310, d311, d312, d3130, d313, d3140, d314, d315]
