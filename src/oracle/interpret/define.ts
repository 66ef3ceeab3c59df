/** Making functions and classes. */
import type { ClassDefinition } from '../../program/ast.ts'
import { Undecided } from '../atom.ts'
import { SHARED_KEYS_MAX, spendKeyOnInstance } from '../attributes.ts'
import { ownReferences, plainDescriptors } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { type ClassPart, type FunctionCode, Thing, type Value } from '../thing.ts'
import { anyOf, tupleAtBirth } from '../tracking.ts'
import type { World } from '../world.ts'
import { ancestorsOf, bestBase, parentsOf } from './inheritance.ts'
import { staticAttributes } from './static-attributes.ts'

/**
 * A function with its owned default values and cells; `areConstant` where the compiler folds their tuple. One that stands
 * for a comprehension has no label: the program does not see it.
 */
export function makeFunction(
  world: World,
  code: FunctionCode,
  defaults: Value[],
  areConstant: boolean,
  isMethod: boolean,
  cells: Thing[] | null,
  isInner = false,
): Thing {
  const made = isInner ? world.createPart('function', world.gcGarbage, code.name) : world.create('function')
  made.refs = 1
  made.tracked = 'yes'
  made.code = code
  made.isMethod = isMethod
  if (cells !== null) {
    const closure = world.createPart('tuple', made, '__closure__')
    closure.refs = 1
    closure.items = cells
    closure.tracked = 'yes'
    made.closure = closure
  }
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

/** A class with its owned members; its bases are borrowed. */
export function makeClass(
  world: World,
  definition: ClassDefinition,
  members: Map<string, Value>,
  bases: readonly Value[],
): Thing {
  const parents = bases.length === 0 ? NO_PARENTS : parentsOf(bases)
  const layoutBase = parents.length === 0 ? null : bestBase(parents)
  const ancestors = parents.length === 0 ? NO_PARENTS : ancestorsOf(parents)
  const declared = declaredSlots(members.get('__slots__'))
  const ownSlots = declared?.filter((name) => name !== '__dict__' && name !== '__weakref__').toSorted() ?? []
  for (const name of ownSlots) if (members.has(name)) throw new PythonError('ValueError')
  for (const name of members.keys()) refuseSpecial(name)
  // What the layout that it extends does not have yet is added, also where another base has it.
  const dictInherited = layoutBase?.hasDict === true
  const weakrefInherited = layoutBase?.weakReferenceable === true
  if (declared !== null) refuseDoubled(declared, ownSlots, layoutBase)
  const wants = (name: '__dict__' | '__weakref__', had: (parent: ClassPart) => boolean): boolean =>
    declared === null || declared.includes(name) || parents.some(had)
  const addsDict = !dictInherited && wants('__dict__', (parent) => parent.hasDict)
  const addsWeakref = !weakrefInherited && wants('__weakref__', (parent) => parent.weakReferenceable)
  const shared = plainDescriptors(world.semantics) === 0
  const descriptors = ownSlots.length + (addsDict && !shared ? 1 : 0) + (addsWeakref && !shared ? 1 : 0)
  const sharedKeys = world.semantics.keysFromSelfAssignments ? [...staticAttributes(definition)] : []
  const thing = world.create('class', 'type')
  thing.tracked = 'yes'
  thing.refs = 1 + ownReferences({ descriptors })
  const mro: ClassPart[] = []
  const part: ClassPart = {
    thing,
    definition,
    name: definition.name,
    mro,
    bases: parents,
    layoutBase,
    subclasses: null,
    members,
    slots: slotsWith(declared === null ? null : ownSlots, layoutBase),
    ownSlots,
    slotNames: ownSlots.length === 0 ? null : slotNamesOf(world, thing, ownSlots),
    selfWeakref: subclassWeakref(world, thing),
    hasDict: addsDict || dictInherited,
    weakReferenceable: addsWeakref || weakrefInherited,
    descriptors,
    sharedKeys,
    usableKeys: SHARED_KEYS_MAX - sharedKeys.length,
    basesTracked: true,
  }
  mro.push(part)
  mro.push(...ancestors)
  if (parents.length > 0) inherit(world, part)
  thing.classPart = part
  return thing
}

const NO_PARENTS: readonly ClassPart[] = []

/** Its own slots come before those of what it extends, where no other class keeps it from having them. */
function slotsWith(own: readonly string[] | null, base: ClassPart | null): readonly string[] | null {
  const inherited = base?.slots ?? null
  if (own === null || own.length === 0) return inherited ?? own
  return inherited === null ? own : [...own, ...inherited]
}

/** Takes part in its bases: refers to them, and is known to each as a subclass. */
function inherit(world: World, part: ClassPart): void {
  const { mro } = part
  for (let i = 1; i < mro.length; i++) world.incref((mro[i] as ClassPart).thing)
  for (const base of part.bases) {
    world.incref(base.thing)
    base.subclasses ??= subclassDict(world, base.thing)
  }
  if (part.layoutBase !== null) world.incref(part.layoutBase.thing)
}

function subclassDict(world: World, cls: Thing): Thing {
  const dict = world.createPart('dict', cls, '__subclasses__')
  dict.refs = 1
  dict.entries = new Map()
  dict.tracked = 'yes'
  dict.hidden = true
  return dict
}

function refuseDoubled(declared: readonly string[], own: readonly string[], base: ClassPart | null): void {
  if (base === null) return
  if (base.hasDict && declared.includes('__dict__')) throw new PythonError('TypeError')
  if (base.weakReferenceable && declared.includes('__weakref__')) throw new PythonError('TypeError')
  if (own.some((name) => base.slots?.includes(name))) throw new Undecided('a slot that a base has too')
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

const ORDINARY_SPECIAL = new Set(['__init__', '__del__', '__slots__', '__doc__', '__enter__', '__exit__'])

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
