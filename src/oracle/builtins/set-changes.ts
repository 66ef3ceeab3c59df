/** What changes a set by other ones at once: `symmetric_difference_update`, `intersection_update`. */
import { Undecided } from '../atom.ts'
import { type Entry, Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { plainEntries, readingMethods, withSet } from './set-algebra.ts'
import { setFrom } from './set-from.ts'
import { arity, type BuiltinMethod } from './table.ts'

/** Elements that have left their set before they go. */
function releaseAll(world: World, gone: readonly Entry[]): void {
  if (gone.length > 1) world.guess ??= 'the order in which a set releases its elements'
  for (const { key } of gone) world.decref(key)
}

/** What only one of both has stays, or comes. */
function toggleEach(world: World, set: Thing, other: Thing): void {
  const entries = plainEntries(set)
  const gone: Entry[] = []
  for (const [image, { key }] of other === set ? [...plainEntries(other)] : plainEntries(other)) {
    const entry = entries.get(image)
    if (entry === undefined) entries.set(image, { key: world.incref(key), value: null })
    else {
      entries.delete(image)
      gone.push(entry)
    }
  }
  releaseAll(world, gone)
}

/** The keys of a dict are gone through; any other argument that is no set is made one. */
function toggle(world: World, set: Thing, arg: Value): void {
  if (arg instanceof Thing && arg.kind === 'dict' && arg.cls === null) toggleEach(world, set, arg)
  else withSet(world, arg, (other) => toggleEach(world, set, other))
}

export const symmetricDifference: BuiltinMethod = (world, set, args) => {
  arity(args, 1)
  if (set.cls !== null) throw new Undecided('what is made of a set of a class of the program')
  const made = setFrom(world, 'set', args[0] as Value)
  world.push(made)
  toggleEach(world, made, set)
  return world.pop()
}

export const symmetricDifferenceUpdate: BuiltinMethod = (world, set, args) => {
  arity(args, 1)
  toggle(world, set, args[0] as Value)
  return null
}

/** The set gets the elements of the intersection, and that the old ones, with which it goes. */
export const intersectionUpdate: BuiltinMethod = (world, set, args) => {
  if (set.cls !== null) throw new Undecided('what is made of a set of a class of the program')
  const intersection = readingMethods['intersection'] as BuiltinMethod
  const base = world.stack.length
  let common = set
  for (const arg of args) {
    common = intersection(world, common, [arg]) as Thing
    world.push(common)
  }
  if (common === set) return null
  const entries = plainEntries(set)
  const old = [...entries.values()]
  entries.clear()
  for (const [image, { key }] of plainEntries(common)) entries.set(image, { key: world.incref(key), value: null })
  world.unwind(base)
  releaseAll(world, old)
  return null
}
