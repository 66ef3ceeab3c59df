/**
 * Who refers to whom. `strongReferences` is the truth that counts are made of; `traversedReferences` is what a
 * version's collector looks at, in its order; where the two differ an object is held without the collector's knowing.
 */
import { assert } from '../base/assert.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { ClassPart, Thing, Value } from './thing.ts'
import type { World } from './world.ts'

/** Attribute values of an instance in the order in which that version stores, visits and releases them. */
export function attributeNames(instance: Thing, semantics: Semantics): readonly string[] {
  const attributes = instance.attributes
  if (attributes === null) return []
  const own = [...attributes.keys()] as string[]
  if (!semantics.attributesInClassOrder || instance.ownKeyOrder || own.length < 2) return own
  assert(instance.cls !== null, 'every instance has a class')
  const shared = instance.cls.sharedKeys
  return own.sort((a, b) => shared.indexOf(a) - shared.indexOf(b))
}

function attributeValues(instance: Thing, semantics: Semantics): Value[] {
  const attributes = instance.attributes
  if (attributes === null) return []
  return attributeNames(instance, semantics).map((name) => (attributes.get(name) as { value: Value }).value)
}

function slotValues(instance: Thing): Value[] {
  const slots = instance.slots
  const names = instance.cls?.slots ?? null
  if (slots === null || names === null) return []
  const values: Value[] = []
  for (const name of names) {
    const value = slots.get(name)
    if (value !== undefined) values.push(value)
  }
  return values
}

/** Whether the collector, visiting `instance`, goes straight to the values although a dict object shows them too. */
export function valuesBypassDict(instance: Thing, semantics: Semantics): boolean {
  if (instance.dictThing === null || semantics.materializedDictVisited || instance.ownKeyOrder) return false
  return !(semantics.slottedDictIsSeparate && instance.cls?.slots !== null)
}

/** What a collection follows from `thing`, in the order of `tp_traverse`, without an instance's class. */
export function traversedReferences(thing: Thing, semantics: Semantics): readonly Value[] {
  switch (thing.kind) {
    case 'instance': {
      const values = slotValues(thing)
      if (thing.dictThing === null || valuesBypassDict(thing, semantics)) values.push(...attributeValues(thing, semantics))
      else values.push(thing.dictThing)
      return values
    }
    case 'list':
    case 'tuple':
      return thing.items.toReversed()
    case 'dict':
      if (thing.owner !== null) {
        return valuesBypassDict(thing.owner, semantics) ? [] : attributeValues(thing.owner, semantics)
      }
      return dictValues(thing)
    case 'class':
      return thing.classPart === null ? [] : [...thing.classPart.members.values()]
    default:
      return strongReferences(thing, semantics)
  }
}

function dictValues(thing: Thing): Value[] {
  assert(thing.entries !== null, 'a dict has entries')
  const values: Value[] = []
  for (const entry of thing.entries.values()) values.push(entry.value, entry.key)
  return values
}

/** Every reference that `thing` holds and that counts. */
export function strongReferences(thing: Thing, semantics: Semantics): readonly Value[] {
  switch (thing.kind) {
    case 'instance': {
      const values = slotValues(thing)
      if (thing.dictThing !== null) values.push(thing.dictThing)
      else values.push(...attributeValues(thing, semantics))
      if (thing.cls !== null) values.push(thing.cls.thing)
      return values
    }
    case 'list':
    case 'tuple':
    case 'iterator':
      return thing.items
    case 'dict':
      return thing.owner === null ? dictValues(thing) : attributeValues(thing.owner, semantics)
    case 'set':
    case 'frozenset':
      return thing.entries === null ? [] : [...thing.entries.values()].map((entry) => entry.key)
    case 'function':
      return thing.defaults === null ? [] : [thing.defaults]
    case 'class':
      return thing.classPart === null ? [] : [...thing.classPart.members.values(), ...hiddenParts(thing.classPart)]
    case 'weakref':
      return [thing.callback]
    default:
      return []
  }
}

/** What a class keeps alive where no collection looks. */
export function hiddenParts(cls: ClassPart): Value[] {
  return [cls.slotNames, cls.selfWeakref]
}

/** Everything that holds references without being a thing of the program. */
export function* rootReferences(world: World): Iterable<Value> {
  yield* world.globals.values()
  yield* world.stack
  yield* world.held
  for (const frame of world.frames) {
    for (const value of frame.locals) if (value !== undefined) yield value
    if (frame.members !== null) yield* frame.members.values()
  }
  yield* world.gcCallbacks.items
  yield* world.gcGarbage.items
  yield world.unraisableHook
}
