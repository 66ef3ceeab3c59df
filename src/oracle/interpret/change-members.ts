/** Attributes of things: storing and deleting them. */

import { SPECIAL_METHODS } from '../../program/surface.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { storeAttribute, takeAttribute } from '../attributes.ts'
import { deleteDictItem } from '../builtins/dict.ts'
import { setModuleMember } from '../builtins/modules.ts'
import { lookUp } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { layoutKeepsDict } from '../references.ts'
import { type ClassPart, Thing, type Value } from '../thing.ts'
import { mayBeTracked } from '../tracking.ts'
import { releaseReplaced } from '../warm-store.ts'
import type { World } from '../world.ts'
import { dictOfException, setExceptionAttribute } from './exception-attributes.ts'
import { EXCEPTION_ONLY, isSpecial, refuseHiddenSlot } from './members.ts'
import { throughProxy } from './proxy.ts'

/** AttributeError of a store or a deletion: from 3.13 on it holds the object, too. */
function notStored(world: World, object: Value): PythonError {
  return new PythonError('AttributeError', world.semantics.storeErrorHoldsObject ? [world.incref(object)] : [])
}

/** `object.name = value`, both borrowed. */
export function setAttribute(world: World, object: Value, name: string, value: Value): void {
  if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
  if (object instanceof Builtin && object.kind === 'module') return setModuleMember(world, object.name, name, value)
  if (object instanceof Thing && object.isProxy) {
    throughProxy(world, object, (target) => {
      setAttribute(world, target, name, value)
      return null
    })
    return
  }
  const setter = object instanceof Thing && object.cls !== null ? lookUp(object.cls, '__setattr__') : undefined
  if (setter === undefined) return storeInObject(world, object, name, value)
  world.decref(world.actors.callSpecial(setter, object as Thing, [name, value]))
}

/** The descriptor of a slot, which holds its class, is no member of the model's. */
function refuseDescriptor(cls: ClassPart, name: string): void {
  if (cls.ownSlots.includes(name)) throw new Undecided('a class that loses the descriptor of a slot')
}

/** What `object.__setattr__` does; all borrowed. */
export function storeInObject(world: World, object: Value, name: string, value: Value): void {
  if (object instanceof Thing && object.kind === 'exception') {
    if (!object.cls?.slots?.includes(name)) return setExceptionAttribute(world, object, name, value)
  }
  if (isSpecial(name) && !isSettable(object, name)) throw new Undecided(`setting ${name}`)
  if (object instanceof Builtin && object.kind === 'type') throw notChanged(object)
  if (!(object instanceof Thing)) throw notStored(world, object)
  const cls = object.cls
  if (cls === null) {
    if (object.classPart !== null) {
      refuseDescriptor(object.classPart, name)
      if (name === '__eq__' || name === '__hash__') world.asksForEquality = true
      const reason = mayBeTracked(value)
      if (object.classPart.dictTracked !== 'yes' && reason !== 'no') object.classPart.dictTracked = reason
      return replace(world, object.classPart.members, name, value)
    }
    if (object.kind === 'function') throw new Undecided('an attribute of a function')
    throw notStored(world, object)
  }
  if (cls.slots?.includes(name) && object.slots !== null) {
    refuseHiddenSlot(object, name)
    return replace(world, object.slots, name, value)
  }
  const property = cls.isLibrary ? lookUp(cls, `@set_${name}`) : undefined
  if (property !== undefined) return world.decref(world.actors.callSpecial(property, object, [value]))
  if (object.attributes === null) throw notStored(world, object)
  storeAttribute(world, object, name, name, world.incref(value))
}

/** A built-in type stays as it is; one that is written in Python would be another for everybody. */
function notChanged({ name }: Builtin): Error | PythonError {
  return name.startsWith('weakref.') ? new Undecided(`an attribute of ${name}`) : new PythonError('TypeError')
}

/** Special methods that a class is given afterwards, or that an instance has as ordinary attributes. */
function isSettable(object: Value, name: string): boolean {
  if (!(object instanceof Thing) || (object.classPart === null && object.cls === null)) return false
  return SPECIAL_METHODS.has(name) || name === '__init__' || name === '__del__'
}

function replace(world: World, values: Map<string, Value>, name: string, value: Value): void {
  const old = values.get(name)
  values.set(name, world.incref(value))
  if (old !== undefined) releaseReplaced(world, old, value)
}

export function deleteAttribute(world: World, object: Value, name: string): void {
  if (object instanceof Thing && object.isProxy) {
    throughProxy(world, object, (target) => {
      deleteAttribute(world, target, name)
      return null
    })
    return
  }
  if (object instanceof Thing && object.kind === 'exception' && EXCEPTION_ONLY.has(name))
    throw new PythonError('TypeError')
  if (isSpecial(name)) throw new Undecided(`deleting ${name}`)
  if (object instanceof Builtin && object.kind === 'type') throw notChanged(object)
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
    refuseDescriptor(object.classPart, name)
    const old = object.classPart.members.get(name)
    if (old === undefined) throw notStored(world, object)
    object.classPart.members.delete(name)
    return world.decref(old)
  }
  if (object.kind === 'function') throw new Undecided('an attribute of a function')
  if (object.kind === 'exception') {
    if (name === 'args') throw new PythonError('TypeError')
    const dict = dictOfException(world, object)
    if (!dict.entries?.has(name)) throw notStored(world, object)
    return deleteDictItem(world, dict, name)
  }
  const old = takeAttribute(world, object, name)
  if (old !== undefined) return world.decref(old)
  // Where values lie in the instance, the error does not hold it.
  const isInline = object.attributes !== null && !object.ownKeyOrder && !layoutKeepsDict(object, world.semantics)
  throw isInline ? new PythonError('AttributeError') : notStored(world, object)
}
