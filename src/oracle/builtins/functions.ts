/** Built-in functions and types, called. */
import { Builtin, Bytes, Float, integer, Undecided, Unknown } from '../atom.ts'
import { EXCEPTION_NAMES, isExceptionType, isKindOf } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { makeException } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import { isCollectable } from '../tracking.ts'
import { isSet, isTrue, numeric, rangeLength, textOf, typeNameOf } from '../values.ts'
import type { World } from '../world.ts'
import { copyTracking } from './dict.ts'
import { isIterator, itemsOf, iteratorOver, nextItem } from './iterate.ts'
import { sorted } from './list.ts'
import { makeDict, makeList, makeSet, makeTuple, storeInDict } from './make.ts'
import { arity, type BuiltinFunction, typeError } from './table.ts'

function lengthOf(value: Value): number {
  if (typeof value === 'string') return [...value].length
  if (value instanceof Bytes) return value.value.length
  if (value instanceof Unknown) throw new Undecided(value.reason)
  if (!(value instanceof Thing)) throw typeError()
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.length
  if (value.kind === 'range') return rangeLength(value)
  if (value.kind === 'bytearray') return value.position
  if (value.entries !== null) return value.entries.size
  throw typeError()
}

/** `isinstance(value, type)` for one type. */
function isOfType(value: Value, type: Value): boolean {
  if (type instanceof Thing && type.classPart !== null) {
    return value instanceof Thing && value.cls !== null && value.cls.mro.includes(type.classPart)
  }
  if (type instanceof Thing && type.kind === 'tuple') return type.items.some((one) => isOfType(value, one))
  if (!(type instanceof Builtin) || type.kind !== 'type') throw typeError()
  const name = typeNameOf(value)
  if (isExceptionType(type)) return value instanceof Thing && value.kind === 'exception' && isKindOf(name, type.name)
  if (type.name === 'object') return true
  if (type.name === 'int') return name === 'int' || name === 'bool'
  return (type.name === 'weakref.ref' ? 'weakref' : type.name) === name
}

/** The type of `value`: a class of the program (owned) or a built-in one. */
export function typeOf(world: World, value: Value): Value {
  if (value instanceof Thing && value.cls !== null) return world.incref(value.cls.thing)
  return builtinType(value instanceof Thing && value.kind === 'class' ? 'type' : typeNameOf(value))
}

const types = new Map<string, Builtin>()

export function builtinType(name: string): Builtin {
  let type = types.get(name)
  if (type === undefined) {
    type = new Builtin(name, 'type')
    types.set(name, type)
  }
  return type
}

function toInt(value: Value): Value {
  if (value instanceof Float) {
    if (!Number.isFinite(value.value)) throw new PythonError(Number.isNaN(value.value) ? 'ValueError' : 'OverflowError')
    return integer(BigInt(Math.trunc(value.value)))
  }
  if (typeof value === 'string') {
    if (!/^\s*[-+]?\d+\s*$/.test(value)) throw new PythonError('ValueError')
    return integer(BigInt(value.trim().replace(/^\+/, '')))
  }
  const number = numeric(value)
  if (number === undefined) throw typeError()
  return number
}

function toFloat(value: Value): Float {
  if (typeof value === 'string') {
    if (!/^[-+]?\d+(\.\d*)?$/.test(value)) throw new Undecided('float of a text')
    return new Float(Number(value))
  }
  const number = numeric(value)
  if (number === undefined) throw typeError()
  return new Float(Number(number))
}

