/**
 * What types need once all rows are there: names that attribute access looks for, tables of methods, places of weakref
 * lists, sizes that differ between versions, and the dict in which `object` keeps its subclasses.
 */
import { hide } from '../frame/hidden.ts'
import type { Machine } from '../machine.ts'
import { OB_TYPE, TP_BASE, TP_BASICSIZE, TP_FINALIZE, TP_WEAKLIST, TP_WEAKLISTOFFSET } from '../memory/layout.ts'
import { bootMethods, genericGetAttribute, genericSetAttribute } from './attribute.ts'
import { Getset, newGetset } from './descriptor.ts'
import { dictSet, newPresizedDict } from './dict.ts'
import { frameBytes } from './frame-object.ts'
import { functionBytes, functionWeaklistOffset } from './function.ts'
import { generatorBytes, generatorWeaklistOffset } from './generator.ts'
import { heapTypeBytes } from './heap-type.ts'
import { bootInitWrappers } from './init-wrappers.ts'
import { smallInt } from './int.ts'
import { Kind } from './kinds.ts'
import { intern } from './str.ts'
import { bootSubclassRows } from './subclass-slots.ts'
import { newWeakref } from './weakref.ts'

const NAMES = `
  __class__ __dict__ __weakref__ __doc__ __name__ __qualname__ __module__ __slots__ __static_attributes__
  __firstlineno__ __classdictcell__ __init__ __del__ __bases__ __base__ __mro_entries__ __mro__ __self__ __func__ __objclass__ __callback__
  __enter__ __exit__ __getattr__ __setattr__ __delattr__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__ __len__ __getitem__
  __setitem__ __delitem__ __sub__ __contains__ __iter__ __next__ __call__ cell_contents tb_next tb_frame f_back f_code
`

/** Offsets of weakref lists in records of built-in types. */
const WEAKLISTS: readonly (readonly [kind: number, offset: number])[] = [
  [Kind.type, TP_WEAKLIST],
  [Kind.set, 192],
  [Kind.frozenset, 192],
  [Kind.boundMethod, 32],
  [Kind.builtinFunction, 40],
  [Kind.module, 40],
  [Kind.code, 32],
]

/** After every row is entered and values can be made. */
export function bootTypes(m: Machine): void {
  for (const name of NAMES.trim().split(/\s+/)) m.names[name] = intern(m, name)
  const object = m.types['object'] as number
  const typeType = m.types['type'] as number
  for (const name of Object.keys(m.types)) {
    const type = m.types[name] as number
    m.typeNames.set(type, name === 'instance' ? 'object' : name)
    m.i32[(type + OB_TYPE) >> 2] = typeType
    if (type !== object && m.i32[(type + TP_BASE) >> 2] === 0) m.i32[(type + TP_BASE) >> 2] = object
  }
  m.i32[(object + TP_BASE) >> 2] = 0
  m.i32[((m.types['bool'] as number) + TP_BASE) >> 2] = m.types['int'] as number
  for (const [kind, offset] of WEAKLISTS) setField(m, kind, TP_WEAKLISTOFFSET, offset)
  setField(m, Kind.function, TP_WEAKLISTOFFSET, functionWeaklistOffset(m))
  setField(m, Kind.function, TP_BASICSIZE, functionBytes(m))
  setField(m, Kind.type, TP_BASICSIZE, heapTypeBytes(m))
  setField(m, Kind.frame, TP_BASICSIZE, frameBytes(m))
  setField(m, Kind.generator, TP_WEAKLISTOFFSET, generatorWeaklistOffset(m))
  setField(m, Kind.generator, TP_BASICSIZE, generatorBytes(m))
  setField(m, Kind.generator, TP_FINALIZE, 1)
  if (m.dialect.version[1] >= 10) m.typeNames.set(m.typeByKind[Kind.weakref] as number, 'ReferenceType')
  if (m.dialect.version[1] >= 11)
    for (const kind of [Kind.weakref, Kind.weakProxy, Kind.callableProxy]) setField(m, kind, TP_BASICSIZE, 64)
  bootSubclasses(m)
  setField(m, Kind.tuple, TP_BASICSIZE, m.dialect.tupleItemsAt)
  bootMethods(m)
  bootInitWrappers(m)
  bootSubclassRows(m)
  fillRows(m)
  bootWeakrefs(m)
  if (m.dialect.version[1] < 15) return
  m.sharedGetsets[Getset.dict] = newGetset(m, object, m.names['__dict__'] as number, Getset.dict)
  m.sharedGetsets[Getset.weakref] = newGetset(m, object, m.names['__weakref__'] as number, Getset.weakref)
}

/**
 * A type is in its base's list of subclasses by a weakref (add_subclass in Objects/typeobject.c), which whoever asks for one
 * without callback shares. Diverges: those that abstract base classes keep of what they were asked about are left out.
 */
function bootWeakrefs(m: Machine): void {
  for (const type of Object.values(m.types)) if (type !== m.types['object']) hide(m, newWeakref(m, type, 0))
}

/** As large as in a real interpreter, where `object` has some hundred subclasses before a program adds its own. */
function bootSubclasses(m: Machine): void {
  m.subclasses = newPresizedDict(m, 600, false)
  for (let i = 0; i < 200; i++) {
    const key = smallInt(m, i)
    dictSet(m, m.subclasses, key, m.None)
  }
}

function setField(m: Machine, kind: number, offset: number, value: number): void {
  m.i32[((m.typeByKind[kind] as number) + offset) >> 2] = value
}

/** Rows without attributes of their own get the generic ones. */
function fillRows(m: Machine): void {
  for (let kind = 0; kind < m.slots.length; kind++) {
    const row = m.slots[kind]
    if (row === undefined || (row.getAttribute !== undefined && row.setAttribute !== undefined)) continue
    const { getAttribute = genericGetAttribute, setAttribute = genericSetAttribute } = row
    m.slots[kind] = { ...row, getAttribute, setAttribute }
  }
}
