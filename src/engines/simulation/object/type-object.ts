/**
 * Classes as a class statement makes them (Objects/typeobject.c, type_new, PyType_Ready). Keeps true: the parts of a
 * class are made in CPython's order, so that counts, reference counts and the young generation's list fit. Leaves out
 * metaclasses.
 */

import { assert } from '../../../base/assert.ts'
import { besideUnseen, gcAlloc, track } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import {
  type Address,
  OB_SIZE,
  TP_BASE,
  TP_BASES,
  TP_BASICSIZE,
  TP_CLEAR,
  TP_DEALLOC,
  TP_DICT,
  TP_DICTOFFSET,
  TP_FINALIZE,
  TP_FLAGS,
  TP_ITEMSIZE,
  TP_MRO,
  TP_NAME,
  TP_TRAVERSE,
  TP_WEAKLISTOFFSET,
  TPFLAGS_HAVE_GC,
  TPFLAGS_HEAPTYPE,
} from '../memory/layout.ts'
import { passAskedMethod } from './builtin-function.ts'
import { setCellSteal } from './cell.ts'
import { readSlots, type SlotLayout, sortedSlots } from './class-slots.ts'
import { Getset, newGetset, newMember } from './descriptor.ts'
import { dictDeleteInterned, dictGetInterned, dictSetInterned } from './dict.ts'
import { copyDict } from './dict-copy.ts'
import { keysInsertShared, newSharedKeys } from './dict-keys.ts'
import {
  Attributes,
  BEHIND_ITEMS,
  HT_CACHED_KEYS,
  HT_NAME,
  HT_QUALNAME,
  HT_SLOTS,
  heapTypeBytes,
  MANAGED_DICT,
  MANAGED_WEAKLIST,
  TP_ATTRIBUTES,
  TP_PRE_HEADER,
  TP_SLOTS_AT,
} from './heap-type.ts'
import { kindOfSubclass } from './kinds.ts'
import { bestBase, linearize } from './mro.ts'
import { decref, incref, setField } from './refcount.ts'
import { granted } from './request-memory.ts'
import { constantText, isStr } from './str.ts'
import { enterWithBases } from './subclasses.ts'
import { isTuple, tupleFrom, tupleItem, tupleSize } from './tuple.ts'
import { forgetLookups, isHeapType, lookupInType } from './type-lookup.ts'

/**
 * A class named `name` with what its body left in `namespace` and that tuple of bases (all borrowed); 0 with an error where
 * it cannot be. Diverges: making it lacks no memory.
 */
export function newClass(m: Machine, name: Address, namespace: Address, given: Address): Address {
  return granted(m, () => callType(m, name, namespace, given))
}

/** `type` is called with its arguments in a tuple. */
function callType(m: Machine, name: Address, namespace: Address, given: Address): Address {
  const args = tupleFrom(m, [name, given, namespace])
  const type = makeClass(m, name, namespace, given)
  decref(m, args)
  return type
}

/** The same without the tuple: `type.__new__`. */
export function makeClass(m: Machine, name: Address, namespace: Address, given: Address): Address {
  const isPlain = tupleSize(m, given) === 0
  const bases = isPlain ? tupleFrom(m, [m.types['object'] as number]) : incref(m, given)
  const base = bestBase(m, bases)
  if (base === 0) {
    decref(m, bases)
    return 0
  }
  const dict = copyDict(m, namespace)
  const layout = readSlots(m, dict, base, bases)
  if (layout === undefined) {
    decref(m, bases)
    decref(m, dict)
    return 0
  }
  const slotNames = layout.hasSlots ? sortedSlots(m, layout) : 0
  const type = allocateType(m, name, layout.slots.length)
  track(m, type)
  m.i32[(type + TP_BASE) >> 2] = incref(m, base)
  m.i32[(type + TP_BASES) >> 2] = bases
  m.i32[(type + TP_DICT) >> 2] = dict
  m.i32[(type + HT_SLOTS) >> 2] = slotNames
  fillNames(m, type, dict)
  layOut(m, type, base, layout)
  takeNamespaceCell(m, dict)
  const isMroFirst = m.dialect.version[1] >= 10
  if (isMroFirst && !setMro(m, type, bases)) return failed(m, type)
  addDescriptors(m, type, dict, layout)
  if (dictGetInterned(m, dict, m.names['__doc__'] as number) === 0) {
    dictSetInterned(m, dict, m.names['__doc__'] as number, m.None)
  }
  withoutHash(m, dict)
  if (!isMroFirst && !setMro(m, type, bases)) return failed(m, type)
  enterWithBases(m, type, bases)
  if (hasSharedKeys(m, type)) m.i32[(type + HT_CACHED_KEYS) >> 2] = keysOfClass(m, dict)
  forgetLookups(m)
  m.i32[(type + TP_FINALIZE) >> 2] = lookupInType(m, type, m.names['__del__'] as number) === 0 ? 0 : 1
  // A copy of the dict is looked through for `__set_name__` (type_new_set_names).
  decref(m, copyDict(m, dict))
  // `super(C, C).__init_subclass__()`: up to 3.10 `super` is called with its arguments in a tuple.
  if (m.dialect.callMakesFrame) decref(m, tupleFrom(m, [type, type]))
  besideUnseen(m, SUPER_BYTES, () => passAskedMethod(m))
  return type
}

