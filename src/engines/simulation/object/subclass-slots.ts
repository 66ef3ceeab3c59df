/**
 * The rows of instances whose class derives from a built-in type: what the base's row does, unless the class defines a
 * special method for it (Objects/typeobject.c, inherit_slots and the functions named slot_tp_…).
 */
import type { Machine, TypeSlots } from '../machine.ts'
import { type Address, TP_BASICSIZE } from '../memory/layout.ts'
import { builtinBase } from './builtin-base.ts'
import { releaseDict } from './dict-life.ts'
import { DICT } from './dict-slots.ts'
import { clearException, EXCEPTION } from './exception.ts'
import { TP_PRE_HEADER } from './heap-type.ts'
import {
  COMPARISONS,
  callInstance,
  compareInstances,
  comparesByCode,
  hashInstance,
  iterateInstance,
  nextOfInstance,
  throughWrapper,
} from './instance-slots.ts'
import { Kind } from './kinds.ts'
import { releaseList } from './list.ts'
import { LIST } from './list-slots.ts'
import { raise } from './raise.ts'
import { typeOf } from './refcount.ts'
import { releaseSet } from './set.ts'
import { FROZENSET, SET } from './set-slots.ts'
import { intern } from './str.ts'
import { getSubclassAttribute, setSubclassAttribute } from './subclass-attributes.ts'
import { type BaseLife, clearSubclass, deallocSubclass, LIVES, traverseSubclass } from './subclass-life.ts'
import { releaseTuple } from './tuple.ts'
import { TUPLE } from './tuple-slots.ts'
import { lookupInType, typeName } from './type-lookup.ts'
import { clearWeakref } from './weakref.ts'
import { WEAKREF } from './weakref-slots.ts'

function defines(m: Machine, o: Address, name: string): boolean {
  return lookupInType(m, typeOf(m, o), m.names[name] as number) !== 0
}

/** A base that compares its own way has a `__ne__`; else that is the opposite of `__eq__`. */
function compareWith(base: TypeSlots): NonNullable<TypeSlots['compare']> {
  return (m, a, b, op) => {
    const { compare } = base
    if (defines(m, a, COMPARISONS[op]) || compare === undefined) return compareInstances(m, a, b, op)
    return comparesByCode(m, a) ? throughWrapper(m, a, b, () => compare(m, a, b, op)) : compare(m, a, b, op)
  }
}

function hashWith(base: TypeSlots): NonNullable<TypeSlots['hash']> {
  return (m, o) => {
    if (defines(m, o, '__hash__')) return hashInstance(m, o)
    if (base.hash !== undefined) return base.hash(m, o)
    raise(m, 'TypeError', `unhashable type: '${typeName(m, typeOf(m, o))}'`)
    return -1
  }
}

function sizeWith(base: TypeSlots): NonNullable<TypeSlots['sizeof']> {
  return (m, o) => {
    const type = typeOf(m, o)
    const basic = m.i32[(type + TP_BASICSIZE) >> 2] as number
    const ofBase = m.i32[(builtinBase(m, type) + TP_BASICSIZE) >> 2] as number
    return (base.sizeof?.(m, o) ?? ofBase) - ofBase + basic + (m.i32[(type + TP_PRE_HEADER) >> 2] as number)
  }
}

function subclassRow(base: TypeSlots, life: BaseLife): TypeSlots {
  return {
    ...base,
    dealloc: deallocSubclass,
    traverse: (m, o) => traverseSubclass(m, o, life),
    clear: (m, o) => clearSubclass(m, o, life),
    hash: hashWith(base),
    compare: compareWith(base),
    iterate: (m, o) =>
      !defines(m, o, '__iter__') && base.iterate !== undefined ? base.iterate(m, o) : iterateInstance(m, o),
    next: nextOfInstance,
    call: base.call ?? callInstance,
    getAttribute: getSubclassAttribute,
    setAttribute: setSubclassAttribute,
    sizeof: sizeWith(base),
  }
}

const BASES: readonly (readonly [base: number, kind: number, slots: TypeSlots, release: BaseLife['release']])[] = [
  [Kind.list, Kind.listSubclass, LIST, releaseList],
  [Kind.dict, Kind.dictSubclass, DICT, releaseDict],
  [Kind.set, Kind.setSubclass, SET, releaseSet],
  [Kind.frozenset, Kind.frozensetSubclass, FROZENSET, releaseSet],
  [Kind.tuple, Kind.tupleSubclass, TUPLE, releaseTuple],
  [Kind.exception, Kind.exceptionSubclass, EXCEPTION, clearException],
  [Kind.weakref, Kind.weakrefSubclass, WEAKREF, clearWeakref],
]

/** After the rows of the bases are entered, and their methods have numbers. */
export function bootSubclassRows(m: Machine): void {
  for (const [base, kind, slots, release] of BASES) {
    const life: BaseLife = {
      release,
      traverse: slots.traverse ?? (() => 0),
      clear: slots.clear ?? (() => {}),
    }
    LIVES[kind] = life
    m.slots[kind] = subclassRow(slots, life)
    m.methodTables[kind] = m.methodTables[base]
    const specials = (SPECIAL_NAMES[base] as string).split(' ').map((name) => intern(m, name))
    m.staticNames[base] = new Set([...(m.methodTables[base]?.keys() ?? []), ...specials])
  }
}

const COMPARED = '__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__'
const CONTAINER = `${COMPARED} __iter__ __len__ __contains__`
/** What these types define besides methods, as far as programs and the library may define it. */
const SPECIAL_NAMES: Readonly<Record<number, string>> = {
  [Kind.list]: `__init__ ${CONTAINER} __getitem__ __setitem__ __delitem__`,
  [Kind.dict]: `__init__ ${CONTAINER} __getitem__ __setitem__ __delitem__`,
  [Kind.set]: `__init__ ${CONTAINER} __sub__`,
  [Kind.frozenset]: `${CONTAINER} __sub__`,
  [Kind.tuple]: `${CONTAINER} __getitem__`,
  [Kind.exception]: '__init__ __setattr__ __delattr__',
  [Kind.weakref]: `__init__ ${COMPARED} __call__`,
}
