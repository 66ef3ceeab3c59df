/**
 * One collection, by its meaning: find what nothing holds, break its weak references, finalize it, look again, and let
 * the rest die. Returns what `gc.collect()` does. Order inside the unreachable set is the engine's to choose.
 *
 * Long because a collection is read from its beginning to its end.
 */
import { Undecided, Unknown } from './atom.ts'
import { plainDescriptors } from './class-parts.ts'
import { runFinalizer } from './die.ts'
import { finalizeGenerator, isSuspended, stateOf } from './generators.ts'
import { finalizer, nextFinalized, tellsItself } from './next-finalized.ts'
import { PythonError } from './python-error.ts'
import { unreachableAmong } from './reach.ts'
import { addStrong, valuesBypassDict } from './references.ts'
import { OPEN_CHOICE } from './search.ts'
import { chooseDying, isHeard, severalAreHeard } from './sounds-of-death.ts'
import { type ClassPart, Thing, UNDER_COLLECTION, type Value } from './thing.ts'
import { anyOf, untrackSurvivors, untrackYoungTuples } from './tracking.ts'
import { reportUnraisable } from './unraisable.ts'
import { breakWeakref, breakWeakrefs, callBack, detachWeakref, hasCallback } from './weak.ts'
import type { Occasion } from './witness.ts'
import type { World } from './world.ts'

export const DEBUG_SAVEALL = 32

/** Collects the generations up to `generation` (0, 1 or 2). */
export function collect(world: World, generation: number): number | Unknown {
  if (world.collecting) return 0
  world.collecting = true
  announce(world, 'start')
  const found = collectNow(world, generation)
  announce(world, 'stop')
  world.collecting = false
  return found
}

/** All callbacks are told the same dict. */
function announce(world: World, phase: string): void {
  const callbacks = world.gcCallbacks.items
  if (callbacks.length === 0) return
  const info = world.create('dict')
  info.entries = new Map()
  info.refs = 1
  info.tracked = world.semantics.dictTrackedAtBirth ? 'yes' : 'no'
  for (const key of ['generation', 'collected', 'uncollectable']) {
    info.entries.set(key, { key, value: new Unknown('what gc.callbacks are told') })
  }
  for (let i = 0; i < callbacks.length; i++) {
    const callback = world.incref(callbacks[i] as Value)
    // Beside the frame, the arguments of the call hold it (PyObject_CallFunction).
    world.incref(info)
    try {
      world.decref(world.actors.call(callback, [phase, world.incref(info)]))
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      reportUnraisable(world, error)
    }
    world.decref(info)
    world.decref(callback)
  }
  world.decref(info)
}

function collectNow(world: World, generation: number): number | Unknown {
  const candidates: Thing[] = []
  const { things } = world
  for (let i = 0; i < things.length; i++) {
    const thing = things[i] as Thing
    if (thing.tracked !== 'no' && thing.generation <= generation) candidates.push(thing)
  }
  const collected = world.semantics.incrementalCollector ? untrackedFirst(candidates) : candidates
  const unreachable = unreachableAmong(world, collected)
  for (const thing of unreachable) thing.generation = UNDER_COLLECTION
  const older = olderGeneration(world, generation)
  promoteSurvivors(world, collected, older, generation === 2)
  world.collections[generation as 0 | 1 | 2]++
  return unreachable.length === 0 ? 0 : disposeOf(world, unreachable, generation, older)
}

/** The incremental collector untracks tuples of atoms among the young before it looks for garbage, not after. */
function untrackedFirst(candidates: readonly Thing[]): Thing[] {
  const young = candidates.filter((thing) => thing.generation === 0)
  untrackYoungTuples(young)
  for (const thing of young) if (thing.classPart !== null) untrackBases(thing.classPart)
  return candidates.filter((thing) => thing.tracked !== 'no')
}

/** A bases tuple with nothing but `object` in it is untracked by the first collection that it survives. */
function untrackBases(cls: ClassPart): void {
  if (cls.bases.length === 0) cls.basesTracked = false
}

/** Of the classes that survived; those with descriptors hold what the collector tracks. */
function untrackClassDicts(candidates: readonly Thing[]): void {
  for (let i = 0; i < candidates.length; i++) {
    const { classPart, generation } = candidates[i] as Thing
    if (classPart === null || classPart.descriptors > 0 || generation === UNDER_COLLECTION) continue
    if (classPart.dictTracked !== 'no') classPart.dictTracked = anyOf(classPart.members.values())
  }
}

