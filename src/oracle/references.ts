/**
 * Who refers to whom. The strong references are the truth that counts are made of; the traversed ones are what a
 * version's collector looks at, in its order; where the two differ an object is held without the collector's knowing.
 *
 * All add to an array that the caller gives: a walk's own list of what it has still to look at, as a rule. A function
 * called for each reference would be another one for each caller, and calling an unknown function costs the most here.
 */
import { assert } from '../base/assert.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { ClassPart, ExceptionParts, Frame, GeneratorState, Thing, Value } from './thing.ts'
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
  return !layoutKeepsDict(instance, semantics)
}

/** What its class extends leaves no room for values: they lie in a dict of their own from the first one on. */
export function layoutKeepsDict({ cls }: Thing, semantics: Semantics): boolean {
  if (cls === null) return false
  if (semantics.slottedDictIsSeparate && cls.slots !== null && cls.slots.length > 0) return true
  if (cls.builtinBase === null) return false
  return semantics.containerDictIsSeparate || cls.builtinBase === 'tuple'
}

/** What a collection follows from `thing`, in the order of `tp_traverse`, without an instance's class. */
export function addTraversed(into: Value[], thing: Thing, semantics: Semantics): void {
  if (thing.cls !== null) {
    addSlots(into, thing)
    if (thing.dictThing === null || valuesBypassDict(thing, semantics)) addAttributes(into, thing, semantics)
    else into.push(thing.dictThing)
  }
  addContents(into, thing, semantics)
}

/** The same without what a class of the program gives its instances. */
export function addContents(into: Value[], thing: Thing, semantics: Semantics): void {
  switch (thing.kind) {
    case 'list':
    case 'tuple':
      for (let i = thing.items.length - 1; i >= 0; i--) into.push(thing.items[i] as Value)
      return
    case 'dict':
      if (thing.owner === null) addEntries(into, thing)
      else if (!valuesBypassDict(thing.owner, semantics)) addAttributes(into, thing.owner, semantics)
      return
    case 'class':
      if (thing.classPart !== null) addClass(into, thing.classPart)
      return
    default:
      addOwned(into, thing, semantics)
  }
}

/** Every reference that `thing` holds and that counts. */
export function addStrong(into: Value[], thing: Thing, semantics: Semantics): void {
  if (thing.cls !== null) {
    addSlots(into, thing)
    if (thing.dictThing !== null) into.push(thing.dictThing)
    if (thing.dictThing === null || valuesBypassDict(thing, semantics)) addAttributes(into, thing, semantics)
    into.push(thing.cls.thing)
  }
  addOwned(into, thing, semantics)
}

function addOwned(into: Value[], thing: Thing, semantics: Semantics): void {
  switch (thing.kind) {
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
      if (thing.closure !== null) into.push(thing.closure)
      return
    case 'class':
      if (thing.classPart !== null) {
        addClass(into, thing.classPart)
        addHiddenParts(into, thing.classPart)
      }
      return
    case 'cell':
    case 'method':
    case 'view':
    case 'traceback':
      for (const item of thing.items) into.push(item)
      return
    case 'exception':
      return addException(into, thing.detail as ExceptionParts)
    case 'frame':
      return addFrame(into, thing.detail as Frame)
    case 'generator':
      return addGenerator(into, thing.detail as GeneratorState)
    case 'weakref':
      into.push(thing.callback)
      return
    default:
      return
  }
}

/** Members, and the classes that it inherits from: in its bases, in its mro, and the one whose layout it extends. */
function addClass(into: Value[], cls: ClassPart): void {
  for (const member of cls.members.values()) into.push(member)
  if (cls.mro.length === 1) return
  for (let i = 1; i < cls.mro.length; i++) into.push((cls.mro[i] as ClassPart).thing)
  for (const base of cls.bases) into.push(base.thing)
  if (cls.layoutBase !== null) into.push(cls.layoutBase.thing)
}

/** What a class keeps alive where no collection looks. */
export function addHiddenParts(into: Value[], cls: ClassPart): void {
  into.push(cls.slotNames)
  for (let i = 0; i < cls.knownBy; i++) into.push(cls.selfWeakref)
  if (cls.subclasses !== null) into.push(cls.subclasses)
}

/** In the order of `BaseException_traverse`, behind what the type keeps itself. */
function addException(into: Value[], parts: ExceptionParts): void {
  for (const value of parts.own) into.push(value)
  into.push(parts.dict, parts.args, parts.traceback, parts.cause, parts.context)
}

/** A frame that runs is a root; one that a generator keeps is traversed with it, where it is no object of its own. */
function addFrame(into: Value[], frame: Frame): void {
  if (frame.suspended !== null) addSuspended(into, frame, frame.suspended)
  if (!frame.ended) return
  into.push(frame.back, frame.namespace, frame.function)
  addLocals(into, frame)
}

function addSuspended(into: Value[], frame: Frame, state: GeneratorState): void {
  addLocals(into, frame)
  for (const value of state.stack) into.push(value)
}

function addLocals(into: Value[], frame: Frame): void {
  for (const value of frame.locals) if (value !== undefined) into.push(value)
}

/** While it is suspended its frame, the temporaries of that frame and the exceptions handled there are its own. */
function addGenerator(into: Value[], state: GeneratorState): void {
  const { frame } = state
  if (frame === null || state.running) return
  if (frame.thing !== null) into.push(frame.thing)
  into.push(state.function)
  if (frame.suspended === null) addSuspended(into, frame, state)
  for (const exception of state.handled) into.push(exception)
  for (const traceback of state.handledTracebacks) into.push(traceback)
}

/** Everything that holds references without being a thing of the program. */
export function addRoots(into: Value[], world: World): void {
  for (const value of world.globals.values()) into.push(value)
  for (const value of world.stack) into.push(value)
  for (const value of world.held) into.push(value)
  for (const exception of world.flying) into.push(exception)
  for (const exception of world.handledStack) into.push(exception)
  for (const traceback of world.handledTracebacks) into.push(traceback)
  for (const state of world.running) into.push(state.function)
  for (const frame of world.frames) {
    if (frame.thing !== null) into.push(frame.thing)
    for (const value of frame.locals) if (value !== undefined) into.push(value)
    if (frame.members !== null) for (const value of frame.members.values()) into.push(value)
  }
  for (const value of world.gcCallbacks.items) into.push(value)
  for (const value of world.gcGarbage.items) into.push(value)
  addEntries(into, world.finalizers)
  for (const thing of world.lost) into.push(thing)
  into.push(world.unraisableHook)
}
