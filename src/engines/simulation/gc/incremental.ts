/**
 * The policy of 3.14.0–3.14.4 (gc_collect_young, gc_collect_increment, gc_collect_full in Python/gc.c of that line):
 * new objects are in `young`, old ones in one of two spaces. A cycle first marks what roots reach (`marking`), then takes
 * increments: the young objects and a share of the pending space with all it reaches. What survives, or was marked, is
 * in the visited space; when nothing is pending the spaces change roles.
 *
 * Keeps true: `an-object-carries-the-bit-of-its-space`. What an interpreter has at start counts as frozen, and so as
 * visited: until `gc.unfreeze` the running module's globals are no roots, and the spaces do not change roles.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_REFCNT } from '../memory/layout.ts'
import { clearFreeLists } from '../object/free-lists.ts'
import { slotsOf } from '../object/refcount.ts'
import { isGcObject } from '../object/tracking.ts'
import {
  headOf,
  initList,
  isEmpty,
  listSize,
  merge,
  move,
  NEXT_OLD_SPACE,
  nextOf,
  objectOf,
  setSpaceOf,
} from './gc-list.ts'
import { type Generation, setSpace } from './generation.ts'
import { untrackTuples } from './untrack.ts'

/** `gc.collect(1)`, and what is due automatically. */
export const INCREMENT: Generation = 1
/** With the threshold of generation 1, the part of the heap that an increment looks at. */
const SCAN_RATE_DIVISOR = 10

/** The lists are empty: as before the first object. */
export function beginAnew(m: Machine): void {
  const { gc } = m
  for (const list of gc.heads) assert(isEmpty(m, list), 'nothing is tracked before the first object')
  gc.startObjects = 'frozen'
  gc.heapSize = m.dialect.trackedAtStart
  gc.visitedSpace = 0
  gc.workToDo = 0
  gc.marking = true
}

export type CollectRegion = (m: Machine, from: Address, to: Address, generation: Generation) => number

/** Gives what was collected; `collectRegion` of collect.ts does that for one list. */
export function collectIncremental(m: Machine, generation: Generation, collectRegion: CollectRegion): number {
  const { gc } = m
  const collected =
    generation === 0
      ? collectYoung(m, collectRegion)
      : generation === 1
        ? collectIncrement(m, collectRegion)
        : collectFull(m, collectRegion)
  // An increment that only marks, or has nothing to do, is not counted where `gc.get_stats` looks.
  if (collected >= 0) {
    gc.collections[generation]++
    gc.collected[generation] += collected
  }
  gc.onPhase?.('done')
  return Math.max(collected, 0)
}

function spaceList(m: Machine, space: number): Address {
  return m.gc.heads[(1 + space) as 1 | 2]
}

function collectYoung(m: Machine, collectRegion: CollectRegion): number {
  const { gc } = m
  const [young] = gc.heads
  untrackTuples(m, young)
  setSpace(m, young, gc.visitedSpace)
  const visited = spaceList(m, gc.visitedSpace)
  const survivors = gc.increment
  initList(m, survivors)
  const collected = collectRegion(m, young, survivors, 0)
  merge(m, survivors, visited)
  gc.counts[0] = 0
  gc.counts[1]++
  return collected
}

function collectFull(m: Machine, collectRegion: CollectRegion): number {
  const { gc } = m
  const [young] = gc.heads
  const pending = spaceList(m, gc.visitedSpace ^ 1)
  const visited = spaceList(m, gc.visitedSpace)
  untrackTuples(m, young)
  merge(m, young, pending)
  setSpace(m, pending, gc.visitedSpace)
  merge(m, pending, visited)
  const collected = collectRegion(m, visited, visited, 2)
  gc.counts = [0, 0, 0]
  completeCycle(m)
  clearFreeLists(m)
  return collected
}

