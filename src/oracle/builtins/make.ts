/** New containers, born with the tracking that their version gives them. Contents are owned; so is the result. */
import { Thing, type Value } from '../thing.ts'
import { dictAfterStore, isCollectable, tupleAtBirth } from '../tracking.ts'
import { keyImage } from '../values.ts'
import type { World } from '../world.ts'

export function makeList(world: World, items: Value[]): Thing {
  const list = world.create('list')
  list.refs = 1
  list.tracked = 'yes'
  list.items = items
  return list
}

export function makeTuple(world: World, items: Value[], way: 'display' | 'operator'): Thing {
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
  for (const item of items) keyImage(item)
  const set = world.create(kind)
  set.refs = 1
  set.entries = new Map()
  for (const item of items) addToSet(world, set, item)
  const atomsOnly = kind === 'frozenset' && !world.semantics.atomFrozensetTracked && !items.some(isCollectable)
  set.tracked = atomsOnly ? 'no' : 'yes'
  return set
}

/** Adds a borrowed item; an equal one that is there stays. */
export function addToSet(world: World, set: Thing, item: Value): void {
  const image = keyImage(item)
  if (set.entries?.has(image)) return
  set.entries?.set(image, { key: world.incref(item), value: null })
}

/** Stores a borrowed key and value; the old value dies after the new one is in place. */
export function storeInDict(world: World, dict: Thing, key: Value, value: Value): void {
  const image = keyImage(key)
  world.incref(value)
  dictAfterStore(dict, key, value)
  const entry = dict.entries?.get(image)
  if (entry === undefined) {
    dict.entries?.set(image, { key: world.incref(key), value })
    return
  }
  const old = entry.value
  entry.value = value
  world.decref(old)
}
