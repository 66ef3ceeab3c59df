/** Making functions and classes. */
import type { ClassDefinition } from '../../program/ast.ts'
import { SPECIAL_METHODS } from '../../program/surface.ts'
import { Undecided } from '../atom.ts'
import { SHARED_KEYS_MAX, spendKeyOnInstance } from '../attributes.ts'
import { ownReferences, plainDescriptors } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { type Ancestor, type ClassPart, type FunctionCode, type Kind, Thing, type Value } from '../thing.ts'
import { anyOf, tupleAtBirth } from '../tracking.ts'
import type { World } from '../world.ts'
import { refuseShadowed } from './builtin-members.ts'
import { ancestorsOf, bestBase, isClass, parentsOf } from './inheritance.ts'
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
  tuple.tracked = tupleAtBirth(tuple, world.semantics, 'display')
  made.defaults = tuple
  return made
}

/** A class with its owned members; its bases are borrowed. */
export function makeClass(
  world: World,
  definition: ClassDefinition | null,
  name: string,
  members: Map<string, Value>,
  bases: readonly Value[],
): Thing {
  const parents = bases.length === 0 ? NO_PARENTS : parentsOf(bases)
  const best = parents.length === 0 ? null : bestBase(parents)
  const layoutBase = isClass(best) ? best : null
  const builtinBase = isClass(best) ? best.builtinBase : best
  const ancestors = parents.length === 0 ? NO_PARENTS : ancestorsOf(parents)
  if (builtinBase !== null) refuseShadowed(ancestors)
  const declared = declaredSlots(members.get('__slots__'))
  const ownSlots = declared?.filter((name) => name !== '__dict__' && name !== '__weakref__').toSorted() ?? []
  for (const name of ownSlots) if (members.has(name)) throw new PythonError('ValueError')
  for (const name of members.keys()) refuseSpecial(name)
  if (members.has('__eq__') || members.has('__hash__')) world.asksForEquality = true
  // Who says what is equal and not what its hash is has none.
  if (members.has('__eq__') && !members.has('__hash__')) members.set('__hash__', null)
  // What the layout that it extends does not have yet is added, also where another base has it.
  const inherited = layoutBase ?? layoutOfBuiltin(builtinBase)
  const dictInherited = inherited.hasDict
  const weakrefInherited = inherited.weakReferenceable
  const isVariable = builtinBase === 'tuple'
  if (declared !== null) refuseDoubled(declared, ownSlots, inherited, isVariable)
  const wants = (name: '__dict__' | '__weakref__', had: (parent: InstanceLayout) => boolean): boolean =>
    declared === null ||
    declared.includes(name) ||
    parents.some((parent) => had(isClass(parent) ? parent : layoutOfBuiltin(parent)))
  const addsDict = !dictInherited && wants('__dict__', (parent) => parent.hasDict)
  const addsWeakref = !weakrefInherited && !isVariable && wants('__weakref__', (parent) => parent.weakReferenceable)
  const shared = plainDescriptors(world.semantics) === 0
  const descriptors = ownSlots.length + (addsDict && !shared ? 1 : 0) + (addsWeakref && !shared ? 1 : 0)
  const assigned = definition !== null && world.semantics.keysFromSelfAssignments
  const sharedKeys = assigned ? [...staticAttributes(definition)] : []
  const thing = world.create('class', 'type')
  thing.tracked = 'yes'
  thing.refs = 1 + ownReferences({ descriptors })
  const mro: ClassPart[] = []
  const ancestry: Ancestor[] = []
  const programBases = parents.filter(isClass)
  const knownBy = Math.max(1, parents.length)
  const part: ClassPart = {
    thing,
    definition,
    name,
    mro,
    ancestry,
    bases: programBases,
    layoutBase,
    builtinBase,
    instanceKind: kindOfInstances(builtinBase),
    isReported: definition !== null,
    isLibrary: false,
    subclasses: null,
    members,
    slots: slotsWith(declared === null ? null : ownSlots, layoutBase),
    ownSlots,
    slotNames: ownSlots.length === 0 ? null : slotNamesOf(world, thing, ownSlots),
    selfWeakref: subclassWeakref(world, thing, knownBy),
    knownBy,
    hasDict: addsDict || dictInherited,
    weakReferenceable: addsWeakref || weakrefInherited,
    descriptors,
    sharedKeys,
    usableKeys: SHARED_KEYS_MAX - sharedKeys.length,
    basesTracked: true,
    dictTracked: world.semantics.dictTrackedAtBirth || descriptors > 0 ? 'yes' : anyOf(members.values()),
  }
  ancestry.push(part, ...ancestors)
  mro.push(...ancestry.filter(isClass))
  if (parents.length > 0) inherit(world, part)
  thing.classPart = part
  return thing
}

