/** Attributes of exceptions: what every one has, and the dict of what the program sets. */
import { isDunder } from '../../program/names.ts'
import { Undecided } from '../atom.ts'
import { storeInDict } from '../builtins/make.ts'
import { builtinTypeOf } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { partsOf } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

/** Found on the exception itself, owned; undefined where its class is to be asked. */
export function exceptionAttribute(world: World, object: Thing, name: string): Value | undefined {
  const parts = partsOf(object)
  if (name === 'args') return world.incref(parts.args)
  const slot = object.slots?.get(name)
  if (slot !== undefined) return world.incref(slot)
  const own = parts.dict?.entries?.get(name)
  if (own !== undefined) return world.incref(own.value)
  return undefined
}

/** A member of every exception that is read where the program has none of that name; owned. */
export function fieldOfException(world: World, object: Thing, name: string): Value | undefined {
  if (name === 'value' && builtinTypeOf(object) === 'StopIteration') return world.incref(partsOf(object).own[0] ?? null)
  if (['with_traceback', 'add_note', 'obj', 'name'].includes(name)) throw new Undecided(`${name} of an exception`)
  return undefined
}

export function setExceptionAttribute(world: World, object: Thing, name: string, value: Value): void {
  const parts = partsOf(object)
  if (name === '__traceback__' || name === '__context__' || name === '__cause__') {
    const kind = name === '__traceback__' ? 'traceback' : 'exception'
    if (value !== null && !(value instanceof Thing && value.kind === kind)) throw new PythonError('TypeError')
    const field = name.slice(2, -2) as 'traceback' | 'context' | 'cause'
    const old = parts[field]
    parts[field] = world.incref(value as Thing | null)
    return world.decref(old)
  }
  if (isDunder(name) || name === 'args' || name === 'value' || name === 'obj' || name === 'name') {
    throw new Undecided(`setting ${name}`)
  }
  storeInDict(world, dictOfException(world, object), name, value)
}

/** Made by the first store or deletion, also where there is nothing to delete. Borrowed. */
export function dictOfException(world: World, object: Thing): Thing {
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
