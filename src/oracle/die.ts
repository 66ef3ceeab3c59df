/**
 * The death of one thing whose last reference is gone: finalizer, weak references, contents, in CPython's order
 * (`subtype_dealloc` and the `tp_dealloc` of each container). What it held may die in turn, depth first.
 */
import { assert } from '../base/assert.ts'
import { Undecided } from './atom.ts'
import { finalizeGenerator, isSuspended, releaseGenerator } from './generators.ts'
import { finalizer } from './next-finalized.ts'
import { PythonError } from './python-error.ts'
import { partsOf } from './raising.ts'
import { attributeNames } from './references.ts'
import { chooseDying, isHeard, isInCycle, isLastOwner } from './sounds-of-death.ts'
import { type Entry, type ExceptionParts, type Frame, type KeyImage, Thing, type Value } from './thing.ts'
import { DEEP_CODE, enterDeath, guessWhereDeep, isCounted, isFull, leaveDeath, putOff } from './trashcan.ts'
import { releaseLocals, reportUnraisable } from './unraisable.ts'
import { breakWeakrefs, detachWeakref } from './weak.ts'
import type { Occasion } from './witness.ts'
import type { World } from './world.ts'

export function lastReferenceGone(world: World, thing: Thing): void {
  assert(thing.refs === 0, 'no-death-with-references')
  if (!thing.alive) return
  if (!isCounted(world, thing)) return die(world, thing)
  if (isFull(world)) return putOff(world, thing)
  enterDeath(world)
  die(world, thing)
  leaveDeath(world, world.actors.lastReferenceGone)
}

function die(world: World, thing: Thing): void {
  if (thing.cls !== null && finalizer(thing) !== undefined && !thing.finalized) {
    // The deallocator untracks and tracks again around the finalizer: a survivor is young again.
    thing.tracked = 'yes'
    thing.generation = 0
    if (finalizeKeepsAlive(world, thing)) return
  } else if (thing.kind === 'generator' && !thing.finalized) {
    // Weak references go first here, and meanwhile the collector knows nothing of it (`gen_dealloc`).
    thing.tracked = 'no'
    breakWeakrefs(world, thing)
    thing.tracked = 'yes'
    thing.generation = 0
    if (finalizeKeepsAlive(world, thing)) return
  }
  thing.tracked = 'no'
  // Where the built-in base has weak references they go with its contents, after the attributes (`subtype_dealloc`).
  const late = thing.cls !== null && (thing.kind === 'set' || thing.kind === 'frozenset')
  if (!late) breakWeakrefs(world, thing)
  if (thing.cls !== null) releaseInstance(world, thing)
  if (late) breakWeakrefs(world, thing)
  releaseContents(world, thing)
  world.bury(thing)
  if (thing.cls !== null) world.decref(thing.cls.thing)
}

/** Runs `__del__` on a thing without references; true when it has some afterwards. */
function finalizeKeepsAlive(world: World, thing: Thing): boolean {
  thing.refs = 1
  world.held.push(thing)
  if (thing.kind === 'generator') {
    if (isSuspended(thing)) guessWhereDeep(world)
    finalizeGenerator(world, thing)
  } else runFinalizer(world, thing, 'refcount')
  world.letGo(thing)
  return --thing.refs > 0
}

/** Calls `__del__` once; the caller holds a reference. */
export function runFinalizer(world: World, thing: Thing, occasion: Occasion): void {
  thing.finalized = true
  guessWhereDeep(world)
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
    case 'list':
    case 'tuple':
      while (thing.items.length > 0) world.decref(thing.items.pop() as Value)
      return
    case 'iterator':
    case 'view':
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
  if (world.semantics.frameHoldsFunction) releaseMembers(world, frame)
  releaseLocals(world, frame)
  frame.back = null
  world.decref(back)
  releaseMembers(world, frame)
}

/** Those of a class body that failed: before its cells where the frame holds the function, else last. */
function releaseMembers(world: World, frame: Frame): void {
  const { namespace } = frame
  frame.namespace = null
  world.decref(namespace)
}

/** What a class of the program gave its instance: slots, then attributes. */
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
    // What runs while the key dies must find the value held.
    world.held.push(entry.value)
    world.decref(entry.key)
    world.decref(world.held.pop() as Value)
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
  const keys = all.map(([, entry]) => entry.key)
  const dying = keys.filter(isLastOwner)
  if (dying.length === 0) return first
  if (isFull(world) && dying.some((thing) => isHeard(world, thing))) world.guess ??= DEEP_CODE
  const chosen = chooseDying(world, dying)
  const mayBeTrash = (key: Value) => key instanceof Thing && !isLastOwner(key) && isInCycle(world, key)
  if (isHeard(world, chosen) && keys.some(mayBeTrash))
    world.guess ??= 'which cycles a set has let go of when the finalizer of an item runs'
  return all.find(([, entry]) => entry.key === chosen) ?? first
}
