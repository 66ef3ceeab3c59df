/** Making functions and classes. */
import type { ClassDefinition } from '../../program/ast.ts'
import { Undecided } from '../atom.ts'
import { SHARED_KEYS_MAX, spendKeyOnInstance } from '../attributes.ts'
import { ownReferences, plainDescriptors } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { type ClassPart, type FunctionCode, Thing, type Value } from '../thing.ts'
import { anyOf, tupleAtBirth } from '../tracking.ts'
import type { World } from '../world.ts'
import { staticAttributes } from './static-attributes.ts'

/** A function with its owned default values; `areConstant` where the compiler folds their tuple. */
export function makeFunction(
  world: World,
  code: FunctionCode,
  defaults: Value[],
  areConstant: boolean,
  isMethod: boolean,
): Thing {
  const made = world.create('function')
  made.refs = 1
  made.tracked = 'yes'
  made.code = code
  made.isMethod = isMethod
  if (defaults.length === 0) return made
  const tuple = world.createPart('tuple', made, '__defaults__')
  tuple.refs = 1
  tuple.items = defaults
  tuple.constant = areConstant
  if (!tuple.constant)
    tuple.tracked = world.semantics.atomTupleTrackedAtBirth || anyOf(defaults) !== 'no' ? 'yes' : 'no'
  made.defaults = tuple
  return made
}

/** A class with its owned members. */
export function makeClass(world: World, definition: ClassDefinition, members: Map<string, Value>): Thing {
  const declared = declaredSlots(members.get('__slots__'))
  const slots = declared?.filter((name) => name !== '__dict__' && name !== '__weakref__').toSorted() ?? null
  for (const name of slots ?? []) if (members.has(name)) throw new PythonError('ValueError')
  for (const name of members.keys()) refuseSpecial(name)
  const plain = plainDescriptors(world.semantics)
  const descriptors = declared === null ? plain : declaredDescriptors(declared, plain)
  const sharedKeys = world.semantics.keysFromSelfAssignments ? [...staticAttributes(definition)] : []
  const thing = world.create('class', 'type')
  thing.tracked = 'yes'
  thing.refs = 1 + ownReferences({ descriptors })
  thing.classPart = {
    thing,
    definition,
    name: definition.name,
    members,
    slots,
    slotNames: slots === null || slots.length === 0 ? null : slotNamesOf(world, thing, slots),
    selfWeakref: subclassWeakref(world, thing),
    hasDict: declared === null || declared.includes('__dict__'),
    weakReferenceable: declared === null || declared.includes('__weakref__'),
    descriptors,
    sharedKeys,
    usableKeys: SHARED_KEYS_MAX - sharedKeys.length,
    basesTracked: true,
  }
  return thing
}

/** `type_new` sorts the names into a new tuple of its own. */
function slotNamesOf(world: World, cls: Thing, slots: readonly string[]): Thing {
  const tuple = world.createPart('tuple', cls, '__slots__')
  tuple.refs = 1
  tuple.items = [...slots]
  tuple.hidden = true
  tuple.tracked = tupleAtBirth(tuple, world.semantics, 'display')
  return tuple
}

function subclassWeakref(world: World, cls: Thing): Thing {
  const weakref = world.createPart('weakref', cls, '__weakref__')
  weakref.refs = 1
  weakref.tracked = 'yes'
  weakref.hidden = true
  weakref.target = cls
  cls.weakrefs = [weakref]
  return weakref
}

function declaredDescriptors(declared: readonly string[], plain: number): number {
  const special = declared.filter((name) => name === '__dict__' || name === '__weakref__').length
  return declared.length - special + (plain === 0 ? 0 : special)
}

function declaredSlots(value: Value | undefined): string[] | null {
  if (value === undefined) return null
  if (typeof value === 'string') return [value]
  if (!(value instanceof Thing) || (value.kind !== 'tuple' && value.kind !== 'list')) throw new PythonError('TypeError')
  const names = value.items.map((item) => {
    if (typeof item !== 'string') throw new PythonError('TypeError')
    return item
  })
  if (new Set(names).size < names.length) throw new Undecided('a slot declared twice')
  return names
}

const ORDINARY_SPECIAL = new Set(['__init__', '__del__', '__slots__', '__doc__'])

function refuseSpecial(name: string): void {
  if (name.startsWith('__') && name.endsWith('__') && !ORDINARY_SPECIAL.has(name)) {
    throw new Undecided(`the special member ${name}`)
  }
}

/** A new instance without references to it but the caller's. */
export function makeInstance(world: World, cls: ClassPart): Thing {
  const made = world.create('instance', cls.name)
  made.refs = 1
  made.tracked = 'yes'
  made.cls = cls
  if (cls.hasDict) made.attributes = new Map()
  if (cls.slots !== null) made.slots = new Map()
  world.incref(cls.thing)
  spendKeyOnInstance(cls)
  return made
}
