/** Taking the items of an iterable one by one, as `for`, `list(x)` and unpacking do. */
import { Builtin, Bytes, Undecided, Unknown } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { isSet, rangeLength } from '../values.ts'
import type { World } from '../world.ts'

/** An owned iterator over a borrowed iterable. Not labelled: the program sees it only if it asked for it by `iter`. */
export function iteratorOver(world: World, iterable: Value): Thing {
  if (iterable instanceof Thing && iterable.kind === 'iterator') return world.incref(iterable)
  if (iterable instanceof Unknown) throw new Undecided(iterable.reason)
  if (!isIterable(iterable)) throw new PythonError('TypeError')
  const owner = iterable instanceof Thing ? iterable : world.gcGarbage
  const iterator = world.createPart('iterator', owner, 'iterator')
  iterator.refs = 1
  iterator.tracked = 'yes'
  iterator.items = [world.incref(iterable)]
  if (iterable instanceof Thing && iterable.entries !== null) iterator.range = [iterable.entries.size, 0, 1]
  return iterator
}

function isIterable(value: Value): boolean {
  if (typeof value === 'string' || value instanceof Bytes) return true
  if (value instanceof Builtin || !(value instanceof Thing)) return false
  return ['list', 'tuple', 'dict', 'set', 'frozenset', 'range', 'bytearray'].includes(value.kind)
}

/** The next item, owned, or undefined at the end, where the iterator lets its iterable go. */
export function nextItem(world: World, iterator: Thing): Value | undefined {
  const iterable = iterator.items[0]
  if (iterable === undefined) return undefined
  const item = itemAt(iterable, iterator)
  if (item !== undefined) {
    iterator.position++
    return world.incref(item)
  }
  iterator.items = []
  world.decref(iterable)
  return undefined
}

function itemAt(iterable: Value, iterator: Thing): Value | undefined {
  const at = iterator.position
  if (typeof iterable === 'string') return [...iterable][at]
  if (iterable instanceof Bytes) return at < iterable.value.length ? iterable.value.charCodeAt(at) : undefined
  if (!(iterable instanceof Thing)) throw new Undecided('iterating over an unknown value')
  if (iterable.kind === 'range') {
    const [start, , step] = iterable.range ?? [0, 0, 1]
    return at < rangeLength(iterable) ? start + at * step : undefined
  }
  if (iterable.entries !== null) {
    if (iterator.range !== null && iterator.range[0] !== iterable.entries.size) throw new PythonError('RuntimeError')
    if (isSet(iterable) && iterable.entries.size > 1) throw new Undecided('the order of a set')
    return [...iterable.entries.values()][at]?.key
  }
  if (iterable.kind === 'bytearray') throw new Undecided('iterating over a bytearray')
  return iterable.items[at]
}

/** All items of a borrowed iterable, each owned. */
export function itemsOf(world: World, iterable: Value): Value[] {
  const iterator = iteratorOver(world, iterable)
  const items: Value[] = []
  try {
    for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) items.push(item)
  } finally {
    world.decref(iterator)
  }
  return items
}
