/**
 * Functions of the program (Objects/funcobject.c). Names of fields that level 1 never sets (kwdefaults, annotations,
 * type parameters) are there, and NULL.
 *
 *   3.8, 3.9:  16 code  24 globals  32 defaults  40 kwdefaults  48 closure  56 doc  64 name  72 dict  80 weakreflist
 *              88 module  96 annotations  104 qualname  112 vectorcall
 *   3.10+:     16 globals  24 builtins  32 name  40 qualname  48 code  56 defaults  64 kwdefaults  72 closure  80 doc
 *              88 dict  96 weakreflist  104 module  112 annotations  120 …
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'
import { codeName, codeQualname } from './code-object.ts'
import { dictDeleteInterned, dictGetInterned, dictSetInterned, newDict } from './dict.ts'
import { raiseAttributeError, raiseStoreError } from './exception.ts'
import { Kind } from './kinds.ts'
import { hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { incref, setField, typeOf } from './refcount.ts'
import { isStr, strText } from './str.ts'
import { isTuple } from './tuple.ts'

interface Layout {
  readonly code: number
  readonly globals: number
  readonly builtins: number
  readonly defaults: number
  readonly closure: number
  readonly doc: number
  readonly name: number
  readonly dict: number
  readonly weaklist: number
  readonly module: number
  readonly qualname: number
  /** In the order of visits, and in that of release. */
  readonly visited: readonly number[]
  readonly released: readonly number[]
}

const OLD: Layout = {
  code: 16,
  globals: 24,
  builtins: 0,
  defaults: 32,
  closure: 48,
  doc: 56,
  name: 64,
  dict: 72,
  weaklist: 80,
  module: 88,
  qualname: 104,
  visited: [16, 24, 88, 32, 40, 56, 64, 72, 48, 96, 104],
  released: [16, 24, 88, 64, 32, 40, 56, 72, 48, 96, 104],
}
const NEW: Layout = {
  code: 48,
  globals: 16,
  builtins: 24,
  defaults: 56,
  closure: 72,
  doc: 80,
  name: 32,
  dict: 88,
  weaklist: 96,
  module: 104,
  qualname: 40,
  visited: [48, 16, 24, 104, 56, 64, 80, 32, 88, 72, 112, 40],
  released: [16, 24, 104, 56, 64, 80, 88, 72, 112, 48, 32, 40],
}

function layoutOf(m: Machine): Layout {
  return m.dialect.version[1] >= 10 ? NEW : OLD
}

export function functionBytes(m: Machine): SizeBytes {
  const minor = m.dialect.version[1]
  if (minor <= 9) return 120
  if (minor === 10) return 128
  if (minor === 11) return 136
  return minor <= 13 ? 144 : 152
}

export function functionWeaklistOffset(m: Machine): number {
  return layoutOf(m).weaklist
}

/** All arguments are borrowed; `defaults` and `closure` are tuples or 0. */
export function newFunction(m: Machine, code: Address, globals: Address, defaults: Address, closure: Address): Address {
  const at = layoutOf(m)
  const bytes = functionBytes(m)
  const o = gcAlloc(m, m.typeByKind[Kind.function] as number, bytes)
  if (o === 0) return 0
  const { i32 } = m
  fillWords(i32, 0, (o + 16) >> 2, (o + bytes) >> 2)
  i32[(o + at.code) >> 2] = incref(m, code)
  i32[(o + at.globals) >> 2] = incref(m, globals)
  if (at.builtins !== 0 && m.builtins !== 0) i32[(o + at.builtins) >> 2] = incref(m, m.builtins)
  if (defaults !== 0) i32[(o + at.defaults) >> 2] = incref(m, defaults)
  if (closure !== 0) i32[(o + at.closure) >> 2] = incref(m, closure)
  i32[(o + at.doc) >> 2] = incref(m, m.None)
  const name = codeName(m, code)
  i32[(o + at.name) >> 2] = incref(m, name)
  i32[(o + at.qualname) >> 2] = incref(m, codeQualname(m, code))
  const module = dictGetInterned(m, globals, m.names['__name__'] as number)
  if (module !== 0) i32[(o + at.module) >> 2] = incref(m, module)
  track(m, o)
  return o
}

/** Borrowed. */
export function functionCode(m: Machine, o: Address): Address {
  return m.i32[(o + (m.dialect.version[1] >= 10 ? 48 : 16)) >> 2] as number
}

/** Borrowed: a tuple, or 0. */
export function functionDefaults(m: Machine, o: Address): Address {
  return m.i32[(o + (m.dialect.version[1] >= 10 ? 56 : 32)) >> 2] as number
}