/** −1 where it has looked for nothing that is unreachable. */
function collectIncrement(m: Machine, collectRegion: CollectRegion): number {
  const { gc } = m
  gc.workToDo += assessWork(m)
  if (gc.workToDo < 0) return -1
  const [young] = gc.heads
  untrackTuples(m, young)
  const marked = (gc.marking ? markGlobals(m) : 0) + markReachable(m, m.services.stackRoots(m, gc.marking))
  gc.workToDo -= marked
  if (gc.marking) {
    // Credited twice, as there.
    gc.workToDo -= marked
    gc.marking = false
    return -1
  }
  const pending = spaceList(m, gc.visitedSpace ^ 1)
  const visited = spaceList(m, gc.visitedSpace)
  const { increment } = gc
  initList(m, increment)
  setSpace(m, young, gc.visitedSpace)
  merge(m, young, increment)
  let size = listSize(m, increment)
  while (size < gc.workToDo && !isEmpty(m, pending)) {
    const head = nextOf(m, pending)
    setSpaceOf(m, head, gc.visitedSpace)
    move(m, head, increment)
    size += 1 + takeReachable(m, head, increment)
  }
  const collected = collectRegion(m, increment, visited, INCREMENT)
  gc.workToDo -= size
  if (isEmpty(m, pending)) completeCycle(m)
  return collected
}

/** New objects, and a share of the heap that is at most twice as much (assess_work_to_do). */
function assessWork(m: Machine): number {
  const { gc } = m
  const created = gc.counts[0]
  const share = Math.trunc(gc.heapSize / SCAN_RATE_DIVISOR / Math.max(2, gc.thresholds[1]))
  gc.counts[0] = 0
  return created + Math.min(share, 2 * created)
}

/** What is there since the start, and reaches what a program's names stand for (mark_global_roots); gives its number. */
function markGlobals(m: Machine): number {
  if (m.gc.startObjects !== 'pending') return 0
  m.gc.startObjects = 'visited'
  const roots = [m.builtins, m.globals].flatMap((dict) => {
    const count = slotsOf(m, dict).traverse?.(m, dict) ?? 0
    return [...m.referents.subarray(0, count)]
  })
  return m.dialect.trackedAtStart + markReachable(m, roots)
}

/** The roots and all that they reach are visited from now on; gives how many objects that are. */
function markReachable(m: Machine, roots: readonly Address[]): number {
  const visited = spaceList(m, m.gc.visitedSpace)
  const taken = roots.filter((o) => takeUnvisited(m, o, visited))
  const [first] = taken
  return first === undefined ? 0 : taken.length + takeReachable(m, headOf(first), visited)
}

/** Everything unvisited that the members from `first` on reach joins the end of `list`; gives how many. */
function takeReachable(m: Machine, first: Address, list: Address): number {
  let taken = 0
  for (let head = first; head !== list; head = nextOf(m, head)) {
    const o = objectOf(head)
    const traverse = slotsOf(m, o).traverse
    assert(traverse !== undefined, 'a-tracked-object-can-be-traversed')
    const count = traverse(m, o)
    for (let i = 0; i < count; i++) if (takeUnvisited(m, m.referents[i] as number, list)) taken++
  }
  return taken
}

function takeUnvisited(m: Machine, o: Address, list: Address): boolean {
  if ((m.i32[(o + OB_REFCNT) >> 2] as number) < 0 || !isGcObject(m, o)) return false
  const head = headOf(o)
  const word = m.i32[head >> 2] as number
  if (word === 0 || (word & NEXT_OLD_SPACE) === m.gc.visitedSpace) return false
  if ((word & ~NEXT_OLD_SPACE) === head) return false
  setSpaceOf(m, head, m.gc.visitedSpace)
  move(m, head, list)
  return true
}

/** Nothing is pending: the visited space is the pending one of the next cycle (completed_scavenge). */
function completeCycle(m: Machine): void {
  const { gc } = m
  const { visitedSpace } = gc
  const other = (visitedSpace ^ 1) as 0 | 1
  assert(isEmpty(m, spaceList(m, other)), 'a-cycle-ends-with-nothing-pending')
  if (gc.startObjects !== 'frozen' && isEmpty(m, gc.heads[3])) {
    gc.visitedSpace = other
    setSpace(m, gc.heads[0], visitedSpace)
  } else {
    // Frozen objects carry the bit of the visited space and cannot be touched: the others change theirs.
    merge(m, spaceList(m, visitedSpace), spaceList(m, other))
    setSpace(m, spaceList(m, other), other)
  }
  if (gc.startObjects === 'visited') gc.startObjects = 'pending'
  gc.workToDo = 0
  gc.marking = true
}
