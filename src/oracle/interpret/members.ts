/** Attributes and items of things: loading (owned result), storing, deleting. */
import { Builtin, Bytes, Undecided, Unknown } from '../atom.ts'
import { materializeDict, storeAttribute, takeAttribute } from '../attributes.ts'
import { deleteDictItem, getDictItem, setDictItem } from '../builtins/dict.ts'
import { typeOf } from '../builtins/functions.ts'
import { deleteListItem, indexInto, setListItem } from '../builtins/list.ts'
import { storeInDict } from '../builtins/make.ts'
import { moduleMember, setModuleMember } from '../builtins/modules.ts'
import { lookUp } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { partsOf } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import { rangeLength, typeNameOf } from '../values.ts'
import type { World } from '../world.ts'
import { BUILTIN_MEMBERS } from './builtin-members.ts'

const UNDERSCORE = 0x5f

/** Told by the first character as a rule: this is asked at every attribute. */
function isSpecial(name: string): boolean {
  return name.charCodeAt(0) === UNDERSCORE && name.startsWith('__') && name.endsWith('__')
}

/** AttributeError as CPython raises it: from 3.10 on it holds the object. */
function missing(world: World, object: Value): PythonError {
  return new PythonError('AttributeError', world.semantics.attributeErrorHoldsObject ? [world.incref(object)] : [])
}

/** AttributeError of a store or a deletion: from 3.13 on it holds the object, too. */
function notStored(world: World, object: Value): PythonError {
  return new PythonError('AttributeError', world.semantics.storeErrorHoldsObject ? [world.incref(object)] : [])
}

/** What `object.name` finds on the object itself, borrowed. */
function ownAttribute(object: Thing, name: string): Value | undefined {
  if (object.classPart !== null) return lookUp(object.classPart, name)
  const slot = object.slots?.get(name)
  return slot === undefined ? object.attributes?.get(name)?.value : slot
}

/** What it finds on the object's class, borrowed, where the object itself has nothing of that name. */
function classAttribute(object: Thing, name: string): Value | undefined {
  const { cls } = object
  return cls === null || cls.slots?.includes(name) ? undefined : lookUp(cls, name)
}

/** A slot of that name hides behind a member of a class that inherits it. */
function refuseHiddenSlot(object: Thing, name: string): void {
  const { cls } = object
  if (cls === null || cls.mro.length === 1 || !cls.slots?.includes(name)) return
  if (lookUp(cls, name) !== undefined) throw new Undecided('a slot and a member of one name')
}

/** The function of its class that `object.name(…)` calls, borrowed, unless the object has something of that name. */
export function methodOf(object: Thing, name: string): Thing | undefined {
  const member = classAttribute(object, name)
  if (!(member instanceof Thing) || member.kind !== 'function') return undefined
  return object.slots?.has(name) || object.attributes?.has(name) ? undefined : member
}

/** A bound method; function and object are borrowed, it is owned. */
export function bindMethod(world: World, method: Thing, object: Value, isInner = false): Thing {
  const bound = isInner ? world.createPart('method', method, 'bound') : world.create('method')
  bound.refs = 1
  bound.tracked = 'yes'
  bound.items = [world.incref(method), world.incref(object)]
  return bound
}

/** `__enter__` or `__exit__` of a manager's class, as the interpreter looks it up for `with`; owned. */
export function bindSpecial(world: World, object: Value, name: string): Value {
  if (object instanceof Unknown) throw new Undecided(object.reason)
  const found = object instanceof Thing && object.cls !== null ? lookUp(object.cls, name) : undefined
  if (found === undefined) {
    const type = world.semantics.noManagerIsTypeError ? 'TypeError' : 'AttributeError'
    throw new PythonError(type)
  }
  if (!(found instanceof Thing) || found.kind !== 'function') return world.incref(found)
  return bindMethod(world, found, object, true)
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
  if (isSpecial(name)) return special(world, object, name)
  if (object.kind === 'exception') return exceptionAttribute(world, object, name)
  if (object.kind === 'traceback' && name === 'tb_next') return world.incref(object.items[0] ?? null)
  refuseHiddenSlot(object, name)
  const own = ownAttribute(object, name)
  if (own !== undefined) return world.incref(own)
  const member = classAttribute(object, name)
  if (member instanceof Thing && member.kind === 'function') return bindMethod(world, member, object)
  if (member !== undefined) return world.incref(member)
  throw noSuchMember(world, object, name)
}

/** AttributeError, unless the built-in type has a member of that name that is not modelled. */
function noSuchMember(world: World, object: Value, name: string): Error | PythonError {
  const type = typeNameOf(object)
  const special = name.startsWith('__') && !EXCEPTION_ONLY.has(name)
  return special || BUILTIN_MEMBERS[type]?.includes(name)
    ? new Undecided(`${name} of a ${type}`)
    : missing(world, object)
}