/** In the unreachable set of the collection that runs now, and not given back to the living yet. */
function isTrash(thing: Thing): boolean {
  return thing.alive && thing.generation === UNDER_COLLECTION
}

/** What happens to an unreachable set; returns how much of it died. */
function disposeOf(world: World, trash: readonly Thing[], generation: number, older: number): number | Unknown {
  const occasion: Occasion = generation === 2 ? 'full-collection' : 'partial-collection'
  for (const thing of trash) {
    if (thing.dictThing !== null && thing.dictThing.refs > 1 && valuesBypassDict(thing, world.semantics)) {
      throw new Undecided('a dict in use whose instance this collector takes for garbage (gh-130327)')
    }
  }

  let count = breakTrashWeakrefs(world, trash, older, occasion)
  finalizeTrash(world, trash, occasion)
  const dead = stillUnreachable(world, trash, older)
  breakLateWeakrefs(world, dead)
  const uncertain = dead.some((thing) => thing.tracked === 'maybe' || thing.classPart?.dictTracked === 'maybe')
  if (uncertain && (world.gcDebug & DEBUG_SAVEALL) !== 0) {
    // Only what was tracked is saved, so how long `gc.garbage` is and what it holds are open too.
    throw new Undecided('whether an inner tuple was still tracked, and thus saved')
  }
  for (const thing of dead) count += weight(world, thing)
  world.collected[generation as 0 | 1 | 2] += count
  if ((world.gcDebug & DEBUG_SAVEALL) !== 0) saveAll(world, dead, older)
  else clearTrash(world, dead, occasion)
  if (uncertain) world.uncertainStatistics = true
  return uncertain ? new Unknown('whether an inner tuple was still tracked') : count
}

function olderGeneration(world: World, generation: number): number {
  return world.semantics.incrementalCollector ? 2 : Math.min(generation + 1, 2)
}

function promoteSurvivors(world: World, candidates: readonly Thing[], older: number, full: boolean): void {
  for (let i = 0; i < candidates.length; i++) {
    const thing = candidates[i] as Thing
    if (thing.generation === UNDER_COLLECTION) continue
    thing.generation = older
    if (thing.classPart !== null) untrackBases(thing.classPart)
  }
  untrackSurvivors(candidates, full, world.semantics)
  if (full && !world.semantics.dictTrackedAtBirth) untrackClassDicts(candidates)
}

/**
 * How many tracked objects of CPython's stand behind one thing: a class brings its mro, its descriptors, its dict where
 * that holds more than atoms, and its bases tuple until a collection untracks it.
 */
export function weight(world: World, thing: Thing): number {
  const cls = thing.classPart
  if (cls === null) return 1
  const { semantics } = world
  const bases = semantics.incrementalCollector ? 1 : semantics.classCollectCount - 3 - plainDescriptors(semantics)
  return 2 + cls.descriptors + (cls.dictTracked === 'no' ? 0 : 1) + (cls.basesTracked ? bases : 0)
}

/** Weak references to trash read None before any finalizer runs; returns how many weakrefs died after their callback. */
function breakTrashWeakrefs(world: World, trash: readonly Thing[], older: number, occasion: Occasion): number {
  const first = world.semantics.plainWeakrefsClearedFirst
  const queues: Thing[][] = []
  for (const thing of trash) {
    // A weakref that is trash itself never calls back, whatever it points to (bpo-38006). From 3.15 on that is settled
    // after the finalizers, for what is dead for good: one that is resurrected stays whole (gh-136189, clear_weakrefs).
    if (first && thing.kind === 'weakref' && thing.target !== null && !isTrash(thing.target)) detachWeakref(thing)
    if (thing.weakrefs === null) continue
    const calling: Thing[] = []
    const kept: Thing[] = []
    for (const weakref of thing.weakrefs) {
      if (weakref.callback === null && !first) {
        kept.push(weakref)
        continue
      }
      breakWeakref(weakref)
      if (weakref.callback === null) continue
      if (isTrash(weakref)) world.witness.suppressed(weakref)
      else calling.push(world.incref(weakref))
    }
    thing.weakrefs = kept.length === 0 ? null : kept
    if (calling.length > 0) queues.push(calling)
  }
  if (queues.length === 0) return 0
  let died = 0
  // What callbacks of several referents let go dies in the order of those, of which some are silent.
  const isOpen = queues.length > 1
  if (isOpen) world.witness.anyOrder(true, occasion)
  world.held.push(...queues.flat())
  while (queues.length > 0) {
    const queue = nextQueue(world, queues)
    const weakref = queue.shift() as Thing
    if (queue.length === 0) queues.splice(queues.indexOf(queue), 1)
    callBack(world, weakref, weakref.callback)
    // Whatever generation it was in, it joins the survivors of this collection.
    weakref.generation = older
    world.letGo(weakref)
    world.decref(weakref)
    if (!weakref.alive) died++
  }
  if (isOpen) world.witness.anyOrder(false, occasion)
  return died
}

