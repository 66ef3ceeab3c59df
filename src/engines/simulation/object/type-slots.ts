/**
 * Type objects as objects (Objects/typeobject.c: type_getattro, type_setattro, type_dealloc, type_traverse, type_clear)
 * and the type `object`. Static types never die; of a class that dies `object` forgets its weakref first.
 */
import { assert } from '../../../base/assert.ts'
import { Abort } from '../abort.ts'
import { gcFree, initObject, isTracked, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { takeBlock } from '../memory/blocks.ts'
import { type Address, OBJECT_BYTES, TP_BASE, TP_BASES, TP_DEALLOC, TP_DICT, TP_MRO } from '../memory/layout.ts'
import { findNative, genericGetAttribute } from './attribute.ts'
import { builtinBase } from './builtin-base.ts'
import { newBuiltinOf } from './builtin-function.ts'
import { Getset, newGetset, newMethodDescriptor } from './descriptor.ts'
import { dictDeleteInterned, dictSetInterned } from './dict.ts'
import { keysBlockBytes, keysDecref } from './dict-keys.ts'
import { dictClear } from './dict-life.ts'
import { raiseAttributeError, raiseStoreError } from './exception.ts'
import {
  cachedKeys,
  HT_CACHED_KEYS,
  HT_NAME,
  HT_QUALNAME,
  HT_SLOTS,
  heapTypeBytes,
  TP_SUBCLASSES,
} from './heap-type.ts'
import { Kind } from './kinds.ts'
import { classDict } from './mapping-proxy.ts'
import { hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { incref, setField, typeOf } from './refcount.ts'
import { granted } from './request-memory.ts'
import { isStr, newStr, strText } from './str.ts'
import { leaveBases, updateFinalizer } from './subclasses.ts'
import { tupleFrom } from './tuple.ts'
import { forgetLookups, isHeapType, lookupInType, typeName } from './type-lookup.ts'
import { firstWeakref } from './weakref.ts'

function dealloc(m: Machine, type: Address): void {
  assert(isHeapType(m, type), 'static-types-never-die')
  forgetLookups(m)
  if (isTracked(m, type)) untrack(m, type)
  leaveBases(m, type)
  if (firstWeakref(m, type) !== 0) m.services.clearWeakrefs(m, type)
  for (const field of [TP_BASE, TP_DICT, TP_BASES, TP_MRO, TP_SUBCLASSES, HT_NAME, HT_QUALNAME, HT_SLOTS])
    setField(m, type + field, 0)
  releaseKeys(m, type)
  m.typeNames.delete(type)
  gcFree(m, type)
}

function releaseKeys(m: Machine, type: Address): void {
  const keys = cachedKeys(m, type)
  m.i32[(type + HT_CACHED_KEYS) >> 2] = 0
  if (keys !== 0) keysDecref(m, keys)
}

/** Dict, mro, bases, base. */
export function traverseType(m: Machine, type: Address): number {
  const { referents, i32 } = m
  let count = 0
  for (let i = 0; i < VISITED.length; i++) {
    const field = i32[(type + (VISITED[i] as number)) >> 2] as number
    if (field !== 0) referents[count++] = field
  }
  return count
}

const VISITED: readonly number[] = [TP_DICT, TP_MRO, TP_BASES, TP_BASE]

/** Up to 3.10 the shared keys go, too: they hold names only. */
function clear(m: Machine, type: Address): void {
  if (m.dialect.attributes === 'dict') releaseKeys(m, type)
  forgetLookups(m)
  const dict = m.i32[(type + TP_DICT) >> 2] as number
  if (dict !== 0) dictClear(m, dict)
  setField(m, type + TP_MRO, 0)
  forgetLookups(m)
}

function getAttribute(m: Machine, type: Address, name: Address): Address {
  const found = lookupInType(m, type, name)
  if (found !== 0 && name !== m.names['__dict__'] && name !== m.names['__weakref__']) return incref(m, found)
  if (name === m.names['__class__']) return incref(m, typeOf(m, type))
  if (name === m.names['__dict__']) return classDict(m, type)
  if (name === m.names['__name__'] || name === m.names['__qualname__']) {
    if (!isHeapType(m, type)) return newStr(m, typeName(m, type))
    return incref(m, m.i32[(type + (name === m.names['__name__'] ? HT_NAME : HT_QUALNAME)) >> 2] as number)
  }
  if (name === m.names['__bases__']) return basesOf(m, type)
  if (name === m.names['__base__']) {
    const base = m.i32[(type + TP_BASE) >> 2] as number
    return incref(m, base === 0 ? m.None : base)
  }
  if (name === m.names['__mro__']) {
    const mro = m.i32[(type + TP_MRO) >> 2] as number
    return mro === 0 ? tupleFrom(m, staticMro(m, type)) : incref(m, mro)
  }
  let native = findNative(m, m.i32[(type + TP_DEALLOC) >> 2] as number, name)
  if (native < 0) native = findNative(m, Kind.object, name)
  if (native >= 0) {
    if (isClassMethod(m, type, name)) return newBuiltinOf(m, native, type)
    return granted(m, () => newMethodDescriptor(m, builtinBase(m, type), name, native))
  }
  const shown = classGetset(m, type, name)
  if (shown !== 0) return shown
  if (name === m.names['__doc__']) return incref(m, m.None)
  return raiseAttributeError(m, type, name)
}

/** What stands for a field of exceptions in their class: made anew each time. */
function classGetset(m: Machine, type: Address, name: Address): Address {
  const kind = m.i32[(type + TP_DEALLOC) >> 2]
  if (kind !== Kind.exception && kind !== Kind.exceptionSubclass) return 0
  if (!EXCEPTION_GETSETS.has(strText(m, name))) return 0
  return granted(m, () => newGetset(m, builtinBase(m, type), name, Getset.dict))
}

const EXCEPTION_GETSETS: ReadonlySet<string> = new Set(['args', '__traceback__', '__context__', '__cause__'])

/** `dict.fromkeys`. */
function isClassMethod(m: Machine, type: Address, name: Address): boolean {
  const kind = m.i32[(type + TP_DEALLOC) >> 2]
  return (kind === Kind.dict || kind === Kind.dictSubclass) && strText(m, name) === 'fromkeys'
}

function basesOf(m: Machine, type: Address): Address {
  const bases = m.i32[(type + TP_BASES) >> 2] as number
  if (bases !== 0) return incref(m, bases)
  const base = m.i32[(type + TP_BASE) >> 2] as number
  return tupleFrom(m, base === 0 ? [] : [base])
}

function staticMro(m: Machine, type: Address): Address[] {
  const mro: Address[] = []
  for (let t = type; t !== 0; t = m.i32[(t + TP_BASE) >> 2] as number) mro.push(t)
  return mro
}

function setAttribute(m: Machine, type: Address, name: Address, value: Address): number {
  if (!isHeapType(m, type)) {
    raise(m, 'TypeError', `cannot set attribute of immutable type '${typeName(m, type)}'`)
    return -1
  }
  if (name === m.names['__name__'] || name === m.names['__qualname__']) return setName(m, type, name, value)
  if (name === m.names['__class__']) {
    raise(m, 'TypeError', '__class__ assignment only supported for compatible layouts')
    return -1
  }
  const dict = m.i32[(type + TP_DICT) >> 2] as number
  forgetLookups(m)
  if (value !== 0) {
    if (dictSetInterned(m, dict, name, value) < 0) return -1
  } else if (dictDeleteInterned(m, dict, name) === 0) {
    raiseStoreError(m, type, name, false)
    return -1
  }
  forgetLookups(m)
  if (name === m.names['__del__']) updateFinalizer(m, type)
  return 0
}

function setName(m: Machine, type: Address, name: Address, value: Address): number {
  if (value === 0 || !isStr(m, value)) {
    raise(m, 'TypeError', 'can only assign string to the name of a type')
    return -1
  }
  const isName = name === m.names['__name__']
  if (isName) m.typeNames.set(type, strText(m, value))
  setField(m, type + (isName ? HT_NAME : HT_QUALNAME), incref(m, value))
  return 0
}

/** From 3.9 on `list[int]` is a generic alias, which the language does not have. */
function subscriptType(m: Machine, type: Address): Address {
  const kind = m.i32[(builtinBase(m, type) + TP_DEALLOC) >> 2] as number
  // Some classes of the library have them, too.
  const isOfLibrary = isHeapType(m, type) && type < m.space.heapStart
  if (m.dialect.version[1] >= 9 && (isOfLibrary || GENERIC.includes(kind))) throw new Abort('no class is subscripted')
  return raise(m, 'TypeError', `'${typeName(m, typeOf(m, type))}' object is not subscriptable`)
}

const GENERIC: readonly number[] = [Kind.list, Kind.dict, Kind.set, Kind.frozenset, Kind.tuple, Kind.type, Kind.weakref]

/** Without what a call gives: type-call.ts. */
export const TYPE: TypeSlots = {
  name: 'type',
  gc: true,
  basicSize: 880,
  itemSize: 40,
  dealloc,
  traverse: traverseType,
  clear,
  hash: hashPointer,
  getItem: subscriptType,
  getAttribute,
  setAttribute,
  repr(m, o) {
    return isHeapType(m, o)
      ? `<class '__main__.${strText(m, m.i32[(o + HT_QUALNAME) >> 2] as number)}'>`
      : `<class '${typeName(m, o)}'>`
  },
  sizeof(m, type) {
    if (!isHeapType(m, type)) return m.dialect.typeObjectBytes
    // What slots take behind the type is not told, for there is no item size in the type's own size.
    const keys = cachedKeys(m, type)
    return heapTypeBytes(m) + (keys === 0 ? 0 : keysBlockBytes(m, keys))
  },
}

export const OBJECT: TypeSlots = {
  name: 'object',
  gc: false,
  basicSize: OBJECT_BYTES,
  dealloc(m, o) {
    m.watcher?.died(o)
    m.objects.free(o)
  },
  hash: hashPointer,
  getAttribute: genericGetAttribute,
  construct(m, type, _argv, argc) {
    if (argc > 0) return raise(m, 'TypeError', 'object() takes no arguments')
    const o = takeBlock(m.objects, OBJECT_BYTES)
    initObject(m, o, type)
    return o
  },
  repr: (_m, o) => `<object object at 0x${o.toString(16)}>`,
}