/** `super.__basicsize__`. */
const SUPER_BYTES = 40

/** The cell of the body gets the class's own dict in the place of the namespace (type_new_set_classdictcell, 3.13). */
function takeNamespaceCell(m: Machine, dict: Address): void {
  const name = m.names['__classdictcell__'] as number
  const cell = dictGetInterned(m, dict, name)
  if (cell === 0) return
  setCellSteal(m, cell, incref(m, dict))
  dictDeleteInterned(m, dict, name)
}

/** It dies before any base knew it. */
function failed(m: Machine, type: Address): 0 {
  setField(m, type + TP_BASES, 0)
  decref(m, type)
  return 0
}

function allocateType(m: Machine, name: Address, slotCount: number): Address {
  const bytes = heapTypeBytes(m)
  // One item more than slots: PyType_GenericAlloc leaves room for a sentinel (Py_SIZE is the number of members).
  const type = gcAlloc(m, m.types['type'] as number, bytes + 40 * slotCount)
  fillWords(m.i32, 0, (type + OB_SIZE) >> 2, (type + bytes + 40 * slotCount) >> 2)
  m.i32[(type + OB_SIZE) >> 2] = slotCount
  m.i32[(type + HT_NAME) >> 2] = incref(m, name)
  m.i32[(type + TP_NAME) >> 2] = name
  m.typeNames.set(type, constantText(m, name))
  m.programTypes.push(type)
  return type
}

function fillNames(m: Machine, type: Address, dict: Address): void {
  const key = m.names['__qualname__'] as number
  const given = dictGetInterned(m, dict, key)
  const qualname = incref(m, given !== 0 && isStr(m, given) ? given : (m.i32[(type + HT_NAME) >> 2] as number))
  m.i32[(type + HT_QUALNAME) >> 2] = qualname
  if (given !== 0) dictDeleteInterned(m, dict, key)
}

/** A class that defines equality alone cannot be hashed; one that gets it later can. */
function withoutHash(m: Machine, dict: Address): void {
  const hash = m.names['__hash__'] as number
  if (dictGetInterned(m, dict, m.names['__eq__'] as number) === 0 || dictGetInterned(m, dict, hash) !== 0) return
  dictSetInterned(m, dict, hash, m.None)
}

