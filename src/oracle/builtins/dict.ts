/** Methods and items of dicts, the dictionaries of instances included. */
import { Undecided } from '../atom.ts'
import { leaveSharedKeys, storeAttribute, takeAttribute } from '../attributes.ts'
import { lookUp } from '../class-parts.ts'
import { forget, hashOf, imageFor, imageIn } from '../lookup.ts'
import { PythonError } from '../python-error.ts'
import { layoutKeepsDict } from '../references.ts'
import { AskedKey, type Entry, type KeyImage, Thing, type Value } from '../thing.ts'
import { dictAfterStore } from '../tracking.ts'
import type { World } from '../world.ts'
import { itemsOf, iteratorOver, nextItem } from './iterate.ts'
import { makeDict, makeTuple, storeAt, storeHashed, storeInDict } from './make.ts'
import { arity, type BuiltinMethod } from './table.ts'
import { viewMethods } from './views.ts'

function entriesOf(dict: Thing): Map<KeyImage, Entry> {
  if (dict.entries === null) throw new Undecided('a dict that the collector took apart')
  return dict.entries
}

/** `dict[key]`, borrowed. */
export function getDictItem(world: World, dict: Thing, key: Value): Value {
  const entry = entriesOf(dict).get(imageIn(world, dict, key))
  if (entry === undefined) throw new PythonError('KeyError', [world.incref(key)])
  return entry.value
}

/** `dict[key] = value`, both borrowed. */
export function setDictItem(world: World, dict: Thing, key: Value, value: Value): void {
  const { owner } = dict
  if (owner === null) return storeInDict(world, dict, key, value)
  const image = imageIn(world, dict, key)
  const known = entriesOf(dict).has(image)
  dictAfterStore(dict, key, value)
  storeAttribute(world, owner, image, known ? key : world.incref(key), world.incref(value))
}

/** Takes an entry out, whose references are the caller's then. */
function takeOut(world: World, dict: Thing, image: KeyImage): void {
  if (dict.owner !== null) takeAttribute(world, dict.owner, image)
  else forget(dict, image)
}

/** `del dict[key]`: key, then value, are released. */
export function deleteDictItem(world: World, dict: Thing, key: Value): void {
  const image = imageIn(world, dict, key)
  const entry = entriesOf(dict).get(image)
  if (entry === undefined) throw new PythonError('KeyError', [world.incref(key)])
  takeOut(world, dict, image)
  dict.lostKeys = true
  world.held.push(entry.value)
  world.decref(entry.key)
  world.decref(world.held.pop() as Value)
}

function copyInto(world: World, from: Thing, to: Thing, mayTakeOver = !world.semantics.mergeComparesKeys): void {
  const isEmpty = entriesOf(to).size === 0
  if (mayTakeOver && isEmpty && to.owner !== null) giveTable(world, from, to.owner)
  const takesOver = mayTakeOver && to.owner === null && isEmpty
  copyEntries(world, from, to, takesOver)
  if (takesOver) copyTracking(from, to)
}

/** The empty `__dict__` of `owner` is filled from a dict: it gets a copy of that one's table, where that has no gaps. */
function giveTable(world: World, from: Thing, owner: Thing): void {
  const { attributesInClassOrder, dictOwnsValues } = world.semantics
  const sharesKeys = from.owner !== null && !from.owner.ownKeyOrder
  if (!attributesInClassOrder || !dictOwnsValues || sharesKeys || entriesOf(from).size === 0) return
  if (from.lostKeys) throw new Undecided('an empty __dict__ that is filled from a dict which lost keys')
  leaveSharedKeys(world, owner)
}

function copyEntries(world: World, from: Thing, to: Thing, takesOver: boolean): void {
  if (!from.asksKeys && !to.asksKeys) {
    for (const entry of [...entriesOf(from).values()]) setDictItem(world, to, entry.key, entry.value)
    return
  }
  if (takesOver) return takeOver(world, from, to)
  if (from === to) return
  const { size } = entriesOf(from)
  for (const [image, { key, value }] of [...entriesOf(from)]) {
    if (from.entries?.get(image)?.key !== key) throw new Undecided('a dict that changes while it is copied')
    storeHashed(world, to, key, value, image instanceof AskedKey ? image.hash : image)
    if (entriesOf(from).size > size) throw new PythonError('RuntimeError')
  }
}

/** The table as it is: nothing is compared. */
function takeOver(world: World, from: Thing, to: Thing): void {
  for (const [image, { key, value }] of entriesOf(from)) {
    const copied = image instanceof AskedKey ? new AskedKey(image.hash) : image
    to.entries?.set(copied, { key: world.incref(key), value: world.incref(value) })
    dictAfterStore(to, key, value)
  }
  to.asksKeys = from.asksKeys
  to.keysMoved = from.keysMoved
}

