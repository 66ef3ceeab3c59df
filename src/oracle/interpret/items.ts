/** Items of things: loading (owned result), storing, deleting. */
import { Builtin, Bytes, Undecided, Unknown } from '../atom.ts'
import { deleteByte, setByte } from '../builtins/bytearray.ts'
import { deleteDictItem, getDictItem, setDictItem } from '../builtins/dict.ts'
import { deleteListItem, indexInto, setListItem } from '../builtins/list.ts'
import { lookUp } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import { rangeLength } from '../values.ts'
import { demandLive } from '../weak.ts'
import type { World } from '../world.ts'
import { throughProxy } from './proxy.ts'

/** `container[index]`, both borrowed, result owned. */
export function loadItem(world: World, container: Value, index: Value): Value {
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (typeof container === 'string') return [...container][indexInto(index, [...container].length)] as string
  if (container instanceof Bytes) return container.value.charCodeAt(indexInto(index, container.value.length))
  if (isGeneric(container) && world.semantics.typesHaveItems) throw new Undecided('a generic alias of a type')
  if (!(container instanceof Thing)) throw new PythonError('TypeError')
  if (container.isProxy)
    return throughProxy(world, container, (target) => {
      demandLive(world, target, index)
      if (!(index instanceof Thing) || !index.isProxy) return loadItem(world, target, index)
      return throughProxy(world, index, (key) => loadItem(world, target, key))
    })
  if (container.kind === 'instance') return itemOfInstance(world, container, index)
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
      return container.items[indexInto(index, container.items.length)] as Value
    default:
      throw new PythonError('TypeError')
  }
}

const GENERIC: ReadonlySet<string> = new Set(
  `list dict set frozenset tuple type weakref weakref.ref weakref.KeyedRef weakref.WeakSet weakref.WeakValueDictionary
   weakref.WeakKeyDictionary`.split(/\s+/),
)

function isGeneric(type: Value): boolean {
  if (type instanceof Builtin) return type.kind === 'type' && GENERIC.has(type.name)
  return type instanceof Thing && type.classPart !== null && GENERIC.has(type.classPart.builtinBase ?? '')
}

/** Classes of the standard library have items; the program's have none. */
function itemOfInstance(world: World, container: Thing, index: Value): Value {
  return world.actors.callSpecial(libraryMethod(container, '__getitem__'), container, [index])
}

function libraryMethod(object: Thing, name: string): Value {
  const method = object.cls === null ? undefined : lookUp(object.cls, name)
  if (method === undefined) throw new PythonError('TypeError')
  return method
}

/** `container[index] = value`, all borrowed. */
export function storeItem(world: World, container: Value, index: Value, value: Value): void {
  if (container instanceof Thing && container.isProxy) {
    throughProxy(world, container, (target) => {
      storeItem(world, target, index, value)
      return null
    })
    return
  }
  if (container instanceof Thing && container.kind === 'instance') {
    const method = libraryMethod(container, '__setitem__')
    world.decref(world.actors.callSpecial(method, container, [index, value]))
    return
  }
  if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (container instanceof Thing && container.kind === 'list') return setListItem(world, container, index, value)
  if (container instanceof Thing && container.kind === 'dict') return setDictItem(world, container, index, value)
  if (container instanceof Thing && container.kind === 'bytearray') return setByte(container, index, value)
  throw new PythonError('TypeError')
}

export function deleteItem(world: World, container: Value, index: Value): void {
  if (container instanceof Thing && container.isProxy) {
    throughProxy(world, container, (target) => {
      deleteItem(world, target, index)
      return null
    })
    return
  }
  if (container instanceof Thing && container.kind === 'instance') {
    world.decref(world.actors.callSpecial(libraryMethod(container, '__delitem__'), container, [index]))
    return
  }
  if (container instanceof Unknown || index instanceof Unknown) throw new Undecided('an item of or at an unknown value')
  if (container instanceof Thing && container.kind === 'list') return deleteListItem(world, container, index)
  if (container instanceof Thing && container.kind === 'dict') return deleteDictItem(world, container, index)
  if (container instanceof Thing && container.kind === 'bytearray') return deleteByte(container, index)
  throw new PythonError('TypeError')
}
