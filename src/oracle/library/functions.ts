/** What the code of `text.ts` calls that is no heap language: functions in C, and calls with any arguments. */
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { deleteDictItem, dictMethods } from '../builtins/dict.ts'
import { moduleFunctions, moduleMember } from '../builtins/modules.ts'
import type { BuiltinFunction, BuiltinMethod } from '../builtins/table.ts'
import { builtinType } from '../builtins/type-of.ts'
import { lookUp } from '../class-parts.ts'
import { NOT_IMPLEMENTED_REASON } from '../equality.ts'
import { isError } from '../exception-types.ts'
import { forget, imageIn } from '../lookup.ts'
import { PythonError } from '../python-error.ts'
import { dropError } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import { makeTypedWeakref } from '../weak.ts'
import type { World } from '../world.ts'

/** Classes of the library that programs can name, and those that only it names. */
export const PUBLIC_CLASSES: readonly string[] = ['WeakSet', 'WeakValueDictionary', 'WeakKeyDictionary', 'finalize']
const INNER_CLASSES: Readonly<Record<string, string>> = { IterationGuard: '_IterationGuard', Info: '_Info' }

export const libraryFunctions: Readonly<Record<string, BuiltinFunction>> = {
  'library.make_keyed_ref': (world, args) => {
    const [target, callback] = args as [Value, Value]
    return makeTypedWeakref(world, target, world.incref(callback), 'KeyedRef', world.actors.libraryClass('KeyedRef'))
  },
  'library.remove_dead_weakref': (world, args) => {
    const [dict, key] = args as [Thing, Value]
    const image = imageIn(world, dict, key)
    const entry = dict.entries?.get(image)
    const value = entry?.value
    const isDead = value instanceof Thing && (value.target === null || value.target.refs === 0)
    if (entry === undefined || !isDead) return null
    forget(dict, image)
    world.decref(entry.key)
    world.decref(entry.value)
    return null
  },
  'library.forget': (world, args) => {
    const [dict, key] = args as [Thing, Value]
    try {
      deleteDictItem(world, dict, key)
    } catch (error) {
      if (!(error instanceof PythonError) || !isError(error, 'KeyError')) throw error
      dropError(world, error)
    }
    return null
  },
  'library.pop_from': (world, args) => {
    const [dict, key, rest] = args as [Thing, Value, Thing]
    return (dictMethods['pop'] as BuiltinMethod)(world, dict, [key, ...rest.items])
  },
  'library.has_items': (_world, args) => hasItems(args[0] as Value),
  'library.is_mapping': (_world, args) => isMapping(args[0] as Value),
  'library.registry': (world) => world.incref(world.finalizers),
  'library.next_index': (world) => world.finalizerCount++,
  'library.ref_of': (world, args) => {
    try {
      return (moduleFunctions['weakref.ref'] as BuiltinFunction)(world, args)
    } catch (error) {
      // 3.8 takes all arguments in one tuple, so that a traceback holds other variables.
      if (error instanceof PythonError && !world.semantics.hasIsFinalized)
        world.guess ??= 'which variables a frame of the standard library has'
      throw error
    }
  },
  'library.apply': (world, args) => {
    const [callee, rest] = args as [Value, Thing]
    return world.actors.callWith(callee, rest.items)
  },
}

function hasItems(value: Value): boolean {
  if (value instanceof Unknown) throw new Undecided(value.reason)
  if (!(value instanceof Thing)) return false
  if (value.isProxy) throw new Undecided('a weak container filled from a proxy')
  return value.kind === 'dict' || (value.cls !== null && lookUp(value.cls, 'items') !== undefined)
}

function isMapping(value: Value): boolean {
  if (value instanceof Unknown) throw new Undecided(value.reason)
  if (!(value instanceof Thing)) return false
  if (value.cls?.isLibrary === true) return value.cls.members.has('items')
  return value.kind === 'dict'
}

const NOT_IMPLEMENTED = new Unknown(NOT_IMPLEMENTED_REASON)

/** What a name of the library's code stands for; undefined for one that is a built-in like any other. */
export function libraryName(world: World, name: string): Value | undefined {
  if (name === 'ref') return moduleMember(world, 'weakref', 'ref')
  if (name === 'new_dict') return builtinType('dict')
  if (name === 'not_implemented') return NOT_IMPLEMENTED
  if (name === 'keyed_ref') return world.actors.libraryFunction(name)
  const inner = INNER_CLASSES[name] ?? name
  if (name in INNER_CLASSES || PUBLIC_CLASSES.includes(name)) return builtinType(`weakref.${inner}`)
  return FUNCTIONS.get(`library.${name}`)
}

const FUNCTIONS = new Map(Object.keys(libraryFunctions).map((name) => [name, new Builtin(name, 'function')]))
