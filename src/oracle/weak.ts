/**
 * Weak references: making one, breaking those of a dying thing, calling back. A weakref without callback is shared;
 * callbacks run newest first, when every weakref to the thing already reads None.
 */

import { PythonError } from './python-error.ts'
import type { Thing, Value } from './thing.ts'
import { reportUnraisable } from './unraisable.ts'
import type { World } from './world.ts'

/** `weakref.ref(target, callback)`: an owned reference. `callback` is owned and passed on. */
export function makeWeakref(world: World, target: Thing, callback: Value): Thing {
  const others = target.weakrefs
  if (callback === null) {
    const basic = others?.[0]
    if (basic !== undefined && basic.callback === null && basic.alive && basic.refs > 0) return world.incref(basic)
  }
  const weakref = world.create('weakref')
  weakref.refs = 1
  weakref.tracked = 'yes'
  weakref.target = target
  weakref.callback = callback
  if (others === null) target.weakrefs = [weakref]
  else others.splice(callback !== null && others[0]?.callback === null ? 1 : 0, 0, weakref)
  return weakref
}

/** A weakref dies or is broken: its target forgets it. */
export function detachWeakref(weakref: Thing): void {
  const target = weakref.target
  if (target === null) return
  weakref.target = null
  if (target.weakrefs === null) return
  const rest = target.weakrefs.filter((other) => other !== weakref)
  target.weakrefs = rest.length === 0 ? null : rest
}

/** The thing dies by its count: all its weakrefs read None from now on, then the callbacks run. */
export function breakWeakrefs(world: World, thing: Thing): void {
  const broken = thing.weakrefs
  if (broken === null) return
  thing.weakrefs = null
  const calls: { weakref: Thing; callback: Value }[] = []
  for (const weakref of broken) {
    weakref.target = null
    if (weakref.callback === null || !weakref.alive) continue
    calls.push({ weakref: world.incref(weakref), callback: weakref.callback })
    weakref.callback = null
  }
  const base = world.held.length
  for (const { weakref, callback } of calls) world.held.push(weakref, callback)
  for (const { weakref, callback } of calls) callBack(world, weakref, callback)
  while (world.held.length > base) world.decref(world.held.pop() as Value)
}

/** Calls one callback with its weakref; an exception in it is reported and changes nothing else. */
export function callBack(world: World, weakref: Thing, callback: Value): void {
  world.callingBack = weakref
  try {
    world.decref(world.actors.call(callback, [world.incref(weakref)]))
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    reportUnraisable(world, error)
  } finally {
    world.callingBack = null
  }
}
