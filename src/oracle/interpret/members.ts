/** Attributes and items of things: loading (owned result), storing, deleting. */
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { materializeDict, storeAttribute, takeAttribute } from '../attributes.ts'
import { deleteDictItem, getDictItem, setDictItem } from '../builtins/dict.ts'
import { typeOf } from '../builtins/functions.ts'
import { deleteListItem, indexInto, setListItem } from '../builtins/list.ts'
import { moduleMember, setModuleMember } from '../builtins/modules.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { rangeLength, typeNameOf } from '../values.ts'
import type { World } from '../world.ts'
import { BUILTIN_MEMBERS } from './builtin-members.ts'

/** AttributeError as CPython raises it: from 3.10 on it holds the object. */
function missing(world: World, object: Value): PythonError {
  return new PythonError('AttributeError', world.semantics.attributeErrorHoldsObject ? [world.incref(object)] : [])
}

/** The value that `object.name` finds on the object itself or its class, borrowed; a function of the class says so. */
export function findAttribute(object: Thing, name: string): { value: Value; fromClass: boolean } | undefined {
  const cls = object.cls
  if (cls !== null) {
    const slot = object.slots?.get(name)
    if (slot !== undefined) return { value: slot, fromClass: false }
    const own = object.attributes?.get(name)
    if (own !== undefined) return { value: own.value, fromClass: false }
    if (cls.slots?.includes(name)) return undefined
    const member = cls.members.get(name)
    return member === undefined ? undefined : { value: member, fromClass: true }
  }
  const member = object.classPart?.members.get(name)
  return member === undefined ? undefined : { value: member, fromClass: false }
}

export function loadAttribute(world: World, object: Value, name: string): Value {
  if (object instanceof Unknown) throw new Undecided(object.reason)
  if (object instanceof Builtin) {
    if (object.kind !== 'module') throw new Undecided(`an attribute of the built-in ${object.name}`)
    const member = moduleMember(world, object.name, name)
    if (member === undefined) throw missing(world, object)
    return member
  }
  if (!(object instanceof Thing)) throw noSuchMember(world, object, name)
  if (name.startsWith('__') && name.endsWith('__')) return special(world, object, name)
  const found = findAttribute(object, name)
  if (found !== undefined) {
    if (found.fromClass && found.value instanceof Thing && found.value.kind === 'function')
      throw new Undecided('a bound method as a value')
    return world.incref(found.value)
  }
  throw noSuchMember(world, object, name)
}

/** AttributeError, unless the built-in type has a member of that name that is not modelled. */
function noSuchMember(world: World, object: Value, name: string): Error | PythonError {
  const type = typeNameOf(object)
  const special = name.startsWith('__')
  return special || BUILTIN_MEMBERS[type]?.includes(name)
    ? new Undecided(`${name} of a ${type}`)
    : missing(world, object)
}

function special(world: World, object: Thing, name: string): Value {
  if (name === '__dict__' && object.kind === 'instance') {
    if (object.attributes === null) throw missing(world, object)
    return world.incref(materializeDict(world, object))
  }
  if (name === '__class__') return typeOf(world, object)
  if (name === '__callback__' && object.kind === 'weakref') return world.incref(object.callback)
  throw new Undecided(`the attribute ${name}`)
}

/** `object.name = value`, both borrowed. */
export function setAttribute(world: World, object: Value, name: string, value: Value): void {
  if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
  if (object instanceof Builtin && object.kind === 'module') return setModuleMember(world, object.name, name, value)
  if (name.startsWith('__') && name.endsWith('__')) throw new Undecided(`setting ${name}`)
  if (!(object instanceof Thing)) throw missing(world, object)
  const cls = object.cls
  if (cls === null) {
    if (object.classPart !== null) return replace(world, object.classPart.members, name, value)
    if (object.kind === 'function') throw new Undecided('an attribute of a function')
    throw missing(world, object)
  }
  if (cls.slots?.includes(name) && object.slots !== null) return replace(world, object.slots, name, value)
  if (object.attributes === null) throw missing(world, object)
  storeAttribute(world, object, name, name, world.incref(value))
}

function replace(world: World, values: Map<string, Value>, name: string, value: Value): void {
  const old = values.get(name)
  values.set(name, world.incref(value))
  if (old !== undefined) world.decref(old)
}

export function deleteAttribute(world: World, object: Value, name: string): void {
  if (name.startsWith('__') && name.endsWith('__')) throw new Undecided(`deleting ${name}`)
  if (!(object instanceof Thing)) throw missing(world, object)
  const cls = object.cls
  if (cls?.slots?.includes(name)) {
    const old = object.slots?.get(name)
    if (old === undefined) throw missing(world, object)
    object.slots?.delete(name)
    return world.decref(old)
  }
  if (object.classPart !== null) {
    const old = object.classPart.members.get(name)
    if (old === undefined) throw missing(world, object)
    object.classPart.members.delete(name)
    return world.decref(old)
  }
  if (object.kind === 'function') throw new Undecided('an attribute of a function')
  const old = takeAttribute(world, object, name)
  if (old === undefined) throw missing(world, object)
  world.decref(old)
}

/** `container[index]`, both borrowed, result owned. */
export function loadItem(world: World, container: Value, index: Value): Value {
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (typeof container === 'string') return [...container][indexInto(index, [...container].length)] as string
  if (!(container instanceof Thing)) throw new PythonError('TypeError')
  switch (container.kind) {
    case 'list':
    case 'tuple':
      return world.incref(container.items[indexInto(index, container.items.length)] as Value)
    case 'dict':
      return world.incref(getDictItem(world, container, index))
    case 'range': {
      const [start, , step] = container.range ?? [0, 0, 1]
      return start + step * indexInto(index, rangeLength(container))
    }
    case 'bytearray':
      throw new Undecided('an item of a bytearray')
    default:
      throw new PythonError('TypeError')
  }
}

/** `container[index] = value`, all borrowed. */
export function storeItem(world: World, container: Value, index: Value, value: Value): void {
  if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (container instanceof Thing && container.kind === 'list') return setListItem(world, container, index, value)
  if (container instanceof Thing && container.kind === 'dict') return setDictItem(world, container, index, value)
  if (container instanceof Thing && container.kind === 'bytearray') throw new Undecided('an item of a bytearray')
  throw new PythonError('TypeError')
}

export function deleteItem(world: World, container: Value, index: Value): void {
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (container instanceof Thing && container.kind === 'list') return deleteListItem(world, container, index)
  if (container instanceof Thing && container.kind === 'dict') return deleteDictItem(world, container, index)
  if (container instanceof Thing && container.kind === 'bytearray') throw new Undecided('an item of a bytearray')
  throw new PythonError('TypeError')
}