const EXCEPTION_ONLY = new Set(['__traceback__', '__context__', '__cause__'])

function exceptionAttribute(world: World, object: Thing, name: string): Value {
  const parts = partsOf(object)
  if (name === 'args') return world.incref(parts.args)
  const own = parts.dict?.entries?.get(name)
  if (own !== undefined) return world.incref(own.value)
  if (name === 'value' && object.typeName === 'StopIteration') return world.incref(parts.own[0] ?? null)
  if (['with_traceback', 'add_note', 'obj', 'name'].includes(name)) throw new Undecided(`${name} of an exception`)
  throw missing(world, object)
}

function special(world: World, object: Thing, name: string): Value {
  if (object.kind === 'exception') {
    const parts = partsOf(object)
    if (name === '__traceback__') return world.incref(parts.traceback)
    if (name === '__context__') return world.incref(parts.context)
    if (name === '__cause__') return world.incref(parts.cause)
  }
  if (EXCEPTION_ONLY.has(name)) throw missing(world, object)
  const found = object.cls === null ? undefined : lookUp(object.cls, name)
  if (found instanceof Thing && found.kind === 'function') return bindMethod(world, found, object)
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
  if (object instanceof Thing && object.kind === 'exception') return setExceptionAttribute(world, object, name, value)
  if (isSpecial(name)) throw new Undecided(`setting ${name}`)
  if (!(object instanceof Thing)) throw notStored(world, object)
  const cls = object.cls
  if (cls === null) {
    if (object.classPart !== null) return replace(world, object.classPart.members, name, value)
    if (object.kind === 'function') throw new Undecided('an attribute of a function')
    throw notStored(world, object)
  }
  if (cls.slots?.includes(name) && object.slots !== null) {
    refuseHiddenSlot(object, name)
    return replace(world, object.slots, name, value)
  }
  if (object.attributes === null) throw notStored(world, object)
  storeAttribute(world, object, name, name, world.incref(value))
}

function setExceptionAttribute(world: World, object: Thing, name: string, value: Value): void {
  const parts = partsOf(object)
  if (name === '__traceback__' || name === '__context__' || name === '__cause__') {
    const kind = name === '__traceback__' ? 'traceback' : 'exception'
    if (value !== null && !(value instanceof Thing && value.kind === kind)) throw new PythonError('TypeError')
    const field = name.slice(2, -2) as 'traceback' | 'context' | 'cause'
    const old = parts[field]
    parts[field] = world.incref(value as Thing | null)
    return world.decref(old)
  }
  if (isSpecial(name) || name === 'args' || name === 'value' || name === 'obj' || name === 'name') {
    throw new Undecided(`setting ${name}`)
  }
  storeInDict(world, dictOfException(world, object), name, value)
}

/** Made by the first store or deletion, also where there is nothing to delete. Borrowed. */
function dictOfException(world: World, object: Thing): Thing {
  const parts = partsOf(object)
  if (parts.dict === null) {
    const dict = world.createPart('dict', object, '__dict__')
    dict.refs = 1
    dict.entries = new Map()
    dict.tracked = world.semantics.dictTrackedAtBirth ? 'yes' : 'no'
    parts.dict = dict
  }
  return parts.dict
}

function replace(world: World, values: Map<string, Value>, name: string, value: Value): void {
  const old = values.get(name)
  values.set(name, world.incref(value))
  if (old !== undefined) world.decref(old)
}

export function deleteAttribute(world: World, object: Value, name: string): void {
  if (isSpecial(name)) throw new Undecided(`deleting ${name}`)
  if (!(object instanceof Thing)) throw notStored(world, object)
  const cls = object.cls
  if (cls?.slots?.includes(name)) {
    refuseHiddenSlot(object, name)
    const old = object.slots?.get(name)
    if (old === undefined) throw new PythonError('AttributeError')
    object.slots?.delete(name)
    return world.decref(old)
  }
  if (object.classPart !== null) {
    const old = object.classPart.members.get(name)
    if (old === undefined) throw notStored(world, object)
    object.classPart.members.delete(name)
    return world.decref(old)
  }
  if (object.kind === 'function') throw new Undecided('an attribute of a function')
  if (object.kind === 'exception') {
    const dict = dictOfException(world, object)
    if (!dict.entries?.has(name)) throw new PythonError('AttributeError')
    return deleteDictItem(world, dict, name)
  }
  const old = takeAttribute(world, object, name)
  if (old === undefined) throw object.attributes === null ? notStored(world, object) : new PythonError('AttributeError')
  world.decref(old)
}

/** `container[index]`, both borrowed, result owned. */
export function loadItem(world: World, container: Value, index: Value): Value {
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (typeof container === 'string') return [...container][indexInto(index, [...container].length)] as string
  if (container instanceof Bytes) return container.value.charCodeAt(indexInto(index, container.value.length))
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
