/** `set(…)` and `frozenset(…)`. */
import { Undecided } from '../atom.ts'
import { AskedKey, Thing, type Value } from '../thing.ts'
import { isSet } from '../values.ts'
import type { World } from '../world.ts'
import { eachItem, itemsOf } from './iterate.ts'
import { addToSet, makeSet } from './make.ts'

export function setFrom(world: World, kind: 'set' | 'frozenset', from: Value | undefined): Thing {
  if (from instanceof Thing && isSet(from) && from.cls === null && from.asksKeys) return copyOfSet(world, from, kind)
  // Nobody sees a frozenset that is not filled yet, and whether it is tracked depends on what is in it.
  if (kind === 'set' && from !== undefined && !isPlainSet(from)) return setAsItGrows(world, from)
  const base = world.stack.length
  const items = from === undefined ? [] : itemsOfAny(world, from)
  for (const item of items) world.push(item)
  return world.unwindKeeping(base, makeSet(world, kind, items))
}

function setAsItGrows(world: World, from: Value): Thing {
  const set = makeSet(world, 'set', [])
  world.push(set)
  addEach(world, set, from)
  world.pop()
  return set
}

/** Adds what a borrowed iterable gives, each item when it comes. */
export function addEach(world: World, set: Thing, from: Value): void {
  eachItem(world, from, (item) => {
    world.push(item)
    addToSet(world, set, item)
    world.decref(world.pop())
  })
}

function isPlainSet(value: Value): value is Thing {
  return value instanceof Thing && isSet(value) && value.cls === null
}

/** Like `itemsOf`, but a set's order does not matter here. */
function itemsOfAny(world: World, from: Value): Value[] {
  if (isPlainSet(from)) return [...(from.entries?.values() ?? [])].map((entry) => world.incref(entry.key))
  return itemsOf(world, from)
}

/** The table as it is: nothing is compared. A copy of a subclass's instance would be one of that class. */
export function copyOfSet(world: World, from: Thing, kind: 'set' | 'frozenset'): Thing {
  if (from.cls !== null) throw new Undecided('the copy of a set of a class of the program')
  const copy = makeSet(world, kind, [])
  for (const [image, { key }] of from.entries ?? []) {
    const copied = image instanceof AskedKey ? new AskedKey(image.hash) : image
    copy.entries?.set(copied, { key: world.incref(key), value: null })
  }
  copy.asksKeys = from.asksKeys
  copy.keysMoved = from.keysMoved
  copy.tracked = kind === 'frozenset' ? from.tracked : 'yes'
  return copy
}