/** `dict.update(from)`, both borrowed: the entries of a dict, or pairs. */
export function updateDict(world: World, dict: Thing, from: Value): void {
  if (from instanceof Thing && from.isProxy) throw new Undecided('a dict filled from a proxy')
  if (from instanceof Thing && from.kind === 'dict') return copyInto(world, from, dict)
  if (from instanceof Thing && from.kind === 'instance' && mayHaveKeys(from))
    throw new Undecided('a dict filled from a mapping of the program')
  updateFromPairs(world, dict, from)
}

/** Whether it has, or may be asked for, the `keys` that make it a mapping. */
function mayHaveKeys({ cls, attributes, slots }: Thing): boolean {
  if (attributes?.has('keys') === true || slots?.has('keys') === true) return true
  return cls !== null && ['keys', '__getattr__'].some((name) => lookUp(cls, name) !== undefined)
}

/** TypeError for what is no iterable of iterables, ValueError for other lengths than two. */
function updateFromPairs(world: World, dict: Thing, from: Value): void {
  const base = world.stack.length
  const iterator = iteratorOver(world, from)
  world.push(iterator)
  for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
    world.push(item)
    const pair = itemsOf(world, item)
    for (const part of pair) world.push(part)
    if (pair.length !== 2) throw new PythonError('ValueError')
    setDictItem(world, dict, pair[0] as Value, pair[1] as Value)
    world.unwind(base + 1)
  }
  world.unwind(base)
}

/** A copy that takes over the table as it is takes over the tracking too; that depends on how full the table is. */
function copyTracking(from: Thing, to: Thing): void {
  if (from.tracked !== 'no' && from.owner === null && to.tracked === 'no' && to.entries?.size !== 0)
    to.tracked = 'maybe'
}

export const dictMethods: Readonly<Record<string, BuiltinMethod>> = {
  ...viewMethods,
  get(world, dict, args) {
    arity(args, 1, 2)
    const entry = entriesOf(dict).get(imageIn(world, dict, args[0] as Value))
    return world.incref(entry === undefined ? (args[1] ?? null) : entry.value)
  },
  setdefault(world, dict, args) {
    arity(args, 1, 2)
    const key = args[0] as Value
    const hash = hashOf(world, key)
    const image = imageFor(world, dict, key, hash)
    const entry = entriesOf(dict).get(image)
    if (entry !== undefined) return world.incref(entry.value)
    const value = args[1] ?? null
    if (dict.owner === null) storeAt(world, dict, key, value, image)
    else setDictItem(world, dict, key, value)
    return world.incref(value)
  },
  pop(world, dict, args) {
    arity(args, 1, 2)
    // An empty dict asks for no hash.
    const image = entriesOf(dict).size === 0 ? null : imageIn(world, dict, args[0] as Value)
    const entry = entriesOf(dict).get(image)
    if (entry === undefined) {
      if (args.length === 2) return world.incref(args[1] as Value)
      throw new PythonError('KeyError', [world.incref(args[0] as Value)])
    }
    takeOut(world, dict, image)
    dict.lostKeys = true
    return world.handOver(entry.value, entry.key)
  },
  popitem(world, dict, args) {
    arity(args, 0)
    const last = [...entriesOf(dict)].at(-1)
    if (last === undefined) throw new PythonError('KeyError')
    takeOut(world, dict, last[0])
    if (dict.owner !== null) leaveSharedKeys(world, dict.owner)
    return makeTuple(world, [last[1].key, last[1].value], 'operator')
  },
  update(world, dict, args) {
    arity(args, 0, 1)
    const other = args[0]
    if (other !== undefined) updateDict(world, dict, other)
    return null
  },
  clear(world, dict, args) {
    arity(args, 0)
    const entries = entriesOf(dict)
    const all = [...entries.values()]
    const { owner } = dict
    if (owner !== null && (world.semantics.dictOwnsValues || layoutKeepsDict(owner, world.semantics)))
      leaveSharedKeys(world, owner)
    entries.clear()
    dict.lostKeys = false
    const flat = all.flatMap((entry) => [entry.key, entry.value])
    const base = world.held.length
    world.held.push(...flat.toReversed())
    while (world.held.length > base) world.decref(world.held.pop() as Value)
    return null
  },
  copy(world, dict, args) {
    arity(args, 0)
    const copy = makeDict(world)
    copyInto(world, dict, copy, true)
    return copy
  },
}

export function holdsKey(world: World, dict: Thing, key: Value): boolean {
  return entriesOf(dict).has(imageIn(world, dict, key))
}
