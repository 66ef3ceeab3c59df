/**
 * What `gc.get_referents` shows of an object (`tp_traverse` of its type): its contents in the order of the type or, where there are
 * parts among them that are no values of the program, at least how many they are.
 */
import { Builtin, Unknown } from '../atom.ts'
import { isExceptionOfBuiltin } from '../exception-types.ts'
import { addContents, addTraversed } from '../references.ts'
import type { ExceptionParts, Thing, Value } from '../thing.ts'
import { isCollectable } from '../tracking.ts'
import type { World } from '../world.ts'

/** Values, borrowed; a number where some cannot be shown; undefined where not even that is known. */
export type Referents = readonly Value[] | number | undefined

/** A class refers to its dict, its mro, its bases and its base. */
const OF_A_CLASS = 4

export function referentsOf(world: World, value: Value): Referents {
  if (value instanceof Builtin || value instanceof Unknown) return undefined
  if (!isCollectable(value)) return []
  const { cls } = value
  if (cls === null) return contentsOf(world, value)
  const contents = contentsOf(world, value)
  const own = ownOf(world, value)
  if (contents === undefined) return undefined
  if (typeof contents === 'number') return own.length + 1 + contents
  return [...own, cls.thing, ...contents]
}

/** What a class of the program gave its instance: slots, and its attributes or the dict that holds them. */
function ownOf(world: World, instance: Thing): readonly Value[] {
  const all: Value[] = []
  addTraversed(all, instance, world.semantics)
  const contents: Value[] = []
  addContents(contents, instance, world.semantics)
  return all.slice(0, all.length - contents.length)
}

/** What its built-in type holds. Whether a function knows its module depends on how the program is run. */
function contentsOf(world: World, thing: Thing): Referents {
  switch (thing.kind) {
    case 'instance':
      return []
    case 'list':
    case 'tuple':
      return thing.items.toReversed()
    case 'dict':
      return contentsOfDict(world, thing)
    case 'set':
    case 'frozenset':
      return thing.entries === null ? undefined : inNoOrder([...thing.entries.values()].map((entry) => entry.key))
    case 'cell':
    case 'view':
      return [...thing.items]
    case 'method':
      return thing.typeName === 'method' ? [...thing.items] : thing.items.slice(1)
    case 'weakref':
      return thing.callback === null ? [] : [thing.callback]
    case 'class':
      return OF_A_CLASS
    case 'exception':
      return countOfException(world, thing)
    default:
      return undefined
  }
}

/** The order of a set's elements is not known, unless there is but one. */
function inNoOrder(values: readonly Value[]): Referents {
  return values.length < 2 ? values : values.length
}

/** A table whose keys are all str shows its values only. */
function contentsOfDict(world: World, dict: Thing): Referents {
  if (dict.entries === null) return undefined
  if (dict.owner !== null) return shownByDict(world, dict)
  const entries = [...dict.entries.values()]
  return entries.every((entry) => typeof entry.key === 'string')
    ? entries.map((entry) => entry.value)
    : entries.flatMap((entry) => [entry.value, entry.key])
}

/** An instance's dict, which may leave the values to the instance. */
function shownByDict({ semantics }: World, dict: Thing): readonly Value[] {
  const values: Value[] = []
  addContents(values, dict, semantics)
  return values
}

function countOfException({ semantics }: World, thing: Thing): Referents {
  const { args, cause, context, dict, own, traceback } = thing.detail as ExceptionParts
  const common = [args, cause, context, dict, traceback].filter((part) => part !== null).length
  if (isExceptionOfBuiltin(thing, 'StopIteration')) return common + 1
  if (!semantics.attributeErrorHoldsObject) return common
  // The name stands beside the object; that of a NameError is there if the interpreter made it.
  if (isExceptionOfBuiltin(thing, 'AttributeError')) return common + (own.length > 0 ? 2 : 0)
  return isExceptionOfBuiltin(thing, 'NameError') ? undefined : common
}
