/**
 * The death of one thing whose last reference is gone: finalizer, weak references, contents, in CPython's order
 * (`subtype_dealloc` and the `tp_dealloc` of each container). What it held may die in turn, depth first.
 */
import { assert } from '../base/assert.ts'
import { Undecided } from './atom.ts'
import { lookUp } from './class-parts.ts'
import { finalizeGenerator, releaseGenerator, stateOf } from './generators.ts'
import { PythonError } from './python-error.ts'
import { partsOf } from './raising.ts'
import { attributeNames, strongReferences } from './references.ts'
import type { ExceptionParts, Frame } from './thing.ts'
import { type Entry, type KeyImage, Thing, type Value } from './thing.ts'
import { releaseLocals, reportUnraisable } from './unraisable.ts'
import { breakWeakrefs, detachWeakref } from './weak.ts'
import type { Occasion } from './witness.ts'
import type { World } from './world.ts'

/** From this depth on the trashcan may put deaths off (50 levels up to 3.12): their order is not judged. */
const TRASHCAN_DEPTH = 24

export function lastReferenceGone(world: World, thing: Thing): void {
  assert(thing.refs === 0, 'no-death-with-references')
  if (!thing.alive) return
  if (world.dying > TRASHCAN_DEPTH) world.guess ??= 'deallocations are nested as deep as the trashcan'
  world.dying++
  die(world, thing)
  world.dying--
}

function die(world: World, thing: Thing): void {
  if (thing.kind === 'instance' && finalizer(thing) !== undefined && !thing.finalized) {
    // The deallocator untracks and tracks again around the finalizer: a survivor is young again.
    thing.generation = 0
    if (finalizeKeepsAlive(world, thing)) return
  } else if (thing.kind === 'generator' && !thing.finalized) {
    // Weak references go first here (`gen_dealloc`).
    breakWeakrefs(world, thing)
    thing.generation = 0
    if (finalizeKeepsAlive(world, thing)) return
  }
  thing.tracked = 'no'
  breakWeakrefs(world, thing)
  releaseContents(world, thing)
  world.bury(thing)
  if (thing.cls !== null) world.decref(thing.cls.thing)
}

/** Runs `__del__` on a thing without references; true when it has some afterwards. */
function finalizeKeepsAlive(world: World, thing: Thing): boolean {
  thing.refs = 1
  world.held.push(thing)
  if (thing.kind === 'generator') finalizeGenerator(world, thing)
  else runFinalizer(world, thing, 'refcount')
  world.letGo(thing)
  return --thing.refs > 0
}

export function finalizer(thing: Thing): Value | undefined {
  return thing.cls === null ? undefined : lookUp(thing.cls, '__del__')
}

/** Calls `__del__` once; the caller holds a reference. */
export function runFinalizer(world: World, thing: Thing, occasion: Occasion): void {
  thing.finalized = true
  const method = finalizer(thing) as Value
  world.finalizing = { thing, occasion }
  try {
    world.decref(world.actors.call(method, [world.incref(thing)]))
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    reportUnraisable(world, error)
  } finally {
    world.finalizing = null
  }
}

/** Gives up everything that `thing` holds, in the order in which its type does. */
export function releaseContents(world: World, thing: Thing): void {
  switch (thing.kind) {
    case 'instance':
      return releaseInstance(world, thing)
    case 'list':
    case 'tuple':
    case 'iterator':
      while (thing.items.length > 0) world.decref(thing.items.pop() as Value)
      return
    case 'cell':
    case 'method':
    case 'traceback':
      while (thing.items.length > 0) world.decref(thing.items.shift() as Value)
      return
    case 'exception':
      return releaseException(world, partsOf(thing))
    case 'frame':
      return releaseFrame(world, thing)
    case 'generator':
      return releaseGenerator(world, thing)
    case 'dict':
      return releaseDict(world, thing)
    case 'set':
    case 'frozenset':
      return releaseSet(world, thing)
    case 'function': {
      const { defaults, closure } = thing
      thing.defaults = null
      world.decref(defaults)
      thing.closure = null
      world.decref(closure)
      return
    }
    case 'weakref': {
      detachWeakref(thing)
      const { callback } = thing
      thing.callback = null
      world.decref(callback)
      return
    }
    default:
      return
  }
}

function releaseException(world: World, parts: ExceptionParts): void {
  while (parts.own.length > 0) world.decref(parts.own.shift() as Value)
  const { dict, args, traceback, context, cause } = parts
  parts.dict = null
  world.decref(dict)
  parts.args = null
  world.decref(args)
  parts.traceback = null
  world.decref(traceback)
  parts.cause = null
  world.decref(cause)
  parts.context = null
  world.decref(context)
}

function releaseFrame(world: World, thing: Thing): void {
  const frame = thing.detail as Frame
  if (!frame.ended) return
  const { function: runs, back } = frame
  frame.function = null
  world.decref(runs)
  releaseLocals(world, frame)
  frame.back = null
  world.decref(back)
}

