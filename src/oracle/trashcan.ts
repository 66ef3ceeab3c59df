/**
 * The trashcan: up to 3.12 a container whose deallocation would be the 51st one nested in others waits until the outermost of
 * them ends. Then those that wait are deallocated, the last one first, in deallocations that count from one
 * (`Py_TRASHCAN_BEGIN`, `_PyTrash_thread_destroy_chain`). Whatever waits has no references, is known to no collection, and
 * keeps what it holds.
 *
 * Leaves out: how deep deallocations are when a collection takes garbage apart, and when the native stack of 3.13 and later
 * runs out. There the order of deaths is not judged beyond a depth, and nothing is after program code ran that may have seen it.
 */
import { Undecided } from './atom.ts'
import type { Thing } from './thing.ts'
import type { World } from './world.ts'

const DEPTH_MAX = 50
/** Beyond this, what a collection lets go may be put off. */
const CLEARING_DEPTH = 24
const NATIVE_DEPTH = 500
/** So many deaths in one go have no end: each makes others. */
const DEATHS_MAX = 20_000

export const DEEP_CODE = 'program code runs in deallocations that are nested as deep as the trashcan'

/** Exceptions whose types have deallocators of their own. */
const WITHOUT_TRASHCAN = new Set(['AttributeError', 'MemoryError', 'NameError', 'StopIteration', 'UnboundLocalError'])

/** The deallocator of its type looks how deep it is. */
export function isCounted({ semantics }: World, thing: Thing): boolean {
  if (semantics.trashcan === 'native stack' || thing.cls !== null) return true
  switch (thing.kind) {
    case 'list':
    case 'tuple':
    case 'dict':
    case 'set':
    case 'frozenset':
    case 'traceback':
    case 'frame':
      return true
    case 'method':
      return thing.typeName !== 'method'
    case 'exception':
      return semantics.trashcan === 'exceptions too' && !WITHOUT_TRASHCAN.has(thing.typeName)
    default:
      return false
  }
}

/** What dies now is put off, if its deallocator looks. */
export function isFull(world: World): boolean {
  return world.deaths.depth >= DEPTH_MAX && !world.deaths.isDeep && world.semantics.trashcan !== 'native stack'
}

/** It waits for its deallocation. */
export function putOff(world: World, thing: Thing): void {
  thing.tracked = 'no'
  world.deaths.putOff.push(thing)
}

/** A counted death begins; `leaveDeath` must follow. */
export function enterDeath(world: World): void {
  if (!world.deaths.isDeep && world.deaths.depth > depthJudged(world)) {
    world.deaths.isDeep = true
    world.witness.anyOrder(true, 'refcount')
  }
  world.deaths.depth++
}

function depthJudged({ deaths, semantics }: World): number {
  if (semantics.trashcan === 'native stack') return NATIVE_DEPTH
  return deaths.clearing > 0 ? CLEARING_DEPTH : Number.POSITIVE_INFINITY
}

/** The death is over; the outermost one deallocates what was put off. */
export function leaveDeath(world: World, deallocate: (thing: Thing) => void): void {
  world.deaths.depth--
  if (world.deaths.depth > 0) return
  if (world.deaths.isDeep) {
    world.deaths.isDeep = false
    world.witness.anyOrder(false, 'refcount')
  }
  if (world.deaths.putOff.length === 0) return
  world.deaths.depth = 1
  let deaths = 0
  for (let thing = world.deaths.putOff.pop(); thing !== undefined; thing = world.deaths.putOff.pop()) {
    if (++deaths > DEATHS_MAX) throw new Undecided(DEEP_CODE)
    deallocate(thing)
  }
  world.deaths.depth = 0
}

/** Program code is about to run, which may see whether deaths were put off. */
export function guessWhereDeep(world: World): void {
  if (world.deaths.isDeep) world.guess ??= DEEP_CODE
}
