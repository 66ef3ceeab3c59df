/** Views of dicts, and iterators over them: `keys()`, `values()`, `items()`. */
import { Undecided } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import type { Entry, Thing, Value } from '../thing.ts'
import type { World } from '../world.ts'
import { makeTuple } from './make.ts'
import { arity, type BuiltinMethod } from './table.ts'

export type ViewType = 'dict_keys' | 'dict_values' | 'dict_items'

function viewMethod(type: ViewType): BuiltinMethod {
  return (world, dict, args) => {
    arity(args, 0)
    const view = world.create('view', type)
    view.refs = 1
    view.tracked = 'yes'
    view.items = [world.incref(dict)]
    return view
  }
}

export const viewMethods: Readonly<Record<string, BuiltinMethod>> = {
  keys: viewMethod('dict_keys'),
  values: viewMethod('dict_values'),
  items: viewMethod('dict_items'),
}

/** The dict that a view shows, borrowed. */
export function viewed(view: Thing): Thing {
  const [dict] = view.items
  if (dict === null || typeof dict !== 'object' || !('entries' in dict)) throw new Undecided('a view without its dict')
  return dict
}

/** An iterator over a view keeps the pair that it gave last, to fill it again once nobody else has it. */
export function iteratorOverView(world: World, view: Thing): Thing {
  const dict = viewed(view)
  world.request()
  const iterator = world.createPart('iterator', view, 'iterator')
  iterator.refs = 1
  iterator.tracked = 'yes'
  iterator.items = [world.incref(dict)]
  iterator.range = [dict.entries?.size ?? 0, 0, 1]
  iterator.view = view.typeName as ViewType
  if (iterator.view === 'dict_items') {
    const pair = world.createPart('tuple', iterator, 'pair')
    pair.refs = 1
    pair.items = [null, null]
    pair.tracked = world.semantics.atomTupleTrackedAtBirth ? 'yes' : 'no'
    iterator.items.push(pair)
  }
  return iterator
}

/** What an iterator over a view gives for an entry; owned. */
export function shownEntry(world: World, iterator: Thing, { key, value }: Entry): Value {
  if (iterator.view === 'dict_values') return world.incref(value)
  if (iterator.view !== 'dict_items') return world.incref(key)
  const pair = iterator.items[1]
  const owned = [world.incref(key), world.incref(value)]
  if (pair === null || typeof pair !== 'object' || !('refs' in pair)) throw new PythonError('RuntimeError')
  if (pair.refs !== 1) return makeTuple(world, owned, 'operator')
  const old = pair.items
  pair.items = owned
  world.incref(pair)
  for (const item of old) world.decref(item)
  // It may have been untracked meanwhile (bpo-42536).
  if (pair.tracked !== 'yes') {
    if (pair.tracked === 'no') pair.generation = 0
    pair.tracked = 'yes'
  }
  return pair
}
