/** What is made of two sets, and how they compare: `union`, `intersection`, `difference`, `issubset`, `<`. */
import { Undecided } from '../atom.ts'
import { imageIn } from '../lookup.ts'
import { thenAlways } from '../python-error.ts'
import { type Entry, type KeyImage, Thing, type Value } from '../thing.ts'
import { isSet } from '../values.ts'
import type { World } from '../world.ts'
import { eachItem } from './iterate.ts'
import { addToSet, makeSet } from './make.ts'
import { addEach, setFrom } from './set-from.ts'
import { arity, type BuiltinMethod } from './table.ts'

/** Elements that program code compares are asked one by one, in an order that is nobody's business here. */
export function plainEntries(set: Thing): Map<KeyImage, Entry> {
  if (set.entries === null) throw new Undecided('a set that the collector took apart')
  if (set.asksKeys) throw new Undecided('sets whose elements program code compares')
  return set.entries
}

/** `true` where all of the first are in the second. */
export function isWithin(one: Thing, other: Thing): boolean {
  const entries = plainEntries(other)
  return [...plainEntries(one).keys()].every((image) => entries.has(image))
}

function plainKind(set: Thing): 'set' | 'frozenset' {
  if (set.cls !== null) throw new Undecided('what is made of a set of a class of the program')
  return set.kind === 'frozenset' ? 'frozenset' : 'set'
}

function keysOf(entries: Iterable<Entry>): Value[] {
  return [...entries].map(({ key }) => key)
}

/**
 * Goes through an argument that is no set, which is not made one for that, and says of each item whether a set has it, and
 * under which image. Ends where `take` gives true.
 */
function eachAsked(
  world: World,
  set: Thing,
  arg: Value,
  take: (isIn: boolean, item: Value, image: KeyImage) => unknown,
): void {
  eachItem(world, arg, (item) => {
    world.push(item)
    const image = imageIn(world, set, item)
    const isEnough = take(plainEntries(set).has(image), item, image)
    world.decref(world.pop())
    return isEnough
  })
}

function isSetLike(arg: Value): arg is Thing {
  return arg instanceof Thing && isSet(arg)
}

/** A set of the argument, where that is none, lives as long as it is used. */
export function withSet<T>(world: World, arg: Value, use: (set: Thing) => T): T {
  if (isSetLike(arg)) return use(arg)
  const base = world.stack.length
  const made = setFrom(world, 'set', arg)
  world.push(made)
  return thenAlways(
    () => use(made),
    () => world.unwind(base),
  )
}

/** What the set and an argument that is no set have in common: the argument's items. */
function commonWithItems(world: World, set: Thing, arg: Value): Thing {
  const made = makeSet(world, plainKind(set), [])
  world.push(made)
  eachAsked(world, set, arg, (isIn, item) => {
    if (!isIn) return false
    addToSet(world, made, item)
    return world.semantics.setsStopEarly && plainEntries(made).size === plainEntries(set).size
  })
  retrack(world, made)
  return world.pop() as Thing
}

/** Whether each item of an argument that is no set is in the set, or none is; asked no further than to the first other one. */
function isEachIn(world: World, set: Thing, arg: Value, wanted: boolean): boolean {
  let holds = true
  eachAsked(world, set, arg, (isIn) => {
    holds = isIn === wanted
    return !holds
  })
  return holds
}

export const readingMethods: Readonly<Record<string, BuiltinMethod>> = {
  union(world, set, args) {
    const made = makeSet(world, plainKind(set), keysOf(plainEntries(set).values()))
    world.push(made)
    for (const arg of args) addEach(world, made, arg)
    retrack(world, made)
    return world.pop()
  },
  intersection(world, set, args) {
    arity(args, 1)
    const [other] = args as [Value]
    const kind = plainKind(set)
    if (!isSetLike(other)) return commonWithItems(world, set, other)
    // The smaller one is walked through, and its elements are taken; the argument where both are alike.
    const isSmaller = plainEntries(other).size > plainEntries(set).size
    const [walked, asked] = isSmaller ? [set, other] : [other, set]
    const common = [...plainEntries(walked)].filter(([image]) => plainEntries(asked).has(image))
    return makeSet(world, kind, keysOf(common.map(([, entry]) => entry)))
  },
  difference(world, set, args) {
    const [other, ...others] = args
    const kind = plainKind(set)
    const left = new Map(plainEntries(set))
    if (other === undefined) return makeSet(world, kind, keysOf(left.values()))
    const isSetGiven = isSetLike(other)
    if (isSetGiven) for (const image of plainEntries(other).keys()) left.delete(image)
    const made = makeSet(world, kind, keysOf(left.values()))
    world.push(made)
    if (!isSetGiven) discardEach(world, made, other)
    differenceUpdate(world, made, others)
    return world.pop()
  },
  issubset(world, set, args) {
    arity(args, 1)
    const [other] = args as [Value]
    if (isSetLike(other) || !world.semantics.subsetIntersects) return withSet(world, other, (all) => isWithin(set, all))
    const common = commonWithItems(world, set, other)
    const holds = plainEntries(common).size === plainEntries(set).size
    world.decref(common)
    return holds
  },
  issuperset(world, set, args) {
    arity(args, 1)
    const [other] = args as [Value]
    if (!isSetLike(other) && world.semantics.setsStopEarly) return isEachIn(world, set, other, true)
    return withSet(world, other, (all) => isWithin(all, set))
  },
  isdisjoint(world, set, args) {
    arity(args, 1)
    const [other] = args as [Value]
    if (isSetLike(other)) return ![...plainEntries(set).keys()].some((image) => plainEntries(other).has(image))
    return isEachIn(world, set, other, false)
  },
}

/** Takes out of a set what an argument that is no set gives. */
function discardEach(world: World, set: Thing, arg: Value): void {
  eachAsked(world, set, arg, (_isIn, _item, image) => {
    const entry = plainEntries(set).get(image)
    set.entries?.delete(image)
    if (entry !== undefined) world.decref(entry.key)
  })
}

export const differenceUpdate: BuiltinMethod = (world, set, args) => {
  for (const arg of args) {
    if (!isSetLike(arg)) {
      discardEach(world, set, arg)
      continue
    }
    const gone = [...plainEntries(set)].filter(([image]) => arg === set || plainEntries(arg).has(image))
    if (gone.length > 1) world.guess ??= 'the order in which a set releases its elements'
    for (const [image, { key }] of gone) {
      set.entries?.delete(image)
      world.decref(key)
    }
  }
  return null
}

/** A frozenset is tracked if it may be part of a cycle, which is known when it has all its elements. */
function retrack(world: World, set: Thing): void {
  if (set.kind !== 'frozenset' || set.tracked === 'yes') return
  const mayBeInCycle = keysOf(set.entries?.values() ?? []).some((key) => key instanceof Thing)
  if (mayBeInCycle || world.semantics.atomFrozensetTracked) set.tracked = 'yes'
}

/** Whether a view of a dict holds an item. */
export function viewHolds(world: World, view: Thing, dict: Thing, item: Value): boolean | undefined {
  if (view.typeName === 'dict_keys') return dict.entries?.has(imageIn(world, dict, item)) === true
  if (view.typeName !== 'dict_items') return undefined
  if (!(item instanceof Thing) || item.kind !== 'tuple' || item.items.length !== 2) return false
  const [key, value] = item.items as [Value, Value]
  const entry = dict.entries?.get(imageIn(world, dict, key))
  if (entry === undefined) return false
  if (entry.value === value) return true
  world.push(world.incref(entry.value))
  const same = world.actors.isEqual(entry.value, value)
  world.decref(world.pop())
  return same
}
