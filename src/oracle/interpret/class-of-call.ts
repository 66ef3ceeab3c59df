/** `type(name, bases, members)`: a class without a class statement. */
import { Undecided } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { makeClass } from './define.ts'

/** The class, owned; the arguments are borrowed, the members are copied out of their dict. */
export function classOfCall(world: World, args: readonly Value[]): Thing {
  const [name, bases, dict] = args as [Value, Value, Value]
  if (typeof name !== 'string') throw new PythonError('TypeError')
  if (!(bases instanceof Thing) || bases.kind !== 'tuple') throw new PythonError('TypeError')
  if (!(dict instanceof Thing) || dict.kind !== 'dict' || dict.entries === null) throw new PythonError('TypeError')
  const members = new Map<string, Value>()
  for (const { key, value } of dict.entries.values()) {
    if (typeof key !== 'string') throw new Undecided('a member of a class whose name is no text')
    members.set(key, value)
  }
  for (const value of members.values()) world.incref(value)
  try {
    const made = makeClass(world, null, name, members, bases.items)
    const { classPart } = made
    // The copy of a dict that is tracked is tracked as well, if the table is copied as it is.
    if (classPart?.dictTracked === 'no' && dict.tracked !== 'no') classPart.dictTracked = 'maybe'
    return made
  } catch (error) {
    if (error instanceof PythonError) for (const value of members.values()) world.push(value)
    throw error
  }
}
