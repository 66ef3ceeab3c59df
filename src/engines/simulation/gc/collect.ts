/**
 * One collection, phase by phase: read this first (gc_collect_main in Modules/gcmodule.c of 3.8–3.12 and Python/gc.c of
 * 3.13+; gc_collect_region in 3.14.0–3.14.4). Each phase is a file of its own that states its postcondition.
 *
 * Keeps true: program code runs only in `handleWeakrefs` (callbacks), `runFinalizers` and `deleteGarbage`, when every list is
 * whole. Leaves out: legacy finalizers (`tp_del`), which no type here has, and output of the DEBUG flags.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { maybeUntrackDict } from '../object/dict-life.ts'
import { clearFreeLists } from '../object/free-lists.ts'
import { takeError } from '../object/raise.ts'
import { clearUnreachableMask, deduceUnreachable, HAS_FINALIZER, HAS_WEAKREF } from './deduce-unreachable.ts'
import { deleteGarbage } from './delete-garbage.ts'
import { finalizeGarbage } from './finalize-garbage.ts'
import { callGcCallbacks } from './gc-callbacks.ts'
import { listSize, merge } from './gc-list.ts'
import { countCollection, dueGeneration, type Generation, mergeYounger, OLDEST } from './generation.ts'
import { handleResurrectedObjects } from './handle-resurrected.ts'
import { clearWeakrefsTo, handleWeakrefs } from './handle-weakrefs.ts'
import { collectIncremental, INCREMENT } from './incremental.ts'
import { untrackDicts, untrackTuples } from './untrack.ts'

/** `gc.collect(generation)`: how many objects were unreachable to the end, and weakrefs that died calling back. */
export function collect(m: Machine, generation: number): number {
  assert(generation >= 0 && generation <= OLDEST, 'there are three generations')
  const { gc } = m
  if (gc.collecting) return 0
  gc.collecting = true
  assert(m.error === 0 || !m.errorIsUnmade, 'what is no object yet waits for no collection')
  const error = takeError(m)
  gc.lastCandidates = 0
  m.watcher?.collectionBegins(generation)
  callGcCallbacks(m, 'start', generation, 0)
  const collected = gc.incremental
    ? collectIncremental(m, generation as Generation, collectRegion)
    : collectGeneration(m, generation as Generation)
  callGcCallbacks(m, 'stop', generation, collected)
  assert(m.error === 0, 'a-collection-leaves-no-error')
  m.error = error
  gc.collecting = false
  return collected
}

/** Runs the automatic collection that is due, if it still is (gc_collect_generations, _Py_RunGC). */
export function collectIfDue(m: Machine): void {
  const { gc } = m
  if (!gc.due || gc.collecting) return
  gc.due = false
  if (!gc.enabled) return
  const generation = gc.incremental ? INCREMENT : dueGeneration(m)
  if (generation < 0) return
  m.log.collected(generation)
  gc.automatic = true
  collect(m, generation)
  gc.automatic = false
}

/** The generational policy: three lists, survivors move up. */
function collectGeneration(m: Machine, generation: Generation): number {
  const { gc } = m
  countCollection(m, generation)
  const young = mergeYounger(m, generation)
  const old = generation < OLDEST ? gc.heads[(generation + 1) as Generation] : young
  gc.onPhase?.('merged')
  const collected = collectRegion(m, young, old, generation)
  if (generation === OLDEST) clearFreeLists(m)
  gc.collections[generation]++
  gc.collected[generation] += collected
  gc.candidates[generation] += gc.lastCandidates
  gc.onPhase?.('done')
  return collected
}

/**
 * Collects the members of `young`; survivors, and what its finalizers saved, go to `old` (which may be the same list).
 * Gives what was collected.
 */
export function collectRegion(m: Machine, young: Address, old: Address, generation: Generation): number {
  const { gc, semantics } = m
  const { unreachable, stillUnreachable } = gc

  // `young` keeps what is reachable from outside of it, `unreachable` has the rest, both in CPython's order.
  const dead = deduceUnreachable(m, young, unreachable)
  const deadHold = clearUnreachableMask(m, unreachable)
  if (gc.metTuple) untrackTuples(m, young)
  moveSurvivors(m, young, old, generation, dead)
  gc.onPhase?.('deduced')
  if (dead === 0) return 0

  // No weakref leads to trash any more (3.15: none with a callback), and callbacks from outside the trash were called.
  // An empty `deadHold` means that no member has weakrefs or a finalizer: no code of the program can run.
  let mayHaveRevived = false
  let collected = 0
  if ((deadHold & HAS_WEAKREF) !== 0) {
    mayHaveRevived = true
    collected += handleWeakrefs(m, unreachable, old, semantics.plainWeakrefsClearedFirst)
    gc.onPhase?.('weakrefs')
  }

  // Every finalizer of a member has run, once.
  if ((deadHold & HAS_FINALIZER) !== 0 || mayHaveRevived) {
    mayHaveRevived = true
    finalizeGarbage(m, unreachable)
    gc.onPhase?.('finalized')
  }

  // `stillUnreachable` has what no finalizer made reachable again; the saved are in `old`.
  let remaining = dead
  if (mayHaveRevived) {
    remaining = handleResurrectedObjects(m, unreachable, stillUnreachable, old)
    if (!semantics.lateWeakrefsCallBack) clearWeakrefsTo(m, stillUnreachable)
    gc.onPhase?.('resurrected')
  } else {
    merge(m, unreachable, stillUnreachable)
  }

  // All of them are freed, or in `old` where something still holds them (DEBUG_SAVEALL: all in `old` and gc.garbage).
  collected += remaining
  deleteGarbage(m, stillUnreachable, old)
  gc.onPhase?.('cleared')
  return collected
}

/** The survivors' generation, and the numbers of the 25 % rule (see dueGeneration). */
function moveSurvivors(m: Machine, young: Address, old: Address, generation: Generation, dead: number): void {
  const { gc } = m
  m.watcher?.survivorsMove(young, generation)
  if (gc.incremental) {
    if (young !== old) merge(m, young, old)
    return
  }
  if (generation === OLDEST) {
    // Dicts are untracked by full collections only: a dict that is filled would be tracked and untracked all the time.
    if (gc.metDict && !m.semantics.dictTrackedAtBirth) untrackDicts(m, young, maybeUntrackDict)
    gc.longLivedPending = 0
    gc.longLivedTotal = survivorCount(m, young, dead)
    return
  }
  if (generation === OLDEST - 1) gc.longLivedPending += survivorCount(m, young, dead)
  merge(m, young, old)
}

function survivorCount(m: Machine, young: Address, dead: number): number {
  // Where nothing can have been untracked, the number is known.
  if (m.gc.metTuple || m.gc.metDict) return listSize(m, young)
  return m.gc.lastCandidates - dead
}
