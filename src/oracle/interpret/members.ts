/** Attributes of things: loading them (owned result). */

import { Builtin, Undecided, Unknown } from '../atom.ts'
import { materializeDict } from '../attributes.ts'
import { bindBuiltin, unboundMethod } from '../builtins/bound.ts'
import { moduleMember } from '../builtins/modules.ts'
import { builtinType, typeOf } from '../builtins/type-of.ts'
import { lookUp } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { partsOf } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import { typeNameOf } from '../values.ts'
import type { World } from '../world.ts'
import { askForAttribute } from './ask-for-attribute.ts'
import { BUILTIN_MEMBERS } from './builtin-members.ts'
import { dictOfException, exceptionAttribute, fieldOfException } from './exception-attributes.ts'
import { throughProxy } from './proxy.ts'

const UNDERSCORE = 0x5f

/** Told by the first character as a rule: this is asked at every attribute. */
export function isSpecial(name: string): boolean {
  return name.charCodeAt(0) === UNDERSCORE && name.startsWith('__') && name.endsWith('__')
}

/** AttributeError as CPython raises it: from 3.10 on it holds the object. */
function missing(world: World, asked: Value): PythonError {
  // A bound method asks its function, unless that is a built-in's.
  const callee = asked instanceof Thing && asked.kind === 'method' ? (asked.items[0] ?? null) : null
  const object = callee instanceof Thing ? callee : asked
  return new PythonError('AttributeError', world.semantics.attributeErrorHoldsObject ? [world.incref(object)] : [])
}

/** What `object.name` finds on the object itself, borrowed. */
function ownAttribute(object: Thing, name: string): Value | undefined {
  if (object.classPart !== null) return lookUp(object.classPart, name)
  const slot = object.slots?.get(name)
  return slot === undefined ? object.attributes?.get(name)?.value : slot
}

/** What it finds on the object's class, borrowed, where the object itself has nothing of that name. */
function classAttribute(object: Thing, name: string): Value | undefined {
  const { cls } = object
  return cls === null || cls.slots?.includes(name) ? undefined : lookUp(cls, name)
}

/** A slot of that name hides behind a member of a class that inherits it. */
export function refuseHiddenSlot(object: Thing, name: string): void {
  const { cls } = object
  if (cls === null || cls.mro.length === 1 || !cls.slots?.includes(name)) return
  if (lookUp(cls, name) !== undefined) throw new Undecided('a slot and a member of one name')
}

/** The function of its class that `object.name(…)` calls, borrowed, unless the object has something of that name. */
export function methodOf(object: Thing, name: string): Thing | undefined {
  const member = object.isProxy ? undefined : classAttribute(object, name)
  if (!(member instanceof Thing) || member.kind !== 'function') return undefined
  if (object.kind === 'exception' && partsOf(object).dict?.entries?.has(name)) return undefined
  return object.slots?.has(name) || object.attributes?.has(name) ? undefined : member
}

/** A bound method; function and object are borrowed, it is owned. */
export function bindMethod(world: World, method: Thing, object: Value, isInner = false): Thing {
  const bound = isInner ? world.createPart('method', method, 'bound') : world.create('method')
  bound.refs = 1
  bound.tracked = 'yes'
  bound.items = [world.incref(method), world.incref(object)]
  return bound
}

/** `__enter__` or `__exit__` of a manager's class, as the interpreter looks it up for `with`: what it calls, and maybe the self. */
export function loadSpecial(world: World, object: Value, name: string): readonly Value[] {
  if (object instanceof Unknown) throw new Undecided(object.reason)
  const found = object instanceof Thing && object.cls !== null ? lookUp(object.cls, name) : undefined
  if (found === undefined) {
    // The message wants the full name (3.14), which one that a call of `type` made has in a module only.
    if (world.semantics.specialMethodsUnbound && object instanceof Thing && object.cls?.isReported === false)
      throw new Undecided('the full name of a class without a module')
    const type = world.semantics.noManagerIsTypeError ? 'TypeError' : 'AttributeError'
    throw new PythonError(type)
  }
  if (!(found instanceof Thing) || found.kind !== 'function') return [world.incref(found)]
  if (world.semantics.specialMethodsUnbound) return [world.incref(found), world.incref(object)]
  return [bindMethod(world, found, object, true)]
}

export function loadAttribute(world: World, object: Value, name: string): Value {
  if (object instanceof Unknown) throw new Undecided(object.reason)
  if (object instanceof Builtin) {
    if (object.kind === 'type') {
      const member = unboundMethod(object, name)
      if (member !== undefined) return member
    }
    if (object.kind !== 'module') throw new Undecided(`an attribute of the built-in ${object.name}`)
    const member = moduleMember(world, object.name, name)
    if (member === undefined) throw missing(world, object)
    return member
  }
  if (!(object instanceof Thing)) throw noSuchMember(world, object, name)
  if (object.isProxy) return throughProxy(world, object, (target) => loadAttribute(world, target, name))
  const found = attributeOf(world, object, name)
  if (found !== undefined) return found
  const getter = object.cls === null ? undefined : lookUp(object.cls, '__getattr__')
  if (getter !== undefined) return askForAttribute(world, object, getter, name)
  throw noSuchMember(world, object, name)
}

