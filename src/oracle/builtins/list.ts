/** Methods, items and operators of lists and tuples. */

import { mayAskForName } from '../asked-for-name.ts'
import { Undecided } from '../atom.ts'
import { isEqual } from '../equality.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { numeric } from '../values.ts'
import { releaseReplaced } from '../warm-store.ts'
import type { World } from '../world.ts'
import { eachItem, itemsOf, overridesIter } from './iterate.ts'
import { makeList } from './make.ts'
import { sorted } from './sort.ts'
import { arity, type BuiltinMethod, typeError } from './table.ts'

/** An index into `length` items, counted from the end where negative; IndexError outside. */
export function indexInto(index: Value, length: number): number {
  const number = typeof index === 'boolean' ? Number(index) : index
  if (typeof number !== 'number' && typeof number !== 'bigint') throw typeError()
  const at = Number(number) < 0 ? Number(number) + length : Number(number)
  if (at < 0 || at >= length) throw new PythonError('IndexError')
  return at
}

/** Where an equal item lies; each is held while it is compared, and the list may change meanwhile. */
function find(world: World, list: Thing, value: Value, itemFirst = true): number {
  for (let i = 0; i < list.items.length; i++) if (isItem(world, list, i, value, itemFirst)) return i
  return -1
}

/** Whether the item at `at` is `value`. A list holds its item meanwhile, since an `__eq__` may take it away; a tuple cannot lose it. */
function isItem(world: World, list: Thing, at: number, value: Value, itemFirst: boolean): boolean {
  const item = list.items[at] as Value
  if (item === value) return true
  if (!(item instanceof Thing) && !(value instanceof Thing)) return isEqual(world, item, value)
  const holds = list.kind !== 'tuple'
  if (holds) world.push(world.incref(item))
  const same = itemFirst ? isEqual(world, item, value) : isEqual(world, value, item)
  if (holds) world.decref(world.pop())
  return same
}

export const listMethods: Readonly<Record<string, BuiltinMethod>> = {
  append(world, list, args) {
    arity(args, 1)
    world.request()
    list.items.push(world.incref(args[0] as Value))
    return null
  },
  extend(world, list, args) {
    arity(args, 1)
    const from = args[0] as Value
    world.request()
    // The items of a list are taken at once; so are a list's own, whatever class it is of.
    if (from === list && !overridesIter(list)) for (const item of [...list.items]) list.items.push(world.incref(item))
    else if (from instanceof Thing && (from.kind === 'list' || from.kind === 'tuple') && from.cls === null)
      list.items.push(...itemsOf(world, from))
    else eachItem(world, from, (item) => list.items.push(item))
    return null
  },
  insert(world, list, args) {
    arity(args, 2)
    const at = numeric(args[0] as Value)
    if (at === undefined) throw typeError()
    world.request()
    list.items.splice(Number(at), 0, world.incref(args[1] as Value))
    return null
  },
  pop(_world, list, args) {
    arity(args, 0, 1)
    const at = indexInto(args.length === 0 ? -1 : (args[0] as Value), list.items.length)
    return list.items.splice(at, 1)[0] as Value
  },
  remove(world, list, args) {
    arity(args, 1)
    const at = find(world, list, args[0] as Value)
    if (at < 0) throw new PythonError('ValueError')
    // An `__eq__` may have emptied it meanwhile.
    if (at < list.items.length) world.decref(list.items.splice(at, 1)[0] as Value)
    return null
  },
  clear(world, list, args) {
    arity(args, 0)
    releaseItems(world, list.items.splice(0))
    return null
  },
  copy(world, list, args) {
    arity(args, 0)
    return makeList(
      world,
      list.items.map((item) => world.incref(item)),
    )
  },
  reverse(_world, list, args) {
    arity(args, 0)
    list.items.reverse()
    return null
  },
  index(world, list, args) {
    if (args.length > 1) throw new Undecided('list.index with a range')
    arity(args, 1)
    const [value = null] = args
    const at = find(world, list, value)
    if (at >= 0) return at
    // The message shows it.
    if (mayAskForName(world, value)) throw new Undecided('the text of a weakref')
    throw new PythonError('ValueError')
  },
  count(world, list, args) {
    arity(args, 1)
    let count = 0
    for (let i = 0; i < list.items.length; i++) if (isItem(world, list, i, args[0] as Value, true)) count++
    return count
  },
  sort(world, list, args) {
    arity(args, 0)
    const before = list.items
    try {
      const done = sorted(world, before)
      if (list.items !== before || done.length !== before.length)
        throw new Undecided('a list that changes while it is sorted')
      list.items = done
    } catch (error) {
      if (error instanceof PythonError && before.length > 2) world.guess ??= 'how far a sort came that failed'
      throw error
    }
    return null
  },
}

export const tupleMethods: Readonly<Record<string, BuiltinMethod>> = {
  index: listMethods['index'] as BuiltinMethod,
  count: listMethods['count'] as BuiltinMethod,
}

/** Items that left their list before they are released, last to first. They stay roots meanwhile. */
export function releaseItems(world: World, items: Value[]): void {
  const base = world.held.length
  world.held.push(...items)
  while (world.held.length > base) world.decref(world.held.pop() as Value)
}

/** `list[index] = value`, all borrowed. */
export function setListItem(world: World, list: Thing, index: Value, value: Value): void {
  const at = indexInto(index, list.items.length)
  const old = list.items[at] as Value
  list.items[at] = world.incref(value)
  releaseReplaced(world, old, value)
}

export function deleteListItem(world: World, list: Thing, index: Value): void {
  const at = indexInto(index, list.items.length)
  world.decref(list.items.splice(at, 1)[0] as Value)
}

/** Whether `item` is in a list or tuple, by identity or equality, from the front. */
export function holdsItem(world: World, list: Thing, item: Value): boolean {
  return find(world, list, item, world.semantics.itemIsAskedFirst) >= 0
}