/** Size of instances, and where slots, dict and weakrefs lie. */
function layOut(m: Machine, type: Address, base: Address, layout: SlotLayout): void {
  const { i32 } = m
  const minor = m.dialect.version[1]
  let size = i32[(base + TP_BASICSIZE) >> 2] as number
  i32[(type + TP_SLOTS_AT) >> 2] = size
  size += 8 * layout.slots.length
  let dictOffset = i32[(base + TP_DICTOFFSET) >> 2] as number
  let weaklistOffset = i32[(base + TP_WEAKLISTOFFSET) >> 2] as number
  let attributes = attributesOfBase(m, base)
  const itemSize = i32[(base + TP_ITEMSIZE) >> 2] as number
  if (layout.addsDict) {
    if (itemSize !== 0 && minor <= 11) {
      attributes = Attributes.pointer
      dictOffset = BEHIND_ITEMS
      size += 8
    } else if (minor <= 10) {
      attributes = Attributes.pointer
      dictOffset = size
      size += 8
    } else {
      attributes = minor <= 12 ? Attributes.values : Attributes.inline
      dictOffset = MANAGED_DICT
    }
  }
  if (layout.addsWeakref) {
    if (minor <= 11) {
      weaklistOffset = size
      size += 8
    } else weaklistOffset = MANAGED_WEAKLIST
  }
  // 3.13 has inline values only where nothing else lies in the instance.
  if (attributes === Attributes.inline && ((m.semantics.slottedDictIsSeparate && size > 16) || itemSize !== 0))
    attributes = Attributes.managed
  const isManaged = dictOffset === MANAGED_DICT || weaklistOffset < 0
  const kind = kindOfSubclass(i32[(base + TP_DEALLOC) >> 2] as number)
  assert(kind !== 0, 'the base is one that classes may derive from')
  i32[(type + TP_BASICSIZE) >> 2] = size
  i32[(type + TP_DICTOFFSET) >> 2] = dictOffset
  i32[(type + TP_WEAKLISTOFFSET) >> 2] = weaklistOffset
  i32[(type + TP_ATTRIBUTES) >> 2] = attributes
  i32[(type + TP_PRE_HEADER) >> 2] = isManaged ? 16 : 0
  i32[(type + TP_FLAGS) >> 2] = TPFLAGS_HAVE_GC | TPFLAGS_HEAPTYPE
  i32[(type + TP_ITEMSIZE) >> 2] = itemSize
  i32[(type + TP_DEALLOC) >> 2] = kind
  i32[(type + TP_TRAVERSE) >> 2] = kind
  i32[(type + TP_CLEAR) >> 2] = kind
}

/** Exceptions have a dict of their own, which a class of the program takes over. */
function attributesOfBase(m: Machine, base: Address): number {
  if (isHeapType(m, base)) return m.i32[(base + TP_ATTRIBUTES) >> 2] as number
  return m.i32[(base + TP_DICTOFFSET) >> 2] === 0 ? Attributes.none : Attributes.pointer
}

/** Members in the order of their names, then `__dict__` and `__weakref__` (type_add_members, type_add_getset). */
function addDescriptors(m: Machine, type: Address, dict: Address, layout: SlotLayout): void {
  let offset = m.i32[(type + TP_SLOTS_AT) >> 2] as number
  for (const name of layout.slots) {
    addTo(m, dict, name, newMember(m, type, name, offset))
    offset += 8
  }
  if (layout.addsDict) addGetset(m, type, dict, '__dict__', Getset.dict)
  if (layout.addsWeakref) addGetset(m, type, dict, '__weakref__', Getset.weakref)
}

function addGetset(m: Machine, type: Address, dict: Address, text: '__dict__' | '__weakref__', which: number): void {
  const name = m.names[text] as number
  const shared = m.sharedGetsets[which] as number
  addTo(m, dict, name, shared === 0 ? newGetset(m, type, name, which) : incref(m, shared))
}

function addTo(m: Machine, dict: Address, name: Address, descriptor: Address): void {
  dictSetInterned(m, dict, name, descriptor)
  decref(m, descriptor)
}

/** False with TypeError. */
function setMro(m: Machine, type: Address, bases: Address): boolean {
  const mro = linearize(m, type, bases)
  m.i32[(type + TP_MRO) >> 2] = mro
  return mro !== 0
}

/** Classes whose instances have a dict; from 3.11 on a managed one. */
function hasSharedKeys(m: Machine, type: Address): boolean {
  const attributes = m.i32[(type + TP_ATTRIBUTES) >> 2]
  return attributes !== Attributes.none && (attributes !== Attributes.pointer || m.dialect.version[1] <= 10)
}

/** Attribute names that instances share: from 3.14 on they start with what methods assign to `self`. */
function keysOfClass(m: Machine, dict: Address): Address {
  const keys = newSharedKeys(m)
  if (!m.semantics.keysFromSelfAssignments) return keys
  const names = dictGetInterned(m, dict, m.names['__static_attributes__'] as number)
  if (names === 0 || !isTuple(m, names)) return keys
  for (let i = 0; i < tupleSize(m, names); i++) keysInsertShared(m, keys, tupleItem(m, names, i))
  return keys
}