export const builtinFunctions: Record<string, BuiltinFunction> = {
  len(_world, args) {
    arity(args, 1)
    return lengthOf(args[0] as Value)
  },
  id(_world, args) {
    arity(args, 1)
    return new Unknown('the address of an object')
  },
  print(world, args) {
    for (const line of args.map(textOf).join(' ').split('\n')) world.witness.printed(line)
    return null
  },
  isinstance(_world, args) {
    arity(args, 2)
    return isOfType(args[0] as Value, args[1] as Value)
  },
  iter(world, args) {
    arity(args, 1)
    return iteratorOver(world, args[0] as Value)
  },
  next(world, args) {
    arity(args, 1, 2)
    const iterator = args[0]
    if (!(iterator instanceof Thing) || !isIterator(iterator)) throw typeError()
    if (iterator.kind === 'generator') return nextOfGenerator(world, iterator, args)
    const item = nextItem(world, iterator)
    if (item !== undefined) return item
    if (args.length === 2) return world.incref(args[1] as Value)
    throw new PythonError('StopIteration')
  },
  type(world, args) {
    arity(args, 1)
    return typeOf(world, args[0] as Value)
  },
  sorted(world, args) {
    arity(args, 1)
    return makeList(world, sorted(itemsOf(world, args[0] as Value)))
  },
  object(world, args) {
    arity(args, 0)
    const thing = world.create('object')
    thing.refs = 1
    return thing
  },
  list(world, args) {
    arity(args, 0, 1)
    return makeList(world, args.length === 0 ? [] : itemsOf(world, args[0] as Value))
  },
  tuple(world, args) {
    arity(args, 0, 1)
    const from = args[0]
    if (from instanceof Thing && from.kind === 'tuple') return world.incref(from)
    return makeTuple(world, from === undefined ? [] : itemsOf(world, from), 'display')
  },
  dict(world, args) {
    arity(args, 0, 1)
    const from = args[0]
    if (from === undefined) return makeDict(world)
    if (!(from instanceof Thing && from.kind === 'dict')) return dictOfPairs(world, from)
    const dict = makeDict(world)
    for (const entry of [...(from.entries?.values() ?? [])]) storeInDict(world, dict, entry.key, entry.value)
    copyTracking(from, dict)
    return dict
  },
  set(world, args) {
    arity(args, 0, 1)
    return setFrom(world, 'set', args[0])
  },
  frozenset(world, args) {
    arity(args, 0, 1)
    const from = args[0]
    if (from instanceof Thing && from.kind === 'frozenset') return world.incref(from)
    const empty = world.emptyFrozenset
    if (empty !== null && (from === undefined || isEmpty(from))) return world.incref(empty)
    return setFrom(world, 'frozenset', from)
  },
  range(world, args) {
    arity(args, 1, 3)
    const numbers = args.map((arg) => numeric(arg))
    if (numbers.some((number) => typeof number !== 'number')) throw typeError()
    const [first, second, step] = numbers as number[]
    if (step === 0) throw new PythonError('ValueError')
    const range = world.create('range')
    range.refs = 1
    range.range = second === undefined ? [0, first as number, 1] : [first as number, second, step ?? 1]
    return range
  },
  int(_world, args) {
    arity(args, 0, 1)
    return args.length === 0 ? 0 : toInt(args[0] as Value)
  },
  float(_world, args) {
    arity(args, 0, 1)
    return args.length === 0 ? new Float(0) : toFloat(args[0] as Value)
  },
  bool(_world, args) {
    arity(args, 0, 1)
    return args.length === 1 && isTrue(args[0] as Value)
  },
  str(_world, args) {
    arity(args, 0, 1)
    return args.length === 0 ? '' : textOf(args[0] as Value)
  },
  bytes(_world, args) {
    arity(args, 0, 1)
    const count = args[0] ?? 0
    if (count instanceof Bytes) return count
    if (typeof count !== 'number') throw new Undecided('bytes of something else than a length')
    if (count < 0) throw new PythonError('ValueError')
    if (count > 1_000_000) throw new Undecided('more memory than the engine may have')
    return new Bytes('\0'.repeat(count))
  },
  bytearray(world, args) {
    arity(args, 0, 1)
    const from = args[0] ?? 0
    const length = from instanceof Bytes ? from.value.length : from
    if (typeof length !== 'number') throw new Undecided('bytearray of something else than a length or bytes')
    if (length < 0) throw new PythonError('ValueError')
    if (length > 1_000_000) throw new Undecided('more memory than the engine may have')
    const thing = world.create('bytearray')
    thing.refs = 1
    thing.position = length
    return thing
  },
}

/** The value of `return` goes into the StopIteration. */
function nextOfGenerator(world: World, generator: Thing, args: readonly Value[]): Value {
  const { ended, value } = world.actors.resume(generator, null, null)
  if (!ended) return value
  if (args.length === 1) throw new PythonError('StopIteration', value === null ? [] : [value])
  world.decref(value)
  return world.incref(args[1] as Value)
}

for (const name of EXCEPTION_NAMES) {
  builtinFunctions[name] = (world, args) =>
    makeException(
      world,
      name,
      args.map((arg) => world.incref(arg)),
      name === 'StopIteration' && args.length > 0 ? [world.incref(args[0] as Value)] : [],
    )
}

function isEmpty(value: Value): boolean {
  return (
    value === '' || (value instanceof Thing && value.kind !== 'instance' && value.kind !== 'iterator' && !isTrue(value))
  )
}

/** `dict(pairs)`: TypeError for what is no iterable of iterables, ValueError for other lengths than two. */
function dictOfPairs(world: World, from: Value): Value {
  const dict = makeDict(world)
  const base = world.stack.length
  world.push(dict)
  for (const item of itemsOf(world, from)) world.push(item)
  for (const item of world.stack.slice(base + 1)) {
    const pair = itemsOf(world, item)
    for (const part of pair) world.push(part)
    if (pair.length !== 2) throw new PythonError('ValueError')
    storeInDict(world, dict, pair[0] as Value, pair[1] as Value)
  }
  world.incref(dict)
  world.unwind(base)
  return dict
}

function setFrom(world: World, kind: 'set' | 'frozenset', from: Value | undefined): Thing {
  const base = world.stack.length
  const items = from === undefined ? [] : itemsOfAny(world, from)
  for (const item of items) world.push(item)
  const set = makeSet(world, kind, items)
  world.held.push(set)
  world.unwind(base)
  world.held.pop()
  return set
}

/** Like `itemsOf`, but a set's order does not matter here. */
function itemsOfAny(world: World, from: Value): Value[] {
  if (from instanceof Thing && isSet(from))
    return [...(from.entries?.values() ?? [])].map((entry) => world.incref(entry.key))
  return itemsOf(world, from)
}

/** Items that `gc.get_referents` shows; undefined where that goes into an object's inner parts. */
export function plainReferents(value: Value): Value[] | undefined {
  if (!isCollectable(value)) return []
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.toReversed()
  if (value.kind === 'dict' && value.owner === null) {
    const entries = [...(value.entries?.values() ?? [])]
    return entries.every((entry) => typeof entry.key === 'string')
      ? entries.map((entry) => entry.value)
      : entries.flatMap((entry) => [entry.value, entry.key])
  }
  return undefined
}
