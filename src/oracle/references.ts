/**
 * Who refers to whom. The strong references are the truth that counts are made of; the traversed ones are what a
 * version's collector looks at, in its order; where the two differ an object is held without the collector's knowing.
 */
import { assert } from '../base/assert.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { ClassPart, Thing, Value } from './thing.ts'
import type { World } from './world.ts'

export type Visit = (value: Value) => void

/** Attribute names of an instance in the order in which that version stores, visits and releases their values. */
export function attributeNames(instance: Thing, semantics: Semantics): readonly string[] {
  const attributes = instance.attributes
  if (attributes === null || attributes.size === 0) return []
  const own = [...attributes.keys()] as string[]
  if (!semantics.attributesInClassOrder || instance.ownKeyOrder || own.length < 2) return own
  assert(instance.cls !== null, 'every instance has a class')
  const shared = instance.cls.sharedKeys
  return own.sort((a, b) => shared.indexOf(a) - shared.indexOf(b))
}

function visitAttributes(instance: Thing, semantics: Semantics, visit: Visit): void {
  const { attributes, cls } = instance
  if (attributes === null || attributes.size === 0 || cls === null) return
  if (attributes.size === 1 || !semantics.attributesInClassOrder || instance.ownKeyOrder) {
    for (const entry of attributes.values()) visit(entry.value)
    return
  }
  for (const name of cls.sharedKeys) {
    const entry = attributes.get(name)
    if (entry !== undefined) visit(entry.value)
  }
}

function visitSlots(instance: Thing, visit: Visit): void {
  const slots = instance.slots
  const names = instance.cls?.slots ?? null
  if (slots === null || names === null) return
  for (const name of names) {
    const value = slots.get(name)
    if (value !== undefined) visit(value)
  }
}

/** Value before key, as `dict_traverse` goes. */
function visitEntries(thing: Thing, visit: Visit): void {
  if (thing.entries === null) return
  for (const entry of thing.entries.values()) {
    visit(entry.value)
    visit(entry.key)
  }
}

/** Whether the collector, visiting `instance`, goes straight to the values although a dict object shows them too. */
export function valuesBypassDict(instance: Thing, semantics: Semantics): boolean {
  if (instance.dictThing === null || semantics.materializedDictVisited || instance.ownKeyOrder) return false
  return !(semantics.slottedDictIsSeparate && instance.cls?.slots !== null)
}

/** What a collection follows from `thing`, in the order of `tp_traverse`, without an instance's class. */
export function visitTraversed(thing: Thing, semantics: Semantics, visit: Visit): void {
  switch (thing.kind) {
    case 'instance':
      visitSlots(thing, visit)
      if (thing.dictThing === null || valuesBypassDict(thing, semantics)) visitAttributes(thing, semantics, visit)
      else visit(thing.dictThing)
      return
    case 'list':
    case 'tuple':
      for (let i = thing.items.length - 1; i >= 0; i--) visit(thing.items[i] as Value)
      return
    case 'dict':
      if (thing.owner === null) visitEntries(thing, visit)
      else if (!valuesBypassDict(thing.owner, semantics)) visitAttributes(thing.owner, semantics, visit)
      return
    case 'class':
      for (const member of thing.classPart?.members.values() ?? []) visit(member)
      return
    default:
      visitStrong(thing, semantics, visit)
  }
}

/** Every reference that `thing` holds and that counts. */
export function visitStrong(thing: Thing, semantics: Semantics, visit: Visit): void {
  switch (thing.kind) {
    case 'instance':
      visitSlots(thing, visit)
      if (thing.dictThing !== null) visit(thing.dictThing)
      if (thing.dictThing === null || valuesBypassDict(thing, semantics)) visitAttributes(thing, semantics, visit)
      if (thing.cls !== null) visit(thing.cls.thing)
      return
    case 'list':
    case 'tuple':
    case 'iterator':
      for (const item of thing.items) visit(item)
      return
    case 'dict':
      if (thing.owner === null) visitEntries(thing, visit)
      else if (!valuesBypassDict(thing.owner, semantics)) visitAttributes(thing.owner, semantics, visit)
      return
    case 'set':
    case 'frozenset':
      for (const entry of thing.entries?.values() ?? []) visit(entry.key)
      return
    case 'function':
      visit(thing.defaults)
      return
    case 'class':
      for (const member of thing.classPart?.members.values() ?? []) visit(member)
      if (thing.classPart !== null) visitHiddenParts(thing.classPart, visit)
      return
    case 'weakref':
      visit(thing.callback)
      return
    default:
      return
  }
}

/** What a class keeps alive where no collection looks. */
export function visitHiddenParts(cls: ClassPart, visit: Visit): void {
  visit(cls.slotNames)
  visit(cls.selfWeakref)
}

export function traversedReferences(thing: Thing, semantics: Semantics): Value[] {
  const values: Value[] = []
  visitTraversed(thing, semantics, (value) => values.push(value))
  return values
}

export function strongReferences(thing: Thing, semantics: Semantics): Value[] {
  const values: Value[] = []
  visitStrong(thing, semantics, (value) => values.push(value))
  return values
}

/** Everything that holds references without being a thing of the program. */
export function visitRoots(world: World, visit: Visit): void {
  for (const value of world.globals.values()) visit(value)
  for (const value of world.stack) visit(value)
  for (const value of world.held) visit(value)
  for (const frame of world.frames) {
    for (const value of frame.locals) if (value !== undefined) visit(value)
    if (frame.members !== null) for (const value of frame.members.values()) visit(value)
  }
  for (const value of world.gcCallbacks.items) visit(value)
  for (const value of world.gcGarbage.items) visit(value)
  visit(world.unraisableHook)
}
