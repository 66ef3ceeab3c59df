/** Built-in functions and types, called. */
import { Bytes, Float, integer, Undecided, Unknown } from '../atom.ts'
import { lookUp } from '../class-parts.ts'
import { EXCEPTION_NAMES } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { makeException } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import { truthOf } from '../truth.ts'
import { isTrue, numeric, rangeLength, textOf } from '../values.ts'
import type { World } from '../world.ts'
import { bytesFrom, makeBytearray } from './bytearray.ts'
import { updateDict } from './dict.ts'
import { eachItem, isIterator, itemsOf, iteratorOver, nextItem } from './iterate.ts'
import { makeDict, makeList, makeTuple } from './make.ts'
import { setFrom } from './set-from.ts'
import { sorted } from './sort.ts'
import { arity, type BuiltinFunction, typeError } from './table.ts'
import { tupleFrom } from './tuple-from.ts'
import { isOfType, typeOf } from './type-of.ts'
import { viewed } from './views.ts'

function lengthOf(world: World, value: Value): number {
  if (typeof value === 'string') return [...value].length
  if (value instanceof Bytes) return value.value.length
  if (value instanceof Unknown) {
    if (value.length === undefined) throw new Undecided(value.reason)
    return value.length
  }
  if (!(value instanceof Thing)) throw typeError()
  if (value.isProxy) return throughProxyTo(world, value)
  if (value.kind === 'view') return viewed(value).entries?.size ?? 0
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.length
  if (value.kind === 'instance') return lengthByMethod(world, value)
  if (value.kind === 'range') return rangeLength(value)
  if (value.kind === 'bytearray') return value.items.length
  if (value.entries !== null) return value.entries.size
  throw typeError()
}

/** By `__len__` of a class of the standard library. */
function lengthByMethod(world: World, value: Thing): number {
  const method = value.cls === null ? undefined : lookUp(value.cls, '__len__')
  if (method === undefined) throw typeError()
  const length = world.actors.callSpecial(method, value, [])
  if (typeof length === 'number') return length
  throw typeError()
}

function throughProxyTo(world: World, proxy: Thing): number {
  const target = world.incref(world.proxied(proxy))
  world.push(target)
  const length = lengthOf(world, target)
  world.decref(world.pop())
  return length
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
  len(world, args) {
    arity(args, 1)
    return lengthOf(world, args[0] as Value)
  },
  id(_world, args) {
    arity(args, 1)
    return new Unknown('the address of an object')
  },
  print(world, args) {
    for (const line of args.map(textOf).join(' ').split('\n')) world.witness.printed(line)
    return null
  },
  isinstance(world, args) {
    arity(args, 2)
    return isOfType(world, args[0] as Value, args[1] as Value)
  },
  iter(world, args) {
    arity(args, 1)
    return iteratorOver(world, args[0] as Value)
  },
  next(world, args) {
    arity(args, 1, 2)
    const iterator = args[0]
    const isProxy = iterator instanceof Thing && iterator.isProxy
    if (!(iterator instanceof Thing) || (!isProxy && !isIterator(iterator))) throw typeError()
    if (iterator.kind === 'generator') return nextOfGenerator(world, iterator, args)
    const item = isProxy ? nextThroughProxy(world, iterator) : nextItem(world, iterator)
    if (item !== undefined) return item
    if (args.length === 2) return world.incref(args[1] as Value)
    throw new PythonError('StopIteration')
  },
  type(world, args) {
    if (args.length === 3) return world.actors.makeClass(args)
    arity(args, 1)
    return typeOf(world, args[0] as Value)
  },
  sorted(world, args) {
    arity(args, 1)
    const base = world.stack.length
    for (const item of itemsOf(world, args[0] as Value)) world.push(item)
    const done = sorted(world, world.stack.slice(base))
    world.take(done.length)
    return makeList(world, done)
  },
  object(world, args) {
    arity(args, 0)
    const thing = world.create('object')
    thing.refs = 1
    return thing
  },
  list(world, args) {
    arity(args, 0, 1)
    const list = makeList(world, [])
    world.push(list)
    if (args.length > 0) eachItem(world, args[0] as Value, (item) => list.items.push(item))
    return world.pop()
  },
  tuple(world, args) {
    arity(args, 0, 1)
    const from = args[0]
    if (from instanceof Thing && from.kind === 'tuple' && from.cls === null) return world.incref(from)
    return from === undefined ? makeTuple(world, [], 'operator') : tupleFrom(world, from)
  },
  dict(world, args) {
    arity(args, 0, 1)
    const from = args[0]
    if (from === undefined) return makeDict(world)
    const dict = makeDict(world)
    world.push(dict)
    updateDict(world, dict, from)
    return world.pop()
  },
  set(world, args) {
    arity(args, 0, 1)
    return setFrom(world, 'set', args[0])
  },
  frozenset(world, args) {
    arity(args, 0, 1)
    const from = args[0]
    if (from instanceof Thing && from.kind === 'frozenset' && from.cls === null) return world.incref(from)
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
  bool(world, args) {
    arity(args, 0, 1)
    if (args.length === 0) return false
    const value = world.incref(args[0] as Value)
    const truth = truthOf(world, value)
    world.decref(value)
    return truth
  },
  str(_world, args) {
    arity(args, 0, 1)
    return args.length === 0 ? '' : textOf(args[0] as Value)
  },
  bytes(world, args) {
    arity(args, 0, 1)
    const count = args[0] === undefined ? 0 : args[0]
    if (count instanceof Bytes) return count
    if (count instanceof Thing && (count.kind === 'list' || count.kind === 'tuple'))
      return new Bytes(String.fromCharCode(...bytesFrom(world, count)))
    if (count === null || typeof count === 'string' || count instanceof Float) throw typeError()
    if (typeof count !== 'number') throw new Undecided('bytes of something else than a length')
    if (count < 0) throw new PythonError('ValueError')
    if (count > 1_000_000) throw new Undecided('more memory than the engine may have')
    return new Bytes('\0'.repeat(count))
  },
  bytearray(world, args) {
    arity(args, 0, 1)
    const from = args[0] ?? 0
    const length = typeof from === 'boolean' ? Number(from) : from
    if (typeof from === 'string') throw typeError()
    if (from instanceof Unknown) throw new Undecided(from.reason)
    if (typeof length !== 'number') return makeBytearray(world, bytesFrom(world, from))
    if (length < 0) throw new PythonError('ValueError')
    if (length > 1_000_000) throw new Undecided('more memory than the engine may have')
    return makeBytearray(world, new Array<number>(length).fill(0))
  },
}

/** Its object is held meanwhile; what a generator returned is lost. */
function nextThroughProxy(world: World, proxy: Thing): Value | undefined {
  const target = world.incref(world.proxied(proxy))
  world.push(target)
  if (!isIterator(target)) throw typeError()
  const item = nextItem(world, target)
  world.push(item ?? null)
  world.stack.splice(-2, 1)
  world.decref(target)
  const result = world.pop()
  return item === undefined ? undefined : result
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
