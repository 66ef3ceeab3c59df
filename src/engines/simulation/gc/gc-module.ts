/**
 * The `gc` module: its functions, constants and two lists (Modules/gcmodule.c). What they do is elsewhere: collect.ts,
 * generation.ts, gc-inspect.ts. Leaves out keyword arguments.
 */
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from '../object/arguments.ts'
import { newBool } from '../object/bool.ts'
import { newDict } from '../object/dict.ts'
import { newFloat } from '../object/float.ts'
import { intValue, isInt, newInt } from '../object/int.ts'
import { listAppend, newList } from '../object/list.ts'
import { raise } from '../object/raise.ts'
import { decref, incref } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { newTuple, tupleSetItemSteal } from '../object/tuple.ts'
import { collect } from './collect.ts'
import { DEBUG_COLLECTABLE, DEBUG_LEAK, DEBUG_SAVEALL, DEBUG_STATS, DEBUG_UNCOLLECTABLE } from './delete-garbage.ts'
import { setNumber } from './gc-callbacks.ts'
import { getObjects, getReferents, getReferrers, isFinalizedFunction, isTrackedFunction } from './gc-inspect.ts'
import { freeze, freezeCount, type Generation, OLDEST, unfreeze } from './generation.ts'

export const GC_CONSTANTS: Readonly<Record<string, number>> = {
  DEBUG_STATS,
  DEBUG_COLLECTABLE,
  DEBUG_UNCOLLECTABLE,
  DEBUG_SAVEALL,
  DEBUG_LEAK,
}

/** Makes the lists `gc.garbage` and `gc.callbacks`, which the machine owns; the module's dict holds them too. */
export function bootGcLists(m: Machine): void {
  m.gc.garbage = newList(m, 0)
  m.gc.callbacks = newList(m, 0)
}

const none = (m: Machine): Address => incref(m, m.None)

/** The number of an int argument; NaN with TypeError set. */
function intArgument(m: Machine, o: Address): number {
  if (isInt(m, o)) return Number(intValue(m, o))
  raise(m, 'TypeError', 'an integer is required')
  return Number.NaN
}

const functions: Record<string, NativeFunction> = {
  collect(m, _self, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    const generation = argc === 0 ? OLDEST : intArgument(m, argument(m, argv, 0))
    if (Number.isNaN(generation)) return 0
    if (generation < 0 || generation > OLDEST) return raise(m, 'ValueError', 'invalid generation')
    return newInt(m, collect(m, generation))
  },

  enable(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    m.gc.enabled = true
    m.watcher?.policyChanged()
    return none(m)
  },

  disable(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    m.gc.enabled = false
    m.watcher?.policyChanged()
    return none(m)
  },

  isenabled(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return newBool(m, m.gc.enabled)
  },

  get_count(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    // Read before the tuple is made, which counts itself.
    return numbers(m, m.gc.counts[0], m.gc.counts[1], m.gc.counts[2])
  },

  get_threshold(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return numbers(m, m.gc.thresholds[0], m.gc.thresholds[1], m.gc.thresholds[2])
  },

  set_threshold(m, _self, argv, argc) {
    if (!isArity(m, argc, 1, 3)) return 0
    // Those that are not given stay; a bad one leaves all as they were.
    const thresholds: [number, number, number] = [...m.gc.thresholds]
    for (let i = 0; i < argc; i++) {
      const threshold = intArgument(m, argument(m, argv, i))
      if (Number.isNaN(threshold)) return 0
      thresholds[i as Generation] = threshold
    }
    // The incremental collector has no third.
    if (m.gc.incremental) thresholds[2] = 0
    m.gc.thresholds = thresholds
    m.watcher?.policyChanged()
    return none(m)
  },

  set_debug(m, _self, argv, argc) {
    if (!isArity(m, argc, 1, 1)) return 0
    const flags = intArgument(m, argument(m, argv, 0))
    if (Number.isNaN(flags)) return 0
    m.gc.debug = flags
    return none(m)
  },

  get_debug(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return newInt(m, m.gc.debug)
  },

  get_stats(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return granted(m, () => allStats(m))
  },

  freeze(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    freeze(m)
    return none(m)
  },

  unfreeze(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    unfreeze(m)
    return none(m)
  },

  get_freeze_count(m, _self, _argv, argc) {
    if (!isArity(m, argc, 0, 0)) return 0
    return newInt(m, freezeCount(m))
  },

  get_objects: getObjects,
  get_referrers: getReferrers,
  get_referents: getReferents,
  is_tracked: isTrackedFunction,
  is_finalized: isFinalizedFunction,
}

/** For every version; `is_finalized` is missing in 3.8, see `gcFunctions`. */
export const GC_FUNCTIONS: Readonly<Record<string, NativeFunction>> = functions

/** Those that this version has, by name. */
export function gcFunctions(m: Machine): readonly (readonly [string, NativeFunction])[] {
  return Object.entries(GC_FUNCTIONS).filter(([name]) => name !== 'is_finalized' || m.semantics.hasIsFinalized)
}

function numbers(m: Machine, a: number, b: number, c: number): Address {
  // Tracked whatever it holds: it is filled after it was made (Py_BuildValue).
  const tuple = newTuple(m, 3)
  if (tuple === 0) return 0
  tupleSetItemSteal(m, tuple, 0, newInt(m, a))
  tupleSetItemSteal(m, tuple, 1, newInt(m, b))
  tupleSetItemSteal(m, tuple, 2, newInt(m, c))
  return tuple
}

/** Diverges: lacks no memory. */
function allStats(m: Machine): Address {
  const result = newList(m, 0)
  for (let i = 0; i <= OLDEST; i++) {
    const stats = statsOf(m, i as Generation)
    listAppend(m, result, stats)
    decref(m, stats)
  }
  return result
}

function statsOf(m: Machine, generation: Generation): Address {
  const stats = newDict(m)
  setNumber(m, stats, 'collections', newInt(m, m.gc.collections[generation]))
  setNumber(m, stats, 'collected', newInt(m, m.gc.collected[generation]))
  setNumber(m, stats, 'uncollectable', newInt(m, m.gc.uncollectable[generation]))
  if (m.dialect.version[1] >= 15) {
    setNumber(m, stats, 'candidates', newInt(m, m.gc.candidates[generation]))
    setNumber(m, stats, 'duration', newFloat(m, 0))
  }
  return stats
}