function releaseInstance(world: World, thing: Thing): void {
  for (const name of thing.cls?.slots ?? []) {
    const value = thing.slots?.get(name)
    if (value === undefined) continue
    thing.slots?.delete(name)
    world.decref(value)
  }
  const dict = thing.dictThing
  if (dict !== null) {
    thing.dictThing = null
    if (dict.refs > 1) {
      if (dict.tracked === 'no' && !world.semantics.materializedDictVisited) {
        throw new Undecided('an untracked dict that outlives its instance (gh-133543)')
      }
      detachDict(world, thing, dict)
    }
    world.decref(dict)
    return
  }
  releaseAttributes(world, thing)
}

/** The dict outlives its instance: it keeps the values in the order in which they lay there. */
function detachDict(world: World, thing: Thing, dict: Thing): void {
  const entries = new Map<KeyImage, Entry>()
  for (const name of attributeNames(thing, world.semantics)) {
    const entry = thing.attributes?.get(name)
    if (entry !== undefined) entries.set(name, entry)
  }
  dict.entries = entries
  dict.owner = null
  thing.attributes = null
}

function releaseAttributes(world: World, thing: Thing): void {
  for (const name of attributeNames(thing, world.semantics)) {
    const entry = thing.attributes?.get(name)
    if (entry === undefined) continue
    thing.attributes?.delete(name)
    world.decref(entry.value)
  }
}

function releaseDict(world: World, dict: Thing): void {
  if (dict.owner !== null) {
    releaseAttributes(world, dict.owner)
    dict.owner = null
    return
  }
  assert(dict.entries !== null, 'a dict has entries')
  for (const [image, entry] of dict.entries) {
    dict.entries.delete(image)
    world.decref(entry.key)
    world.decref(entry.value)
  }
}

/** A set gives up its elements in the order of its table, which depends on addresses: whatever the engine shows. */
function releaseSet(world: World, set: Thing): void {
  assert(set.entries !== null, 'a set has entries')
  world.witness.anyOrder(true, 'refcount')
  while (set.entries.size > 0) {
    const [image, entry] = nextOf(world, set)
    set.entries.delete(image)
    world.decref(entry.key)
  }
  world.witness.anyOrder(false, 'refcount')
}

function nextOf(world: World, set: Thing): [KeyImage, Entry] {
  const all = [...(set.entries as NonNullable<Thing['entries']>)]
  const first = all[0] as (typeof all)[number]
  if (all.length === 1) return first
  const dying = all.map(([, entry]) => entry.key).filter((key) => isLastOwner(key)) as Thing[]
  if (dying.length === 0) return first
  const chosen = chooseDying(world, dying)
  return all.find(([, entry]) => entry.key === chosen) ?? first
}

function isLastOwner(key: Value): key is Thing {
  return key !== null && typeof key === 'object' && 'refs' in key && key.refs === 1
}

/** The one that the engine finalizes next. */
export function nextFinalized(world: World, candidates: readonly Thing[]): Thing {
  const shown = world.witness.nextFinalized(candidates)
  if (shown === null) world.guess ??= 'several things are finalized in an order that is not fixed'
  return shown ?? (candidates[0] as Thing)
}

/** Which of several things, each about to die, the engine lets die first. At least one. */
export function chooseDying(world: World, dying: readonly Thing[]): Thing {
  const loud = dying
    .map((thing) => ({ thing, sounds: soundsOfDeath(world, thing) }))
    .filter(({ sounds }) => sounds.heard)
  const silent = dying.find((thing) => !loud.some((one) => one.thing === thing))
  if (silent !== undefined) return silent
  const first = loud[0]
  assert(first !== undefined, 'one of the dying is chosen')
  if (loud.length === 1) return first.thing
  const finals = [...new Set(loud.flatMap(({ sounds }) => sounds.finalized))]
  if (finals.length === 0 || loud.some(({ sounds }) => sounds.callsBack)) {
    world.guess ??= 'callbacks of several things run in an order that is not fixed'
    return first.thing
  }
  const shown = finals.length === 1 ? finals[0] : nextFinalized(world, finals)
  return loud.find(({ sounds }) => sounds.finalized.includes(shown as Thing))?.thing ?? first.thing
}

interface Sounds {
  heard: boolean
  callsBack: boolean
  finalized: Thing[]
}

/** What the program could notice of the death of `thing` and of all that may die with it. */
function soundsOfDeath(world: World, thing: Thing): Sounds {
  const sounds: Sounds = { heard: false, callsBack: false, finalized: [] }
  const seen = new Set<Value>([thing])
  for (const next of seen) {
    if (!(next instanceof Thing) || next.kind === 'class') continue
    if (finalizer(next) !== undefined && !next.finalized) sounds.finalized.push(next)
    // Its `finally` blocks run.
    if (next.kind === 'generator' && stateOf(next).guarded) sounds.callsBack = true
    if (next.weakrefs?.some((weakref) => weakref.callback !== null)) sounds.callsBack = true
    for (const value of strongReferences(next, world.semantics)) if (value instanceof Thing) seen.add(value)
  }
  sounds.heard = sounds.callsBack || sounds.finalized.length > 0
  return sounds
}
