/** Taking the items of an iterable one by one, as `for`, `list(x)` and unpacking do. */
import { Builtin, Bytes, Undecided, Unknown } from '../atom.ts'
import { lookUp } from '../class-parts.ts'
import { isError } from '../exception-types.ts'
import { PythonError, thenAlways } from '../python-error.ts'
import { dropError } from '../raising.ts'
import { type Entry, Thing, type Value } from '../thing.ts'
import { isSet, rangeLength } from '../values.ts'
import type { World } from '../world.ts'
import { iteratorOverView, shownEntry } from './views.ts'

/** An owned iterator over a borrowed iterable. Not labelled: the program sees it only if it asked for it by `iter`. */
export function iteratorOver(world: World, iterable: Value): Thing {
  if (iterable instanceof Thing) {
    if (iterable.kind === 'iterator' || iterable.kind === 'generator') return world.incref(iterable)
    if (iterable.kind === 'view') return iteratorOverView(world, iterable)
    if (iterable.isProxy) return iteratorOver(world, world.proxied(iterable))
    if (iterable.kind === 'instance' || overridesIter(iterable)) return iteratorOfInstance(world, iterable)
  }
  if (iterable instanceof Unknown) throw new Undecided(iterable.reason)
  if (!isIterable(iterable)) throw new PythonError('TypeError')
  const owner = iterable instanceof Thing ? iterable : world.gcGarbage
  world.request()
  const iterator = world.createPart('iterator', owner, 'iterator')
  iterator.refs = 1
  // The collector knows nothing of iterators over ranges.
  const overRange = iterable instanceof Thing && iterable.kind === 'range'
  iterator.tracked = overRange ? 'no' : 'yes'
  iterator.hidden = overRange
  iterator.items = [world.incref(iterable)]
  if (iterable instanceof Thing && iterable.entries !== null) iterator.range = [iterable.entries.size, 0, 1]
  return iterator
}

/** Its class says itself how it is gone through. */
export function overridesIter({ cls }: Thing): boolean {
  return cls !== null && lookUp(cls, '__iter__') !== undefined
}

/** What `__iter__` of its class gives, which must be able to go on. */
function iteratorOfInstance(world: World, iterable: Thing): Thing {
  const method = iterable.cls === null ? undefined : lookUp(iterable.cls, '__iter__')
  if (method === undefined) throw new PythonError('TypeError')
  const made = world.actors.callSpecial(method, iterable, [])
  if (made instanceof Thing && isIterator(made)) return made
  world.push(made)
  throw new PythonError('TypeError')
}

/** `next` can be asked of it. */
export function isIterator(thing: Thing): boolean {
  if (thing.kind === 'iterator' || thing.kind === 'generator') return true
  return thing.cls !== null && lookUp(thing.cls, '__next__') !== undefined
}

function isIterable(value: Value): boolean {
  if (typeof value === 'string' || value instanceof Bytes) return true
  if (value instanceof Builtin || !(value instanceof Thing)) return false
  return ['list', 'tuple', 'dict', 'set', 'frozenset', 'range', 'bytearray'].includes(value.kind)
}

/** The next item, owned, or undefined at the end, where the iterator lets its iterable go. */
export function nextItem(world: World, iterator: Thing): Value | undefined {
  if (iterator.kind !== 'iterator') return nextOfProgram(world, iterator)
  const iterable = iterator.items[0]
  if (iterable === undefined || iterable === null) return undefined
  if (iterator.view !== null) {
    const entry = entryAt(world, iterable, iterator)
    if (entry !== undefined) return shownEntry(world, iterator, entry)
  } else {
    const item = itemAt(world, iterable, iterator)
    if (item !== undefined) {
      iterator.position++
      return world.incref(item)
    }
  }
  iterator.items[0] = null
  world.decref(iterable)
  return undefined
}

/** A step of a generator, or a call of `__next__`, whose StopIteration is the end. */
function nextOfProgram(world: World, iterator: Thing): Value | undefined {
  if (iterator.kind === 'generator') {
    const { ended, value } = world.actors.resume(iterator, null, null)
    if (!ended) return value
    dropReturned(world, value)
    return undefined
  }
  assertIterates(iterator)
  const method = iterator.cls === null ? undefined : lookUp(iterator.cls, '__next__')
  if (method === undefined) throw new PythonError('TypeError')
  try {
    return world.actors.callSpecial(method, iterator, [])
  } catch (error) {
    if (!(error instanceof PythonError) || !isError(error, 'StopIteration')) throw error
    dropError(world, error)
    return undefined
  }
}

/**
 * What a generator returned, where nobody looks at it. Up to 3.11 type and value alone are raised even so, but for what would
 * be taken for something else: it gets an exception around it.
 */
function dropReturned(world: World, value: Value): void {
  const isMade = value instanceof Thing && (value.kind === 'tuple' || value.kind === 'exception')
  if (world.semantics.exceptionsMadeAtOnce || !isMade) return world.decref(value)
  dropError(world, new PythonError('StopIteration', [value]))
}

function assertIterates(iterator: Thing): void {
  if (iterator.cls === null) throw new Undecided(`the next item of a ${iterator.kind}`)
}

function entryAt(world: World, dict: Value, iterator: Thing): Entry | undefined {
  const entries = dict instanceof Thing ? dict.entries : null
  if (entries === null) throw new Undecided('a dict that the collector took apart')
  if (iterator.range !== null && iterator.range[0] !== entries.size) throw new PythonError('RuntimeError')
  if (iterator.position >= entries.size) return undefined
  if (dict instanceof Thing && dict.owner !== null) world.guess ??= 'the order of an instance’s attributes'
  return [...entries.values()][iterator.position++]
}

function itemAt(world: World, iterable: Value, iterator: Thing): Value | undefined {
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
    if (isSet(iterable) && iterable.entries.size > 1) world.guess ??= 'the order of a set'
    return [...iterable.entries.values()][at]?.key
  }
  return iterable.items[at]
}

/**
 * All items of a borrowed iterable, each owned. Those taken so far go, last to first, where the next one fails. Where
 * program code runs in between, `told` hears how many there are.
 */
export function itemsOf(world: World, iterable: Value, told?: (count: number) => void): Value[] {
  const iterator = iteratorOver(world, iterable)
  if (iterator.kind !== 'iterator') return itemsOfProgram(world, iterator, told)
  const items: Value[] = []
  thenAlways(
    () => {
      for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) items.push(item)
    },
    () => world.decref(iterator),
  )
  return items
}

const ITEMS_MAX = 10_000

/**
 * Gives each item of a borrowed iterable, owned, when it comes: program code may run in between, and see what became of it.
 * Asks for no more once `take` gives true.
 */
export function eachItem(world: World, iterable: Value, take: (item: Value) => unknown): void {
  const iterator = iteratorOver(world, iterable)
  world.push(iterator)
  let count = 0
  for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
    if (take(item) === true) break
    if (++count > ITEMS_MAX) throw new Undecided('an iterator that does not end soon')
  }
  world.decref(world.pop())
}

/** Program code runs between the items: they and the iterator stay roots. */
function itemsOfProgram(world: World, iterator: Thing, told?: (count: number) => void): Value[] {
  const base = world.stack.length
  world.push(iterator)
  for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
    world.push(item)
    told?.(world.stack.length - base - 1)
    if (world.stack.length - base > ITEMS_MAX) throw new Undecided('an iterator that does not end soon')
  }
  const items = world.take(world.stack.length - base - 1)
  world.held.push(...items)
  world.decref(world.pop())
  for (let i = 0; i < items.length; i++) world.held.pop()
  return items
}
