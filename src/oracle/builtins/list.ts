/** Methods, items and operators of lists and tuples. */
import { Undecided } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import type { Thing, Value } from '../thing.ts'
import { equal, numeric } from '../values.ts'
import type { World } from '../world.ts'
import { itemsOf } from './iterate.ts'
import { makeList } from './make.ts'
import { arity, type BuiltinMethod, typeError } from './table.ts'

/** An index into `length` items, counted from the end where negative; IndexError outside. */
export function indexInto(index: Value, length: number): number {
  const number = typeof index === 'boolean' ? Number(index) : index
  if (typeof number !== 'number' && typeof number !== 'bigint') throw typeError()
  const at = Number(number) < 0 ? Number(number) + length : Number(number)
  if (at < 0 || at >= length) throw new PythonError('IndexError')
  return at
}

function find(list: Thing, value: Value): number {
  return list.items.findIndex((item) => item === value || equal(item, value))
}

export const listMethods: Readonly<Record<string, BuiltinMethod>> = {
  append(world, list, args) {
    arity(args, 1)
    list.items.push(world.incref(args[0] as Value))
    return null
  },
  extend(world, list, args) {
    arity(args, 1)
    list.items.push(...itemsOf(world, args[0] as Value))
    return null
  },
  insert(world, list, args) {
    arity(args, 2)
    const at = numeric(args[0] as Value)
    if (at === undefined) throw typeError()
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
    const at = find(list, args[0] as Value)
    if (at < 0) throw new PythonError('ValueError')
    world.decref(list.items.splice(at, 1)[0] as Value)
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
  index(_world, list, args) {
    if (args.length > 1) throw new Undecided('list.index with a range')
    arity(args, 1)
    const at = find(list, args[0] as Value)
    if (at < 0) throw new PythonError('ValueError')
    return at
  },
  count(_world, list, args) {
    arity(args, 1)
    return list.items.filter((item) => item === args[0] || equal(item, args[0] as Value)).length
  },
  sort(_world, list, args) {
    arity(args, 0)
    list.items = sorted(list.items)
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

/** The items in ascending order, for numbers or strings only. */
export function sorted(items: readonly Value[]): Value[] {
  const numbers = items.every((item) => numeric(item) !== undefined)
  const strings = items.every((item) => typeof item === 'string')
  if (items.length > 1 && !numbers && !strings) throw new Undecided('sorting other things than numbers or strings')
  const less = (a: Value, b: Value): number => {
    const x = numbers ? (numeric(a) as number | bigint) : (a as string)
    const y = numbers ? (numeric(b) as number | bigint) : (b as string)
    return x < y ? -1 : x > y ? 1 : 0
  }
  return items.toSorted(less)
}

/** `list[index] = value`, all borrowed. */
export function setListItem(world: World, list: Thing, index: Value, value: Value): void {
  const at = indexInto(index, list.items.length)
  const old = list.items[at] as Value
  list.items[at] = world.incref(value)
  world.decref(old)
}

export function deleteListItem(world: World, list: Thing, index: Value): void {
  const at = indexInto(index, list.items.length)
  world.decref(list.items.splice(at, 1)[0] as Value)
}

/** Whether `item` is in a list or tuple, by identity or equality, from the front. */
export function holdsItem(list: Thing, item: Value): boolean {
  return find(list, item) >= 0
}
