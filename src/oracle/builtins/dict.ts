/** Methods and items of dicts, the dictionaries of instances included. */
import { Undecided } from '../atom.ts'
import { storeAttribute, takeAttribute } from '../attributes.ts'
import { PythonError } from '../python-error.ts'
import { type Entry, type KeyImage, Thing, type Value } from '../thing.ts'
import { dictAfterStore } from '../tracking.ts'
import { keyImage } from '../values.ts'
import type { World } from '../world.ts'
import { makeDict, makeTuple, storeInDict } from './make.ts'
import { arity, type BuiltinMethod } from './table.ts'

function entriesOf(dict: Thing): Map<KeyImage, Entry> {
  if (dict.entries === null) throw new Undecided('a dict that the collector took apart')
  return dict.entries
}

/** `dict[key]`, borrowed. */
export function getDictItem(world: World, dict: Thing, key: Value): Value {
  const entry = entriesOf(dict).get(keyImage(key))
  if (entry === undefined) throw new PythonError('KeyError', [world.incref(key)])
  return entry.value
}

/** `dict[key] = value`, both borrowed. */
export function setDictItem(world: World, dict: Thing, key: Value, value: Value): void {
  const { owner } = dict
  if (owner === null) return storeInDict(world, dict, key, value)
  const image = keyImage(key)
  const known = entriesOf(dict).has(image)
  dictAfterStore(dict, key, value)
  storeAttribute(world, owner, image, known ? key : world.incref(key), world.incref(value))
}

/** `del dict[key]`: key, then value, are released. */
export function deleteDictItem(world: World, dict: Thing, key: Value): void {
  const image = keyImage(key)
  const entry = entriesOf(dict).get(image)
  if (entry === undefined) throw new PythonError('KeyError', [world.incref(key)])
  if (dict.owner !== null) takeAttribute(world, dict.owner, image)
  else entriesOf(dict).delete(image)
  world.decref(entry.key)
  world.decref(entry.value)
}

function copyInto(world: World, from: Thing, to: Thing): void {
  for (const entry of [...entriesOf(from).values()]) setDictItem(world, to, entry.key, entry.value)
}

/** A copy that takes over the table as it is takes over the tracking too; that depends on how full the table is. */
export function copyTracking(from: Thing, to: Thing): void {
  if (from.tracked !== 'no' && from.owner === null && to.tracked === 'no' && to.entries?.size !== 0)
    to.tracked = 'maybe'
}

export const dictMethods: Readonly<Record<string, BuiltinMethod>> = {
  get(world, dict, args) {
    arity(args, 1, 2)
    const entry = entriesOf(dict).get(keyImage(args[0] as Value))
    return world.incref(entry === undefined ? (args[1] ?? null) : entry.value)
  },
  setdefault(world, dict, args) {
    arity(args, 1, 2)
    const entry = entriesOf(dict).get(keyImage(args[0] as Value))
    if (entry !== undefined) return world.incref(entry.value)
    const value = args[1] ?? null
    setDictItem(world, dict, args[0] as Value, value)
    return world.incref(value)
  },
  pop(world, dict, args) {
    arity(args, 1, 2)
    const image = keyImage(args[0] as Value)
    const entry = entriesOf(dict).get(image)
    if (entry === undefined) {
      if (args.length === 2) return world.incref(args[1] as Value)
      throw new PythonError('KeyError', [world.incref(args[0] as Value)])
    }
    if (dict.owner !== null) takeAttribute(world, dict.owner, image)
    else entriesOf(dict).delete(image)
    world.decref(entry.key)
    return entry.value
  },
  popitem(world, dict, args) {
    arity(args, 0)
    const last = [...entriesOf(dict)].at(-1)
    if (last === undefined) throw new PythonError('KeyError')
    if (dict.owner !== null) takeAttribute(world, dict.owner, last[0])
    else entriesOf(dict).delete(last[0])
    return makeTuple(world, [last[1].key, last[1].value], 'operator')
  },
  update(world, dict, args) {
    arity(args, 0, 1)
    const other = args[0]
    if (other === undefined) return null
    if (!(other instanceof Thing) || other.kind !== 'dict')
      throw new Undecided('dict.update with something else than a dict')
    copyInto(world, other, dict)
    return null
  },
  clear(world, dict, args) {
    arity(args, 0)
    const entries = entriesOf(dict)
    const all = [...entries.values()]
    entries.clear()
    const flat = all.flatMap((entry) => [entry.key, entry.value])
    const base = world.held.length
    world.held.push(...flat.toReversed())
    while (world.held.length > base) world.decref(world.held.pop() as Value)
    return null
  },
  copy(world, dict, args) {
    arity(args, 0)
    const copy = makeDict(world)
    copyInto(world, dict, copy)
    copyTracking(dict, copy)
    return copy
  },
}

export function holdsKey(dict: Thing, key: Value): boolean {
  return entriesOf(dict).has(keyImage(key))
}