const NO_PARENTS: readonly Ancestor[] = []

type InstanceLayout = Pick<ClassPart, 'hasDict' | 'weakReferenceable' | 'slots'>

function kindOfInstances(builtinBase: string | null): Kind {
  if (builtinBase === null) return 'instance'
  const isContainer = ['list', 'dict', 'set', 'frozenset', 'tuple'].includes(builtinBase)
  return isContainer ? (builtinBase as Kind) : 'exception'
}

/** What instances of a built-in type bring along: exceptions a dict of their own, sets a place for weak references. */
function layoutOfBuiltin(name: string | null): InstanceLayout {
  const kind = kindOfInstances(name)
  return {
    hasDict: kind === 'exception',
    weakReferenceable: kind === 'set' || kind === 'frozenset',
    slots: null,
  }
}

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

/** `isVariable`: how long its instances are depends on their contents, so that nothing can lie behind these. */
function refuseDoubled(
  declared: readonly string[],
  own: readonly string[],
  base: InstanceLayout,
  isVariable: boolean,
): void {
  if (isVariable && own.length > 0) throw new PythonError('TypeError')
  if (base.hasDict && declared.includes('__dict__')) throw new PythonError('TypeError')
  if ((base.weakReferenceable || isVariable) && declared.includes('__weakref__')) throw new PythonError('TypeError')
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

function subclassWeakref(world: World, cls: Thing, references: number): Thing {
  const weakref = world.createPart('weakref', cls, '__weakref__')
  weakref.refs = references
  weakref.tracked = 'yes'
  weakref.hidden = true
  weakref.target = cls
  cls.weakrefs = [weakref]
  return weakref
}

function declaredSlots(value: Value | undefined): string[] | null {
  if (value === undefined) return null
  if (typeof value === 'string') return [identifier(value)]
  if (!(value instanceof Thing) || (value.kind !== 'tuple' && value.kind !== 'list')) throw new PythonError('TypeError')
  const names = value.items.map((item) => {
    if (typeof item !== 'string') throw new PythonError('TypeError')
    return identifier(item)
  })
  if (new Set(names).size < names.length) throw new Undecided('a slot declared twice')
  return names
}

function identifier(name: string): string {
  if (/[^\x00-\x7f]/.test(name)) throw new Undecided('a slot whose name Unicode decides on')
  if (!/^[a-z_]\w*$/i.test(name)) throw new PythonError('TypeError')
  return name
}

const ORDINARY_SPECIAL = new Set(['__init__', '__del__', '__slots__', '__doc__', ...SPECIAL_METHODS.keys()])

function refuseSpecial(name: string): void {
  if (name.startsWith('__') && name.endsWith('__') && !ORDINARY_SPECIAL.has(name)) {
    throw new Undecided(`the special member ${name}`)
  }
}

/** A new instance without references to it but the caller's. */
export function makeInstance(world: World, cls: ClassPart): Thing {
  const kind = cls.instanceKind
  const made = world.create(kind, cls.name)
  made.refs = 1
  made.tracked = 'yes'
  made.cls = cls
  if (kind === 'list' || kind === 'tuple') made.items = []
  else if (kind === 'dict' || kind === 'set' || kind === 'frozenset') made.entries = new Map()
  if (cls.hasDict && kind !== 'exception') made.attributes = new Map()
  if (kind === 'tuple' && world.semantics.tupleDictInOwnOrder) made.ownKeyOrder = true
  if (cls.slots !== null) made.slots = new Map()
  world.incref(cls.thing)
  spendKeyOnInstance(cls)
  if (world.grants >= 0 && made.attributes !== null) requestValues(world, made)
  return made
}

/** Without memory for its attributes an instance dies before `__init__` (3.11, 3.12); its finalizer sees it all the same. */
function requestValues(world: World, made: Thing): void {
  try {
    world.request()
  } catch (error) {
    world.guess ??= 'where an instance that lacked memory keeps its attributes'
    world.decref(made)
    throw error
  }
}
