/**
 * A tuple of what is iterated over (`PySequence_Tuple`). Up to 3.13 it is tracked from the start on, with places for as
 * many items as are expected, and made longer where there are more: an item that collects makes it older. Cut to size, or
 * made longer, it is young again.
 */
import { lookUp } from '../class-parts.ts'
import { Thing, type Value } from '../thing.ts'
import { anyOf } from '../tracking.ts'
import type { World } from '../world.ts'
import { itemsOf } from './iterate.ts'
import { makeTuple } from './make.ts'

/** Places of what does not tell its length. */
const FIRST_PLACES = 10

export function tupleFrom(world: World, from: Value): Thing {
  // Of a list as of a display; of what is iterated over it is tracked in any case: measured on 3.14.2.
  const isList = from instanceof Thing && from.kind === 'list' && from.cls === null
  if (isList || !world.semantics.tupleTrackedWhileFilled)
    return makeTuple(world, itemsOf(world, from), isList ? 'display' : 'operator')
  let places = FIRST_PLACES
  let before: Counts = [...world.collections]
  let filled = before
  const items = itemsOf(world, from, (count) => {
    filled = [...world.collections]
    if (count <= places) return
    places = Math.trunc(((places + 10) * 5) / 4)
    before = filled
  })
  const tuple = makeTuple(world, items, 'operator')
  if (items.length === 0) return emptyFrom(world, from, tuple)
  const all = fewer(world.collections, before)
  if (!all.some((count) => count > 0)) return tuple
  if (tellsLength(from)) world.guess ??= 'whether a tuple was cut to size after it had been filled'
  if (items.length !== places) return tuple
  tuple.generation = reached(all)
  // Full, and met so before the iterator said that there is no more: only a whole tuple is untracked.
  const generation = reached(fewer(filled, before))
  if (fewer(world.collections, filled).some((count, i) => count > 0 && i >= generation)) tuple.tracked = anyOf(items)
  return tuple
}

/** Where there were places and nothing came, an empty tuple of its own is left (up to 3.10). */
function emptyFrom(world: World, from: Value, tuple: Thing): Thing {
  const hidesLength = from instanceof Thing && (from.kind === 'generator' || from.kind === 'instance')
  if (world.semantics.emptyTupleShared || !hidesLength) return tuple
  tuple.constant = false
  tuple.tracked = 'yes'
  return tuple
}

/** What an object has become that was young before so many collections of each generation. */
function reached([young, middle, old]: Counts): number {
  return middle + old > 0 ? 2 : Math.min(young, 1)
}

type Counts = readonly [number, number, number]

function fewer(now: Counts, before: Counts): Counts {
  return [now[0] - before[0], now[1] - before[1], now[2] - before[2]]
}

/** The places are as many as it says. */
function tellsLength(from: Value): boolean {
  if (!(from instanceof Thing) || from.kind === 'generator') return false
  return (
    from.cls === null || lookUp(from.cls, '__len__') !== undefined || lookUp(from.cls, '__length_hint__') !== undefined
  )
}
