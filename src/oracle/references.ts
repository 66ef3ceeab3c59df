/**
 * Who refers to whom. The strong references are the truth that counts are made of; the traversed ones are what a
 * version's collector looks at, in its order; where the two differ an object is held without the collector's knowing.
 *
 * All add to an array that the caller gives: a walk's own list of what it has still to look at, as a rule. A function
 * called for each reference would be another one for each caller, and calling an unknown function costs the most here.
 */
import { assert } from '../base/assert.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { ClassPart, Thing, Value } from './thing.ts'
import type { World } from './world.ts'

/** Attribute names of an instance in the order in which that version stores, visits and releases their values. */
export function attributeNames(instance: Thing, semantics: Semantics): readonly string[] {
  const attributes = instance.attributes
  if (attributes === null || attributes.size === 0) return []
  const own = [...attributes.keys()] as string[]
  if (!semantics.attributesInClassOrder || instance.ownKeyOrder || own.length < 2) return own
  assert(instance.cls !== null, 'every instance has a class')
  return instance.cls.sharedKeys.filter((name) => attributes.has(name))
}

function addAttributes(into: Value[], instance: Thing, semantics: Semantics): void {
  const { attributes, cls } = instance
  if (attributes === null || attributes.size === 0 || cls === null) return
  if (attributes.size === 1 || !semantics.attributesInClassOrder || instance.ownKeyOrder) {
    for (const entry of attributes.values()) into.push(entry.value)
    return
  }
  for (const name of cls.sharedKeys) {
    const entry = attributes.get(name)
    if (entry !== undefined) into.push(entry.value)
  }
}

function addSlots(into: Value[], instance: Thing): void {
  const slots = instance.slots
  const names = instance.cls?.slots ?? null
  if (slots === null || names === null) return
  for (const name of names) {
    const value = slots.get(name)
    if (value !== undefined) into.push(value)
  }
}

/** Value before key, as `dict_traverse` goes. */
function addEntries(into: Value[], thing: Thing): void {
  if (thing.entries === null) return
  for (const entry of thing.entries.values()) {
    into.push(entry.value)
    into.push(entry.key)
  }
}

/** Whether the collector, visiting `instance`, goes straight to the values although a dict object shows them too. */
export function valuesBypassDict(instance: Thing, semantics: Semantics): boolean {
  if (instance.dictThing === null || semantics.materializedDictVisited || instance.ownKeyOrder) return false
  return !(semantics.slottedDictIsSeparate && instance.cls?.slots !== null)
}

/** What a collection follows from `thing`, in the order of `tp_traverse`, without an instance's class. */
export function addTraversed(into: Value[], thing: Thing, semantics: Semantics): void {
  switch (thing.kind) {
    case 'instance':
      addSlots(into, thing)
      if (thing.dictThing === null || valuesBypassDict(thing, semantics)) addAttributes(into, thing, semantics)
      else into.push(thing.dictThing)
      return
    case 'list':
    case 'tuple':
      for (let i = thing.items.length - 1; i >= 0; i--) into.push(thing.items[i] as Value)
      return
    case 'dict':
      if (thing.owner === null) addEntries(into, thing)
      else if (!valuesBypassDict(thing.owner, semantics)) addAttributes(into, thing.owner, semantics)
      return
    case 'class':
      for (const member of thing.classPart?.members.values() ?? []) into.push(member)
      return
    default:
      addStrong(into, thing, semantics)
  }
}

/** Every reference that `thing` holds and that counts. */
export function addStrong(into: Value[], thing: Thing, semantics: Semantics): void {
  switch (thing.kind) {
    case 'instance':
      addSlots(into, thing)
      if (thing.dictThing !== null) into.push(thing.dictThing)
      if (thing.dictThing === null || valuesBypassDict(thing, semantics)) addAttributes(into, thing, semantics)
      if (thing.cls !== null) into.push(thing.cls.thing)
      return
    case 'list':
    case 'tuple':
    case 'iterator':
      for (const item of thing.items) into.push(item)
      return
    case 'dict':
      if (thing.owner === null) addEntries(into, thing)
      else if (!valuesBypassDict(thing.owner, semantics)) addAttributes(into, thing.owner, semantics)
      return
    case 'set':
    case 'frozenset':
      for (const entry of thing.entries?.values() ?? []) into.push(entry.key)
      return
    case 'function':
      into.push(thing.defaults)
      return
    case 'class':
      for (const member of thing.classPart?.members.values() ?? []) into.push(member)
      if (thing.classPart !== null) addHiddenParts(into, thing.classPart)
      return
    case 'weakref':
      into.push(thing.callback)
      return
    default:
      return
  }
}

/** What a class keeps alive where no collection looks. */
export function addHiddenParts(into: Value[], cls: ClassPart): void {
  into.push(cls.slotNames)
  into.push(cls.selfWeakref)
}

export function strongReferences(thing: Thing, semantics: Semantics): Value[] {
  const values: Value[] = []
  addStrong(values, thing, semantics)
  return values
}

/** Everything that holds references without being a thing of the program. */
export function addRoots(into: Value[], world: World): void {
  for (const value of world.globals.values()) into.push(value)
  for (const value of world.stack) into.push(value)
  for (const value of world.held) into.push(value)
  for (const frame of world.frames) {
    for (const value of frame.locals) if (value !== undefined) into.push(value)
    if (frame.members !== null) for (const value of frame.members.values()) into.push(value)
  }
  for (const value of world.gcCallbacks.items) into.push(value)
  for (const value of world.gcGarbage.items) into.push(value)
  into.push(world.unraisableHook)
}
