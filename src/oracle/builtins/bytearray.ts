/** Bytearrays: their bytes are a thing's items, each an int below 256. What is asked of runs of bytes is left out. */
import { Bytes, Float } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { bytesOfLike, numeric } from '../values.ts'
import type { World } from '../world.ts'
import { itemsOf } from './iterate.ts'
import { indexInto, listMethods } from './list.ts'
import { arity, type BuiltinMethod, typeError } from './table.ts'

/** A new one, owned. */
export function makeBytearray(world: World, bytes: readonly number[]): Thing {
  const made = world.create('bytearray')
  made.refs = 1
  made.items = [...bytes]
  return made
}

/** The bytes of what is like bytes, or of an iterable of whole numbers; TypeError and ValueError for what does not fit. */
export function bytesFrom(world: World, from: Value): readonly number[] {
  const own = bytesOfLike(from)
  if (own !== undefined) return [...own]
  const base = world.stack.length
  for (const item of itemsOf(world, from)) world.push(item)
  const items = world.stack.slice(base)
  world.unwind(base)
  return items.map(byteOf)
}

/** A byte as a whole number; TypeError and ValueError for what is none. */
export function byteOf(value: Value): number {
  const number = value instanceof Float ? undefined : numeric(value)
  if (number === undefined) throw typeError()
  if (number < 0 || number > 255) throw new PythonError('ValueError')
  return Number(number)
}

/** `array[index] = value`. */
export function setByte(array: Thing, index: Value, value: Value): void {
  const at = indexInto(index, array.items.length)
  array.items[at] = byteOf(value)
}

export function deleteByte(array: Thing, index: Value): void {
  array.items.splice(indexInto(index, array.items.length), 1)
}

const { pop, reverse } = listMethods as { readonly [name in 'pop' | 'reverse']: BuiltinMethod }

export const bytearrayMethods: Readonly<Record<string, BuiltinMethod>> = {
  pop,
  reverse,
  append(world, array, args) {
    arity(args, 1)
    const byte = byteOf(args[0] as Value)
    world.request()
    array.items.push(byte)
    return null
  },
  extend(world, array, args) {
    arity(args, 1)
    const bytes = bytesFrom(world, args[0] as Value)
    world.request()
    array.items.push(...bytes)
    return null
  },
  insert(world, array, args) {
    arity(args, 2)
    const [place, value] = args
    if (typeof place !== 'number') throw typeError()
    const byte = byteOf(value as Value)
    world.request()
    array.items.splice(place, 0, byte)
    return null
  },
  remove(_world, array, args) {
    arity(args, 1)
    const at = array.items.indexOf(byteOf(args[0] as Value))
    if (at < 0) throw new PythonError('ValueError')
    array.items.splice(at, 1)
    return null
  },
  clear(_world, array, args) {
    arity(args, 0)
    array.items = []
    return null
  },
  copy(world, array, args) {
    arity(args, 0)
    return makeBytearray(world, array.items as number[])
  },
}

/** Bytes after bytes: what the left one is; undefined where they do not go together. */
export function joinedBytes(world: World, left: Value, right: Value): Value | undefined {
  const [a, b] = [bytesOfLike(left), bytesOfLike(right)]
  if (a === undefined || b === undefined) return undefined
  const bytes = [...a, ...b]
  return left instanceof Thing ? makeBytearray(world, bytes) : new Bytes(String.fromCharCode(...bytes))
}
