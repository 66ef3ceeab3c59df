/** Methods of sets. What depends on the order of a set's table is left undecided where there is more than one element. */
import { Undecided } from '../atom.ts'
import { forget, imageInSet } from '../lookup.ts'
import { PythonError } from '../python-error.ts'
import type { Entry, KeyImage, Thing, Value } from '../thing.ts'
import { releaseItems } from './list.ts'
import { addToSet } from './make.ts'
import { differenceUpdate, readingMethods } from './set-algebra.ts'
import { intersectionUpdate, symmetricDifference, symmetricDifferenceUpdate } from './set-changes.ts'
import { addEach, copyOfSet } from './set-from.ts'
import { arity, type BuiltinMethod } from './table.ts'

function entriesOf(set: Thing): Map<KeyImage, Entry> {
  if (set.entries === null) throw new Undecided('a set that the collector took apart')
  return set.entries
}

export const setMethods: Readonly<Record<string, BuiltinMethod>> = {
  ...readingMethods,
  difference_update: differenceUpdate,
  intersection_update: intersectionUpdate,
  symmetric_difference: symmetricDifference,
  symmetric_difference_update: symmetricDifferenceUpdate,
  add(world, set, args) {
    arity(args, 1)
    addToSet(world, set, args[0] as Value)
    return null
  },
  discard(world, set, args) {
    arity(args, 1)
    const image = imageInSet(world, set, args[0] as Value)
    const entry = entriesOf(set).get(image)
    if (entry === undefined) return null
    forget(set, image)
    world.decref(entry.key)
    return null
  },
  remove(world, set, args) {
    arity(args, 1)
    const image = imageInSet(world, set, args[0] as Value)
    const entry = entriesOf(set).get(image)
    if (entry === undefined) throw new PythonError('KeyError', [world.incref(args[0] as Value)])
    forget(set, image)
    world.decref(entry.key)
    return null
  },
  pop(world, set, args) {
    arity(args, 0)
    const all = [...entriesOf(set)]
    const first = all[0]
    if (first === undefined) throw new PythonError('KeyError')
    if (all.length > 1) world.guess ??= 'which element set.pop takes'
    forget(set, first[0])
    return first[1].key
  },
  update(world, set, args) {
    for (const arg of args) addEach(world, set, arg)
    return null
  },
  clear(world, set, args) {
    arity(args, 0)
    const items = [...entriesOf(set).values()].map((entry) => entry.key)
    entriesOf(set).clear()
    if (items.length > 1) world.guess ??= 'the order in which a set releases its elements'
    releaseItems(world, items)
    return null
  },
  copy(world, set, args) {
    arity(args, 0)
    const kind = set.kind === 'frozenset' ? 'frozenset' : 'set'
    if (kind === 'frozenset' && set.cls === null) return world.incref(set)
    return copyOfSet(world, set, kind)
  },
}

export const frozensetMethods: Readonly<Record<string, BuiltinMethod>> = {
  ...readingMethods,
  copy: setMethods['copy'] as BuiltinMethod,
}