/** Borrowed. */
export function functionQualname(m: Machine, o: Address): Address {
  return m.i32[(o + layoutOf(m).qualname) >> 2] as number
}

/** Borrowed: a tuple, or 0. */
export function functionClosure(m: Machine, o: Address): Address {
  return m.i32[(o + layoutOf(m).closure) >> 2] as number
}

/** Borrowed. */
export function functionName(m: Machine, o: Address): Address {
  return m.i32[(o + layoutOf(m).name) >> 2] as number
}

function dealloc(m: Machine, o: Address): void {
  untrack(m, o)
  const at = layoutOf(m)
  if (m.i32[(o + at.weaklist) >> 2] !== 0) m.services.clearWeakrefs(m, o)
  for (const field of at.released) setField(m, o + field, 0)
  gcFree(m, o)
}

export function traverseFunction(m: Machine, o: Address): number {
  const { referents, i32 } = m
  let count = 0
  for (const field of layoutOf(m).visited) {
    const value = i32[(o + field) >> 2] as number
    if (value !== 0) referents[count++] = value
  }
  return count
}

/** Code and names stay: some code may look at them still. */
function clear(m: Machine, o: Address): void {
  const at = layoutOf(m)
  for (const field of at.released) {
    if (field !== at.code && field !== at.name && field !== at.qualname) setField(m, o + field, 0)
  }
}

/** Offset of the field behind an attribute; 0 where there is none. */
function fieldOf(m: Machine, name: string): number {
  const at = layoutOf(m)
  switch (name) {
    case '__code__':
      return at.code
    case '__globals__':
      return at.globals
    case '__defaults__':
      return at.defaults
    case '__closure__':
      return at.closure
    case '__doc__':
      return at.doc
    case '__name__':
      return at.name
    case '__qualname__':
      return at.qualname
    case '__module__':
      return at.module
  }
  return 0
}

/** Borrowed; 0 with MemoryError set. */
function dictOf(m: Machine, o: Address): Address {
  const at = o + layoutOf(m).dict
  if (m.i32[at >> 2] === 0) m.i32[at >> 2] = newDict(m)
  return m.i32[at >> 2] as number
}

function getAttribute(m: Machine, o: Address, name: Address): Address {
  if (name === m.names['__class__']) return incref(m, typeOf(m, o))
  if (name === m.names['__dict__']) return dictOf(m, o) === 0 ? 0 : incref(m, dictOf(m, o))
  const field = fieldOf(m, strText(m, name))
  if (field !== 0) {
    const value = m.i32[(o + field) >> 2] as number
    return incref(m, value === 0 ? m.None : value)
  }
  const dict = m.i32[(o + layoutOf(m).dict) >> 2] as number
  const value = dict === 0 ? 0 : dictGetInterned(m, dict, name)
  return value === 0 ? raiseAttributeError(m, o, name) : incref(m, value)
}

function setAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const at = layoutOf(m)
  const field = fieldOf(m, strText(m, name))
  if (field === 0) {
    const dict = dictOf(m, o)
    if (dict === 0) return -1
    if (value !== 0) return dictSetInterned(m, dict, name, value)
    if (dictDeleteInterned(m, dict, name) === 1) return 0
    raiseStoreError(m, o, name, false)
    return -1
  }
  if (field === at.globals || field === at.closure) {
    raise(m, 'AttributeError', 'readonly attribute')
    return -1
  }
  if (field === at.defaults) {
    if (value !== 0 && value !== m.None && !isTuple(m, value)) {
      raise(m, 'TypeError', '__defaults__ must be set to a tuple object')
      return -1
    }
    setField(m, o + field, value === 0 || value === m.None ? 0 : incref(m, value))
    return 0
  }
  if (value === 0 && field !== at.doc && field !== at.module) {
    raise(m, 'TypeError', 'cannot delete')
    return -1
  }
  if ((field === at.name || field === at.qualname) && !isStr(m, value)) {
    raise(m, 'TypeError', `${strText(m, name)} must be set to a string object`)
    return -1
  }
  setField(m, o + field, incref(m, value === 0 ? m.None : value))
  return 0
}

export const FUNCTION: TypeSlots = {
  name: 'function',
  gc: true,
  basicSize: 120,
  dealloc,
  traverse: traverseFunction,
  clear,
  hash: hashPointer,
  getAttribute,
  setAttribute,
  call: (m, o, argv, argc) => {
    const args: Address[] = []
    for (let i = 0; i < argc; i++) args.push(m.i32[(argv + 8 * i) >> 2] as number)
    return m.services.call(m, o, args)
  },
  repr: (m, o) => `<function ${strText(m, functionQualname(m, o))} at 0x${o.toString(16)}>`,
}
