/** Types of values: which one a value has, and whether it is of one. */
import { Builtin } from '../atom.ts'
import { isExceptionOfBuiltin, isExceptionType } from '../exception-types.ts'
import { Thing, type Value } from '../thing.ts'
import { typeNameOf } from '../values.ts'
import type { World } from '../world.ts'
import { typeError } from './table.ts'

/** `isinstance(value, type)` for one type. */
export function isOfType(world: World, value: Value, type: Value): boolean {
  if (value instanceof Thing && value.isProxy) {
    // It is asked for its `__class__`.
    if (type instanceof Thing && type.kind === 'tuple') return type.items.some((one) => isOfType(world, value, one))
    if (type instanceof Builtin && type.name === 'object') return true
    return isOfType(world, world.proxied(value), type)
  }
  if (type instanceof Thing && type.classPart !== null) {
    return value instanceof Thing && value.cls !== null && value.cls.mro.includes(type.classPart)
  }
  if (type instanceof Thing && type.kind === 'tuple') return type.items.some((one) => isOfType(world, value, one))
  if (!(type instanceof Builtin) || type.kind !== 'type') throw typeError()
  const name = typeNameOf(value)
  if (isExceptionType(type))
    return value instanceof Thing && value.kind === 'exception' && isExceptionOfBuiltin(value, type.name)
  if (type.name === 'object') return true
  if (type.name === 'int') return name === 'int' || name === 'bool'
  if (value instanceof Thing && value.cls?.isLibrary === true) return `weakref.${value.cls.name}` === type.name
  if (value instanceof Thing && value.cls !== null) return value.cls.builtinBase === type.name
  return (type.name === 'weakref.ref' ? 'weakref' : type.name) === name
}

/** The type of `value`: a class of the program (owned) or a built-in one. */
export function typeOf(world: World, value: Value): Value {
  if (value instanceof Thing && value.cls !== null) {
    return value.cls.isLibrary ? builtinType(`weakref.${value.cls.name}`) : world.incref(value.cls.thing)
  }
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