/** The attribute, owned; undefined where neither the object nor its type has one. */
function attributeOf(world: World, object: Thing, name: string): Value | undefined {
  if (isSpecial(name)) return special(world, object, name)
  if (object.kind === 'exception') return attributeOfException(world, object, name)
  if (object.kind === 'traceback' && name === 'tb_next') return world.incref(object.items[0] ?? null)
  refuseHiddenSlot(object, name)
  const own = ownAttribute(object, name)
  if (own !== undefined) return world.incref(own)
  const member = classAttribute(object, name)
  if (member !== undefined) return boundMember(world, object, member)
  const { classPart } = object
  if (classPart?.slots?.includes(name)) throw new Undecided('the descriptor of a slot')
  if (classPart !== null && classPart.builtinBase !== null) {
    const method = unboundMethod(builtinType(classPart.builtinBase), name)
    if (method !== undefined) return method
    if (classPart.instanceKind === 'exception' && EXCEPTION_FIELDS.has(name))
      throw new Undecided(`${name} of a class of exceptions`)
  }
  const getter = object.cls?.isLibrary === true ? lookUp(object.cls, `@get_${name}`) : undefined
  return getter === undefined ? bindBuiltin(world, object, name) : world.actors.callSpecial(getter, object, [])
}

function attributeOfException(world: World, object: Thing, name: string): Value | undefined {
  const own = exceptionAttribute(world, object, name)
  if (own !== undefined) return own
  const member = classAttribute(object, name)
  return member === undefined ? fieldOfException(world, object, name) : boundMember(world, object, member)
}

function boundMember(world: World, object: Thing, member: Value): Value {
  if (member instanceof Thing && member.kind === 'function') return bindMethod(world, member, object)
  return world.incref(member)
}

/** AttributeError, unless the built-in type has a member of that name that is not modelled. */
function noSuchMember(world: World, object: Value, name: string): Error | PythonError {
  const type = object instanceof Thing && object.cls !== null ? object.kind : typeNameOf(object)
  const special = name.startsWith('__') && !EXCEPTION_ONLY.has(name) && name !== '__dict__'
  return special || BUILTIN_MEMBERS[type]?.includes(name)
    ? new Undecided(`${name} of a ${type}`)
    : missing(world, object)
}

const CONTAINERS: ReadonlySet<string> = new Set('list dict set frozenset tuple iterator weakref'.split(' '))

export const EXCEPTION_ONLY = new Set(['__traceback__', '__context__', '__cause__'])

/** Descriptors and methods of exception classes. */
const EXCEPTION_FIELDS = new Set(['args', 'value', 'name', 'obj', 'with_traceback', 'add_note'])

/** Special methods that neither `object` nor `type` has. */
const PROGRAM_ONLY = new Set(['__del__', '__enter__', '__exit__', '__iter__', '__next__', '__getattr__'])

function special(world: World, object: Thing, name: string): Value | undefined {
  if (object.kind === 'exception') {
    const parts = partsOf(object)
    if (name === '__traceback__') return world.incref(parts.traceback)
    if (name === '__context__') return world.incref(parts.context)
    if (name === '__cause__') return world.incref(parts.cause)
    if (name === '__dict__') return world.incref(dictOfException(world, object))
  }
  if (EXCEPTION_ONLY.has(name) && object.classPart?.instanceKind !== 'exception') return undefined
  const own = object.classPart === null ? object.attributes?.get(name) : undefined
  if (own !== undefined && name !== '__dict__' && name !== '__class__') return world.incref(own.value)
  const part = object.classPart ?? object.cls
  const found = part === null ? undefined : lookUp(part, name)
  if (found !== undefined && object.classPart === null) return boundMember(world, object, found)
  if (found !== undefined && name !== '__doc__') return world.incref(found)
  if (name === '__dict__' && object.cls !== null) {
    if (object.attributes === null) return undefined
    return world.incref(materializeDict(world, object))
  }
  if (name === '__dict__' && CONTAINERS.has(object.kind) && object.cls === null) return undefined
  if (name === '__class__') return typeOf(world, object)
  if (object.classPart !== null && object.classPart.builtinBase !== null) {
    const method = unboundMethod(builtinType(object.classPart.builtinBase), name)
    if (method !== undefined) return method
  }
  const isPlain = object.kind === 'instance' || object.classPart?.builtinBase === null
  if (isPlain && found === undefined && PROGRAM_ONLY.has(name)) return undefined
  if (name === '__callback__' && object.kind === 'weakref') return world.incref(object.callback)
  throw new Undecided(`the attribute ${name}`)
}