/** Among several referents whose weakrefs call back, the one that the engine takes next. */
function nextQueue(world: World, queues: readonly Thing[][]): Thing[] {
  const first = queues[0] as Thing[]
  if (queues.length === 1) return first
  const entered = world.witness.nextEntered()
  const names = queues.map((queue) => calledName(queue[0]?.callback ?? null))
  const fitting = queues.filter((_, i) => names[i] === entered)
  // What is no function of the program, such as a `weakref.finalize`, may have been called before, unseen.
  if (fitting.length !== 1 || names.includes(undefined))
    world.guess ??= 'callbacks of several referents run in an order that is not fixed'
  return fitting[0] ?? first
}

/** Of a function of the program. */
function calledName(callback: Value): string | undefined {
  return callback instanceof Thing ? callback.code?.name : undefined
}

function finalizeTrash(world: World, trash: readonly Thing[], occasion: Occasion): void {
  const pending = new Set(trash.filter(isUnfinalized))
  // Which of several generators is closed first shows in what dies with it.
  const isOpen = [...pending].filter((thing) => thing.kind === 'generator').length > 1
  if (isOpen) world.witness.anyOrder(true, occasion)
  while (pending.size > 0) {
    for (const thing of pending) if (!thing.alive || !isUnfinalized(thing)) pending.delete(thing)
    const thing = nextOfTrash(world, [...pending])
    if (thing === undefined) break
    pending.delete(thing)
    world.held.push(world.incref(thing))
    if (thing.kind === 'generator') finalizeGenerator(world, thing)
    else runFinalizer(world, thing, occasion)
    world.letGo(thing)
    world.decref(thing)
  }
  if (isOpen) world.witness.anyOrder(false, occasion)
}

function isUnfinalized(thing: Thing): boolean {
  if (thing.finalized) return false
  return thing.kind === 'generator' ? isSuspended(thing) : finalizer(thing) !== undefined
}

/**
 * What the engine finalizes next: an object whose `__del__` it enters next, or else a generator, which may be closed
 * without a sound. Of several generators the oldest comes first, as in a list of the collector's that nothing disturbed.
 */
function nextOfTrash(world: World, pending: readonly Thing[]): Thing | undefined {
  const generators = pending.filter((thing) => thing.kind === 'generator')
  if (generators.length === 0) return pending.length > 1 ? nextFinalized(world, pending) : pending[0]
  const loud = pending.filter((thing) => thing.kind !== 'generator')
  const shown = loud.length === 0 ? null : world.witness.finalizesNext(loud)
  if (shown !== null) return closedBefore(world, shown, generators) ?? shown
  if (!loud.every(tellsItself)) world.guess ??= OPEN_CHOICE
  // What a `finally` block makes may come to lie where something died that another one held.
  const runsCode = generators.length > 1 && generators.some((thing) => stateOf(thing).guarded)
  if (world.guess === null && (runsCode || severalAreHeard(world, generators)))
    world.guess = 'several generators are closed in an order that is not fixed'
  return generators[0]
}

/**
 * A generator that may be closed before `shown` is finalized, although nothing tells: what it holds alone is finalized by
 * closing it, too. The older of the two comes first in a list of the collector's that nothing disturbed.
 */
function closedBefore(world: World, shown: Thing, generators: readonly Thing[]): Thing | undefined {
  world.guess ??= OPEN_CHOICE
  const older = generators.filter((generator) => generator.birth < shown.birth)
  const ways = older.length > 0 ? [older[0], undefined, ...generators.slice(1)] : [undefined, ...generators]
  return ways[world.choices.choose(ways.length)]
}

