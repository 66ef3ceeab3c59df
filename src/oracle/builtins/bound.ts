/** Methods of built-in types as values: bound to their object (`x.clear`), or of the type alone (`list.clear`). */
import { Builtin, Undecided } from '../atom.ts'
import { isExceptionType } from '../exception-types.ts'
import { type Kind, Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { methodsNamed } from './methods.ts'
import { type BuiltinMethod, typeError } from './table.ts'

const METHODS = new Map<string, Builtin>()

function named(name: string): Builtin {
  let method = METHODS.get(name)
  if (method === undefined) {
    method = new Builtin(name, 'function')
    METHODS.set(name, method)
  }
  return method
}

/** `self.name` where that is a method of its built-in type, owned; undefined where there is none. */
export function bindBuiltin(world: World, self: Thing, name: string): Thing | undefined {
  if (!methodsNamed(name).has(self.kind)) return undefined
  const bound = world.create('method', 'builtin_function_or_method')
  bound.refs = 1
  bound.tracked = 'yes'
  bound.items = [named(`${self.kind}.${name}`), world.incref(self)]
  return bound
}

/** Calls a bound one with borrowed arguments. */
export function callBound(world: World, bound: Thing, args: readonly Value[]): Value {
  const [method, self] = bound.items
  if (!(method instanceof Builtin) || !(self instanceof Thing)) throw new Undecided('a bound method of no function')
  return methodOf(method, self.kind)(world, self, args)
}

function methodOf({ name }: Builtin, kind: Kind): BuiltinMethod {
  const method = methodsNamed(name.slice(name.indexOf('.') + 1)).get(kind)
  if (method === undefined) throw typeError()
  return method
}

const CONTAINERS = ['list', 'dict', 'set', 'frozenset', 'tuple']

/** `type.name`, which takes its object as first argument; undefined where the type has no such method. */
export function unboundMethod(type: Builtin, name: string): Builtin | undefined {
  if (name === '__init__' && (isExceptionType(type) || CONTAINERS.includes(type.name)))
    return named(`${type.name}.${name}`)
  if (name === '__setattr__' && type.name === 'object') return named('object.__setattr__')
  const methods = methodsNamed(name)
  return CONTAINERS.includes(type.name) && methods.has(type.name as Kind) ? named(`${type.name}.${name}`) : undefined
}

/** Calls what {@link unboundMethod} gave; undefined where the built-in is none of these. */
export function callUnbound(world: World, { name }: Builtin, args: readonly Value[]): Value | undefined {
  const [type, method] = name.split('.') as [string, string | undefined]
  if (method === undefined || !CONTAINERS.includes(type)) return undefined
  const self = args[0]
  if (!(self instanceof Thing) || self.kind !== type) throw typeError()
  const found = methodsNamed(method).get(self.kind)
  return found?.(world, self, args.slice(1))
}
