/**
 * Weak references: making one, breaking those of a dying thing, calling back. A weakref without callback is shared;
 * callbacks run newest first, when every weakref to the thing already reads None.
 */

import { Builtin, Undecided, Unknown } from './atom.ts'
import { PythonError } from './python-error.ts'
import { type ClassPart, Thing, type Value } from './thing.ts'
import { guessWhereDeep } from './trashcan.ts'
import { reportUnraisable } from './unraisable.ts'
import type { World } from './world.ts'

/** `weakref.ref(target, callback)`: an owned reference. `callback` is owned and passed on. */
export function makeWeakref(world: World, target: Thing, callback: Value): Thing {
  return makeOf(world, target, callback, 'weakref', null)
}

/** `weakref.proxy(target, callback)`, likewise. */
export function makeProxy(world: World, target: Thing, callback: Value): Thing {
  const isCallable = ['class', 'function', 'method'].includes(target.kind)
  world.asksForEquality = true
  return makeOf(world, target, callback, isCallable ? 'weakcallableproxy' : 'weakproxy', null)
}

/** A weakref of a class of its own, to what a program gave; TypeError for what cannot be referred to. */
export function makeTypedWeakref(world: World, target: Value, callback: Value, type: string, cls: ClassPart): Thing {
  if (!(target instanceof Thing) || !isWeakReferenceable(target)) {
    world.push(callback)
    throw refusal(target)
  }
  return makeOf(world, target, callback, type, cls)
}

/** What refers weakly to it cannot be made, or is not modelled. */
export function refusal(target: Value): PythonError | Undecided {
  if (target instanceof Builtin || target instanceof Unknown) return new Undecided('a weakref to a built-in')
  return new PythonError('TypeError')
}

export function isWeakReferenceable(thing: Thing): boolean {
  if (thing.cls !== null) return thing.cls.weakReferenceable
  return ['class', 'function', 'set', 'frozenset', 'generator', 'method'].includes(thing.kind)
}

function makeOf(world: World, target: Thing, callback: Value, type: string, cls: ClassPart | null): Thing {
  const others = target.weakrefs
  if (callback === null) {
    const basic = others?.find((other) => other.callback === null && other.isProxy === (type !== 'weakref'))
    if (basic?.alive && basic.refs > 0) return world.incref(basic)
  }
  const weakref = world.create('weakref', type)
  weakref.refs = 1
  weakref.tracked = 'yes'
  weakref.target = target
  weakref.callback = callback
  // Engines leave weakrefs to classes out, which look like what classes keep of each other.
  if (target.kind === 'class') weakref.hidden = true
  if (cls !== null) {
    weakref.cls = cls
    weakref.slots = new Map()
    world.incref(cls.thing)
  }
  if (others === null) target.weakrefs = [weakref]
  else others.splice(placeAmong(others, weakref), 0, weakref)
  return weakref
}

/** The weakref without callback comes first, then the proxy without one, then the newest. */
function placeAmong(others: readonly Thing[], weakref: Thing): number {
  if (weakref.callback === null && !weakref.isProxy) return 0
  let place = 0
  if (others[0] !== undefined && others[0].callback === null && others[0].typeName === 'weakref') place++
  if (weakref.callback === null) return place
  const next = others[place]
  return next !== undefined && next.callback === null && next.isProxy ? place + 1 : place
}

/** It reads None from now on. One to a class looks like any other then. */
export function breakWeakref(weakref: Thing): void {
  weakref.target = null
  weakref.hidden = false
}

/** A weakref dies or is broken: its target forgets it. */
export function detachWeakref(weakref: Thing): void {
  const target = weakref.target
  if (target === null) return
  breakWeakref(weakref)
  if (target.weakrefs === null) return
  const rest = target.weakrefs.filter((other) => other !== weakref)
  target.weakrefs = rest.length === 0 ? null : rest
}

/** Some weakref of the thing will call back when it dies. */
export function hasCallback({ weakrefs }: Thing): boolean {
  return weakrefs?.some(({ callback }) => callback !== null) === true
}

/** The thing dies by its count: all its weakrefs read None from now on, then the callbacks run. */
export function breakWeakrefs(world: World, thing: Thing): void {
  const broken = thing.weakrefs
  if (broken === null) return
  thing.weakrefs = null
  const isHeld = world.semantics.loneCallbackHoldsWeakref || withoutLeading(broken).length > 1
  const calls: { weakref: Thing; callback: Value }[] = []
  for (const weakref of broken) {
    breakWeakref(weakref)
    if (weakref.callback === null || !weakref.alive) continue
    calls.push({ weakref: isHeld ? world.incref(weakref) : weakref, callback: weakref.callback })
    weakref.callback = null
  }
  const base = world.held.length
  for (const { weakref, callback } of calls) world.held.push(...(isHeld ? [weakref, callback] : [callback]))
  if (calls.length === 0 || isRemembered(world)) {
    for (const { weakref, callback } of calls) callBack(world, weakref, callback)
  }
  while (world.held.length > base) world.decref(world.held.pop() as Value)
}

/** Callbacks wait in a tuple; where there is no memory for it none is called, and that is reported. */
function isRemembered(world: World): boolean {
  try {
    world.request()
    return true
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    reportUnraisable(world, error)
    return false
  }
}

/** Without the first two where they have no callback: CPython puts those aside before it looks how many there are. */
function withoutLeading(weakrefs: readonly Thing[]): readonly Thing[] {
  const first = weakrefs.findIndex((weakref, place) => place === 2 || weakref.callback !== null)
  return first < 0 ? [] : weakrefs.slice(first)
}

/** Calls one callback with its weakref; an exception in it is reported and changes nothing else. */
export function callBack(world: World, weakref: Thing, callback: Value): void {
  world.callingBack = weakref
  guessWhereDeep(world)
  try {
    world.decref(world.actors.call(callback, [world.incref(weakref)]))
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    reportUnraisable(world, error)
  } finally {
    world.callingBack = null
  }
}

/**
 * Both operands are unwrapped before anything is done: ReferenceError where the second one is a dead proxy. From 3.13 on
 * the reference to the first one is lost then.
 */
export function demandLive(world: World, first: Value, second: Value): void {
  if (!(second instanceof Thing) || !second.isProxy) return
  const isDead = second.target === null || second.target.refs === 0
  if (isDead && first instanceof Thing && world.semantics.deadOperandLeaks) world.lost.push(world.incref(first))
  world.proxied(second)
}