/** What nothing holds after the finalizers ran. Whatever was resurrected, with all that it reaches, grows older. */
function stillUnreachable(world: World, trash: readonly Thing[], older: number): readonly Thing[] {
  // What died in between and was resurrected is young again, and no part of the collection any more.
  const alive = trash.filter(isTrash)
  let dead = unreachableAmong(world, alive)
  if (dead.length === alive.length) return dead
  if (world.semantics.resurrectionKeepsAll) dead = []
  const condemned = new Set(dead)
  for (const thing of alive) {
    if (condemned.has(thing)) continue
    thing.generation = older
    thing.resurrected = true
  }
  return dead
}

/** Weak references that finalizers made, or that were kept for them, break without calling back. */
function breakLateWeakrefs(world: World, dead: readonly Thing[]): void {
  if (world.semantics.lateWeakrefsCallBack) return
  for (const thing of dead) {
    if (thing.weakrefs === null) continue
    for (const weakref of thing.weakrefs) breakWeakref(weakref)
    thing.weakrefs = null
  }
}

function saveAll(world: World, dead: readonly Thing[], older: number): void {
  for (const thing of dead) {
    world.gcGarbage.items.push(world.incref(thing))
    for (let i = weight(world, thing); i > 1; i--) world.gcGarbage.items.push(new Unknown('an inner part of a class'))
    thing.generation = older
  }
}

/** All of `dead` dies at once; what only it held dies too, each by its count, in the order that the engine shows. */
function clearTrash(world: World, dead: readonly Thing[], occasion: Occasion): void {
  if (dead.some(leavesFrame)) throw new Undecided('a frame that takes over what a collected generator holds')
  world.witness.anyOrder(true, occasion)
  const released: Thing[] = []
  const lost: Value[] = []
  for (const thing of dead) {
    thing.lostToTrash = true
    if (thing.kind === 'weakref') detachWeakref(thing)
    lost.length = 0
    addStrong(lost, thing, world.semantics)
    for (const value of lost) {
      if (!(value instanceof Thing) || isTrash(value)) continue
      value.lostToTrash = true
      released.push(value)
    }
    // The values go with the instance that holds them: a dict that shows them has none left.
    if (valuesBypassDict(thing, world.semantics)) thing.attributes?.clear()
  }
  if (callsBackAmidOthers(world, dead, released))
    world.guess ??= 'what has died when a weakref that a finalizer made calls back'
  world.deaths.clearing++
  for (const thing of dead) {
    // Weakrefs that a finalizer made still point here: they call back at the death, as ever.
    breakWeakrefs(world, thing)
    thing.tracked = 'no'
    thing.refs = 0
    world.bury(thing)
  }
  world.held.push(...released)
  while (released.length > 0) {
    const thing = nextReleased(world, released)
    released.splice(released.indexOf(thing), 1)
    world.letGo(thing)
    world.decref(thing)
  }
  world.deaths.clearing--
  world.witness.anyOrder(false, occasion)
}

/**
 * Whether a weakref that a finalizer made calls back while other code may run, too: of another such weakref, or of what
 * the dead let go. Which comes first follows from the order in which the collector takes the dead apart.
 */
function callsBackAmidOthers(world: World, dead: readonly Thing[], released: readonly Thing[]): boolean {
  const late = dead.filter(hasCallback).length
  return late > 1 || (late === 1 && released.some((thing) => isHeard(world, thing))) || losesBoth(released)
}

/** An older weakref that calls back, and what it stands for: if that goes first, it does. */
function losesBoth(released: readonly Thing[]): boolean {
  return released.some(({ callback, target }) => callback !== null && target !== null && released.includes(target))
}

/** An exception raised while it was closed keeps its frame, and is no part of the collection. */
function leavesFrame(thing: Thing): boolean {
  if (thing.kind !== 'generator') return false
  const { frame } = stateOf(thing)
  return frame !== null && frame.thing !== null && frame.thing.refs > 1 && !isTrash(frame.thing)
}

/** A reference whose loss kills nothing goes first: it changes nothing that can be seen. */
function nextReleased(world: World, released: readonly Thing[]): Thing {
  const losses = new Map<Thing, number>()
  for (const thing of released) losses.set(thing, (losses.get(thing) ?? 0) + 1)
  const dying: Thing[] = []
  for (const [thing, lost] of losses) {
    if (thing.refs > lost) return thing
    dying.push(thing)
  }
  return chooseDying(world, dying)
}
