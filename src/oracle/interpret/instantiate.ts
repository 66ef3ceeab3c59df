/**
 * A call of a class: `__new__` of the built-in type at its base, then `__init__`, the program's or that of the built-in
 * type. What cannot change later (the items of a tuple) is there from the first on.
 */
import { assert } from '../../base/assert.ts'
import { Undecided } from '../atom.ts'
import { updateDict } from '../builtins/dict.ts'
import { itemsOf } from '../builtins/iterate.ts'
import { addToSet } from '../builtins/make.ts'
import { lookUp } from '../class-parts.ts'
import { isKindOf } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { exceptionParts, madeAtOnce, partsOf } from '../raising.ts'
import { fromC } from '../recursion.ts'
import { type ClassPart, Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { makeInstance } from './define.ts'
import type { Machine } from './machine.ts'

/** Runs a program function with owned arguments. */
type CallFunction = (machine: Machine, callee: Thing, args: readonly Value[]) => Value

/** Calls the class with borrowed arguments; the instance is owned. */
export function instantiate(machine: Machine, cls: Thing, args: readonly Value[], callFunction: CallFunction): Value {
  const { world } = machine
  const part = cls.classPart
  assert(part !== null, 'a class has a class part')
  const init = lookUp(part, '__init__')
  if (init === undefined && args.length > 0 && part.instanceKind === 'instance') throw new PythonError('TypeError')
  const instance = newInstance(world, part, args)
  if (init === undefined) {
    if (part.instanceKind === 'instance') return instance
    world.push(instance)
    initializeBuiltin(world, instance, args)
    return world.pop()
  }
  if (!(init instanceof Thing) || init.kind !== 'function') throw new Undecided('an __init__ that is no function')
  world.push(instance)
  world.push(world.incref(instance))
  for (let i = 0; i < args.length; i++) world.push(world.incref(args[i] as Value))
  const result = initialize(machine, () => callFunction(machine, init, world.take(args.length + 1)))
  if (result !== null) {
    world.decref(result)
    world.decref(world.pop())
    throw new PythonError('TypeError')
  }
  return world.pop()
}

/** Where it fails, the instance on the stack goes before the caller's frame is told (`type_call`). */
function initialize(machine: Machine, call: () => Value): Value {
  const { world } = machine
  try {
    return fromC(world, call)
  } catch (error) {
    if (error instanceof PythonError) {
      madeAtOnce(world, error)
      world.decref(world.pop())
    }
    throw error
  }
}

function newInstance(world: World, part: ClassPart, args: readonly Value[]): Thing {
  const kind = part.instanceKind
  if (kind === 'exception') {
    const made = makeInstance(world, part)
    const owned = args.map((arg) => world.incref(arg))
    made.detail = exceptionParts(world, made, owned, [])
    return made
  }
  if (kind !== 'tuple' && kind !== 'frozenset') return makeInstance(world, part)
  if (args.length > 1) throw new PythonError('TypeError')
  const items = args.length === 0 ? [] : itemsOf(world, args[0] as Value)
  const made = makeInstance(world, part)
  if (kind === 'tuple') made.items = items
  else {
    const base = world.stack.length
    world.push(made)
    for (const item of items) world.push(item)
    for (const item of items) addToSet(world, made, item)
    world.incref(made)
    world.unwind(base)
  }
  return made
}

/** `list.__init__(instance, …)` and the like, on a borrowed instance. */
export function initializeBuiltin(world: World, instance: Thing, args: readonly Value[]): void {
  world.request()
  switch (instance.kind) {
    case 'list':
    case 'dict':
    case 'set':
      if (args.length > 1) throw new PythonError('TypeError')
      return fill(world, instance, args[0])
    case 'exception':
      return initializeException(world, instance, args)
    default:
      return
  }
}

function fill(world: World, instance: Thing, from: Value | undefined): void {
  if (instance.kind === 'dict') {
    if (from !== undefined) updateDict(world, instance, from)
    return
  }
  // What is there goes first, whatever comes.
  if (instance.items.length > 0 || (instance.entries !== null && instance.entries.size > 0)) {
    throw new Undecided(`a second __init__ of a ${instance.kind} with contents`)
  }
  if (from === undefined) return
  const items = itemsOf(world, from)
  if (instance.kind === 'list') {
    for (const item of items) instance.items.push(item)
    return
  }
  const base = world.stack.length
  for (const item of items) world.push(item)
  for (const item of items) addToSet(world, instance, item)
  world.unwind(base)
}

/** The arguments take the place of those that `__new__` kept. */
function initializeException(world: World, instance: Thing, args: readonly Value[]): void {
  const parts = partsOf(instance)
  const old = parts.args
  const same = old instanceof Thing && old.items.length === args.length && old.items.every((arg, i) => arg === args[i])
  if (!same) {
    const owned = args.map((arg) => world.incref(arg))
    parts.args = exceptionParts(world, instance, owned, []).args
    world.decref(old)
  }
  const isStop = isKindOf(instance.cls?.builtinBase ?? instance.typeName, 'StopIteration')
  if (isStop && args.length > 0 && parts.own.length === 0) parts.own.push(world.incref(args[0] as Value))
}
