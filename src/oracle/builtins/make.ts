/** New containers, born with the tracking that their version gives them. Contents are owned; so is the result. */

import { hashOf, imageFor, imageToAdd } from '../lookup.ts'
import { type KeyImage, Thing, type Value } from '../thing.ts'
import { dictAfterStore, isCollectable, tupleAtBirth } from '../tracking.ts'
import { keyImage } from '../values.ts'
import { releaseReplaced } from '../warm-store.ts'
import type { World } from '../world.ts'

export function makeList(world: World, items: Value[]): Thing {
  if (world.grants >= 0) world.request(items)
  const list = world.create('list')
  list.refs = 1
  list.tracked = 'yes'
  list.items = items
  return list
}

export function makeTuple(world: World, items: Value[], way: 'display' | 'operator'): Thing {
  if (world.grants >= 0 && items.length > 0) world.request(items)
  const tuple = world.create('tuple')
  tuple.refs = 1
  tuple.items = items
  tuple.tracked = tupleAtBirth(tuple, world.semantics, way)
  if (items.length === 0) tuple.constant = true
  return tuple
}

/** A tuple that the compiler folded: shared by all who run the code, in no collection's sight. */
export function makeConstantTuple(items: Value[]): Thing {
  const tuple = new Thing('tuple', 'tuple', -1, 0, null, 'constant')
  tuple.constant = true
  tuple.refs = 1
  tuple.items = items
  return tuple
}

/** A frozenset that the compiler made of a display of constants; takes the items over. */
export function makeConstantFrozenset(world: World, items: Value[]): Thing {
  const set = new Thing('frozenset', 'frozenset', -1, 0, null, 'constant')
  set.constant = true
  set.refs = 1
  set.entries = new Map()
  for (const item of items) addToSet(world, set, item)
  for (const item of items) world.decref(item)
  return set
}

export function makeDict(world: World): Thing {
  const dict = world.create('dict')
  dict.refs = 1
  dict.entries = new Map()
  dict.tracked = world.semantics.dictTrackedAtBirth ? 'yes' : 'no'
  return dict
}

export function makeSet(world: World, kind: 'set' | 'frozenset', items: readonly Value[]): Thing {
  // TypeError for what cannot be hashed comes before there is a set to give up.
  if (!world.asksForEquality) for (const item of items) hashOf(world, item)
  const set = world.create(kind)
  set.refs = 1
  set.entries = new Map()
  // A collection that `__hash__` asks for sees it.
  set.tracked = 'yes'
  if (world.asksForEquality) world.push(set)
  for (const item of items) addToSet(world, set, item)
  if (world.asksForEquality) world.pop()
  const atomsOnly = kind === 'frozenset' && !world.semantics.atomFrozensetTracked && !items.some(isCollectable)
  set.tracked = atomsOnly ? 'no' : 'yes'
  return set
}

/** Adds a borrowed item; an equal one that is there stays. */
export function addToSet(world: World, set: Thing, item: Value): void {
  if (!(item instanceof Thing) && !set.asksKeys) return addHashed(world, set, item, keyImage(item))
  const hash = hashOf(world, item)
  // It is held from here on, as if it were in the set already.
  world.push(world.incref(item))
  const image = imageToAdd(world, set, item, hash)
  world.decref(world.pop())
  if (image !== undefined) addHashed(world, set, item, image)
}

function addHashed(world: World, set: Thing, item: Value, image: KeyImage): void {
  if (set.entries?.has(image)) return
  world.request()
  set.entries?.set(image, { key: world.incref(item), value: null })
  // What a larger table is missing for is in the set already.
  world.request()
}

/** Stores a borrowed key and value; the old value dies after the new one is in place. */
export function storeInDict(world: World, dict: Thing, key: Value, value: Value): void {
  if (!(key instanceof Thing) && !dict.asksKeys) return storeAt(world, dict, key, value, keyImage(key))
  const base = world.stack.length
  if (world.semantics.storeHoldsFirst) hold(world, key, value)
  const hash = hashOf(world, key)
  world.unwind(base)
  storeHashed(world, dict, key, value, hash)
}

function hold(world: World, key: Value, value: Value): void {
  world.push(world.incref(key))
  world.push(world.incref(value))
}

/** The same where the hash is known: key and value are held while keys are compared. */
export function storeHashed(world: World, dict: Thing, key: Value, value: Value, hash: KeyImage): void {
  const base = world.stack.length
  hold(world, key, value)
  const image = imageFor(world, dict, key, hash)
  world.unwind(base)
  storeAt(world, dict, key, value, image)
}

/** The same where it is known which entry that is, or is to be. */
export function storeAt(world: World, dict: Thing, key: Value, value: Value, image: KeyImage): void {
  world.request()
  dictAfterStore(dict, key, value)
  const entry = dict.entries?.get(image)
  // It is tracked before its table grows.
  world.request()
  world.incref(value)
  if (entry === undefined) {
    dict.entries?.set(image, { key: world.incref(key), value })
    return
  }
  const old = entry.value
  entry.value = value
  releaseReplaced(world, old, value)
}

export function emptyCell(world: World): Thing {
  const cell = world.create('cell')
  cell.refs = 1
  cell.tracked = 'yes'
  cell.items = []
  return cell
}
