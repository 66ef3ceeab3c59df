/**
 * Modules (Objects/moduleobject.c): a dict with a name.
 *
 *   16 md_dict   24 md_def   32 md_state   40 md_weaklist   48 md_name
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { dictDeleteInterned, dictGetInterned, dictSetInterned, newDict } from './dict.ts'
import { raiseAttributeError, raiseStoreError } from './exception.ts'
import { Kind } from './kinds.ts'
import { hashPointer } from './protocol.ts'
import { decref, incref, setField, typeOf, xdecref } from './refcount.ts'
import { intern, strText } from './str.ts'

const DICT = 16
const WEAKLIST = 40
const NAME = 48
const BYTES = 56

export function newModule(m: Machine, name: string): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.module] as number, BYTES)
  fillWords(m.i32, 0, (o + DICT) >> 2, (o + BYTES) >> 2)
  m.i32[(o + DICT) >> 2] = newDict(m)
  m.i32[(o + NAME) >> 2] = intern(m, name)
  track(m, o)
  return o
}

/** Borrowed. */
export function moduleDict(m: Machine, o: Address): Address {
  return m.i32[(o + DICT) >> 2] as number
}

export const MODULE: TypeSlots = {
  name: 'module',
  gc: true,
  basicSize: BYTES,
  dealloc(m, o) {
    untrack(m, o)
    if (m.i32[(o + WEAKLIST) >> 2] !== 0) m.services.clearWeakrefs(m, o)
    xdecref(m, m.i32[(o + DICT) >> 2] as number)
    decref(m, m.i32[(o + NAME) >> 2] as number)
    gcFree(m, o)
  },
  traverse(m, o) {
    const dict = moduleDict(m, o)
    if (dict === 0) return 0
    m.referents[0] = dict
    return 1
  },
  clear: (m, o) => setField(m, o + DICT, 0),
  hash: hashPointer,
  getAttribute(m, o, name) {
    const value = dictGetInterned(m, moduleDict(m, o), name)
    if (value !== 0) return incref(m, value)
    if (name === m.names['__class__']) return incref(m, typeOf(m, o))
    if (name === m.names['__dict__']) return incref(m, moduleDict(m, o))
    if (name === m.names['__name__']) return incref(m, m.i32[(o + NAME) >> 2] as number)
    return raiseAttributeError(m, o, name)
  },
  setAttribute(m, o, name, value) {
    const dict = moduleDict(m, o)
    if (value !== 0) return dictSetInterned(m, dict, name, value)
    if (dictDeleteInterned(m, dict, name) === 1) return 0
    raiseStoreError(m, o, name, false)
    return -1
  },
  repr: (m, o) => `<module '${strText(m, m.i32[(o + NAME) >> 2] as number)}' (built-in)>`,
}
