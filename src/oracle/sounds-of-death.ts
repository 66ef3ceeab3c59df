/**
 * What a program could notice of a death: a finalizer that runs, a weakref that calls back, a `finally` block. Deaths that
 * nobody notices may come in any order; of the others the engine shows which comes first.
 */
import { assert } from '../base/assert.ts'
import { stateOf } from './generators.ts'
import { finalizer, nextFinalized } from './next-finalized.ts'
import { addStrong } from './references.ts'
import { Thing, type Value } from './thing.ts'
import { hasCallback } from './weak.ts'
import type { World } from './world.ts'

/** Whether giving up one reference to it kills it. */
export function isLastOwner(key: Value): key is Thing {
  return key !== null && typeof key === 'object' && 'refs' in key && key.refs === 1
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

/** Giving up one reference to it kills it, and the program could notice. */
export function diesAloud(world: World, value: Value): value is Thing {
  return isLastOwner(value) && isHeard(world, value)
}

/** The program could notice the death of `thing`, or of something that it reaches. */
export function isHeard(world: World, thing: Thing): boolean {
  return reachesSound(world, thing, new Set())
}

/** It reaches itself: losing its other references makes it trash. */
export function isInCycle(world: World, thing: Thing): boolean {
  const seen = new Set<Value>()
  const held: Value[] = []
  addStrong(held, thing, world.semantics)
  for (const value of held) {
    if (value === thing) return true
    if (!(value instanceof Thing) || value.kind === 'class' || seen.has(value)) continue
    seen.add(value)
    addStrong(held, value, world.semantics)
  }
  return false
}

/** The program could notice the deaths of two of them. What several of them reach is looked at once. */
export function severalAreHeard(world: World, things: readonly Thing[]): boolean {
  const silent = new Set<Value>()
  let heard = 0
  for (const thing of things) if (reachesSound(world, thing, silent) && ++heard > 1) return true
  return false
}

/** `silent`: what is known to reach no sound, and does not grow where there is one. */
function reachesSound(world: World, thing: Thing, silent: Set<Value>): boolean {
  const seen = new Set<Value>([thing])
  const held: Value[] = []
  for (const next of seen) {
    if (!(next instanceof Thing) || next.kind === 'class' || silent.has(next)) continue
    if (isLoud(next)) return true
    held.length = 0
    addStrong(held, next, world.semantics)
    for (const value of held) if (value instanceof Thing) seen.add(value)
  }
  for (const value of seen) silent.add(value)
  return false
}

function isLoud(thing: Thing): boolean {
  return mayFinalize(thing) || mayCall(thing)
}

function mayFinalize(thing: Thing): boolean {
  return !thing.finalized && finalizer(thing) !== undefined
}

/** It has a weakref with a callback, or `finally` blocks of it run. */
function mayCall(thing: Thing): boolean {
  return hasCallback(thing) || (thing.kind === 'generator' && stateOf(thing).guarded)
}

interface Sounds {
  heard: boolean
  callsBack: boolean
  finalized: Thing[]
}

/** What the program could notice of the death of `thing` and of all that dies with it, unless a finalizer brings it back. */
function soundsOfDeath(world: World, thing: Thing): Sounds {
  const sounds: Sounds = { heard: false, callsBack: false, finalized: [] }
  const dying = new Set<Thing>([thing])
  /** References that go with the dying. */
  const given = new Map<Thing, number>()
  const held: Value[] = []
  for (const next of dying) {
    if (mayFinalize(next)) sounds.finalized.push(next)
    if (mayCall(next)) sounds.callsBack = true
    held.length = 0
    addStrong(held, next, world.semantics)
    for (const value of held) {
      if (!(value instanceof Thing) || value.kind === 'class') continue
      const count = (given.get(value) ?? 0) + 1
      given.set(value, count)
      if (count >= value.refs) dying.add(value)
    }
  }
  sounds.heard = sounds.callsBack || sounds.finalized.length > 0
  return sounds
}
