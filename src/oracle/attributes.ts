/**
 * Where an instance keeps its attributes: slots, values in the order of the class's shared keys (3.11 and later), or
 * a dictionary of its own (always up to 3.10; later once `__dict__` is read or the shared keys run out).
 */

import { assert } from '../base/assert.ts'
import { layoutKeepsDict, valuesBypassDict } from './references.ts'
import type { ClassPart, KeyImage, Thing, Value } from './thing.ts'
import { anyOf, dictAfterStore } from './tracking.ts'
import { releaseReplaced } from './warm-store.ts'
import type { World } from './world.ts'

/** Most shared keys that a class can have (`SHARED_KEYS_MAX_SIZE`); making an instance uses one up, down to one. */
export const SHARED_KEYS_MAX = 30

/** A new instance of `cls` takes its share of the key budget. */
export function spendKeyOnInstance(cls: ClassPart): void {
  if (cls.usableKeys > 1) cls.usableKeys--
}

/** The dictionary of `instance` as an object, made where it was not needed so far. Borrowed. */
export function materializeDict(world: World, instance: Thing): Thing {
  if (instance.dictThing !== null) return instance.dictThing
  assert(instance.attributes !== null, 'only an instance with attributes has a dict')
  world.request()
  const dict = world.createPart('dict', instance, '__dict__')
  dict.refs = 1
  dict.owner = instance
  dict.entries = instance.attributes
  instance.dictThing = dict
  const values = [...instance.attributes.values()].map((entry) => entry.value)
  dict.tracked = world.semantics.dictTrackedAtBirth ? 'yes' : anyOf(values)
  return dict
}

/** Stores an owned `value`; what was there before dies after the new one is in place. */
export function storeAttribute(world: World, instance: Thing, name: KeyImage, key: Value, value: Value): void {
  const attributes = instance.attributes
  assert(attributes !== null, 'the class gives its instances attributes')
  if (world.grants >= 0) world.request([value])
  const entry = attributes.get(name)
  if (entry === undefined) claimKey(world, instance, name)
  // The dict that this made stays.
  if (world.grants >= 0) world.request([value])
  // Values that bypass the dict do not make it tracked either (gh-133543).
  const dict = instance.dictThing
  if (dict !== null && !valuesBypassDict(instance, world.semantics)) dictAfterStore(dict, key, value)
  if (entry === undefined) {
    attributes.set(name, { key, value })
    return
  }
  const old = entry.value
  entry.value = value
  releaseReplaced(world, old, value)
}

/** Every store or deletion goes through a dict object. */
function keepsDict(world: World, instance: Thing): boolean {
  return world.semantics.instanceDictIsSeparate || layoutKeepsDict(instance, world.semantics)
}

function claimKey(world: World, instance: Thing, name: KeyImage): void {
  if (claimsKey(world, instance, name)) return
  materializeDict(world, instance)
  instance.ownKeyOrder = true
}

/** False: the keys that instances share have no room for it. */
function claimsKey(world: World, instance: Thing, name: KeyImage): boolean {
  const cls = instance.cls
  assert(cls !== null, 'every instance has a class')
  if (keepsDict(world, instance)) materializeDict(world, instance)
  if (!world.semantics.attributesInClassOrder || instance.ownKeyOrder) return true
  if (typeof name !== 'string') return false
  if (cls.sharedKeys.includes(name)) return true
  if (cls.usableKeys === 0) return false
  cls.usableKeys--
  cls.sharedKeys.push(name)
  return true
}

/** The dict of `instance` gets a table of its own, in the order in which it is filled, and stays out of the shared keys. */
export function leaveSharedKeys(world: World, instance: Thing): void {
  if (world.semantics.attributesInClassOrder) instance.ownKeyOrder = true
}

/** Removes an attribute and hands over its value, undefined where there is none; even then its name is made room for. */
export function takeAttribute(world: World, instance: Thing, name: KeyImage): Value | undefined {
  const entry = instance.attributes?.get(name)
  if (entry === undefined) {
    // A dict that is made without room for the name leaves the values where they are.
    if (instance.attributes !== null && !claimsKey(world, instance, name) && world.semantics.failedDeletionMakesDict)
      materializeDict(world, instance)
    return undefined
  }
  instance.attributes?.delete(name)
  return entry.value
}
