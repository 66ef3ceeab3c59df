/**
 * What a type is and what the classes along its mro define (Objects/typeobject.c: PyType_IsSubtype, _PyType_Lookup with the
 * method cache).
 */
import type { Machine } from '../machine.ts'
import { type Address, TP_BASE, TP_DEALLOC, TP_DICT, TP_FLAGS, TP_MRO, TPFLAGS_HEAPTYPE } from '../memory/layout.ts'
import { dictGetInterned } from './dict.ts'
import { tupleItem, tupleSize } from './tuple.ts'

export function isHeapType(m: Machine, type: Address): boolean {
  return ((m.i32[(type + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) !== 0
}

export function typeName(m: Machine, type: Address): string {
  return m.typeNames.get(type) ?? '?'
}

/** Whether `o` is an instance of `type` or of a class that derives from it. */
export function isInstanceOf(m: Machine, o: Address, type: Address): boolean {
  return isSubtypeOf(m, m.i32[(o + 8) >> 2] as number, type)
}

export function isSubtypeOf(m: Machine, type: Address, base: Address): boolean {
  const mro = m.i32[(type + TP_MRO) >> 2] as number
  if (mro !== 0) {
    for (let i = 0, n = tupleSize(m, mro); i < n; i++) if (tupleItem(m, mro, i) === base) return true
    return false
  }
  for (let t = type; t !== 0; t = m.i32[(t + TP_BASE) >> 2] as number) if (t === base) return true
  return base === m.types['object']
}

/**
 * What the classes along the mro define of that interned name; borrowed, or 0. Built-in types are left out. Answers are
 * kept until any class changes, comes or goes (the method cache, `type_cache`).
 */
export function lookupInType(m: Machine, type: Address, name: Address): Address {
  const cache = m.typeCache
  const at = ((type >>> 5) ^ (name >>> 4)) & TYPE_CACHE_MASK
  if (cache[at] === type && cache[at + 1] === name && cache[at + 2] === m.typeEpoch) return cache[at + 3] as number
  const found = searchType(m, type, name)
  // Another name may take the place of one on the heap.
  if (name < m.space.heapStart) {
    cache[at] = type
    cache[at + 1] = name
    cache[at + 2] = m.typeEpoch
    cache[at + 3] = found
  }
  return found
}

/** Four words an entry, 1,024 entries. */
const TYPE_CACHE_MASK = 0xffc

/** A class has changed. */
export function forgetLookups(m: Machine): void {
  m.typeEpoch = (m.typeEpoch + 1) | 0
}

function searchType(m: Machine, type: Address, name: Address): Address {
  const mro = m.i32[(type + TP_MRO) >> 2] as number
  if (mro === 0) return 0
  const size = tupleSize(m, mro)
  for (let i = 0; i < size; i++) {
    const dict = m.i32[((tupleItem(m, mro, i) as number) + TP_DICT) >> 2] as number
    if (dict === 0) {
      // What a built-in type defines comes before the classes behind it.
      if (m.staticNames[m.i32[(tupleItem(m, mro, i) + TP_DEALLOC) >> 2] as number]?.has(name) === true) return 0
      continue
    }
    const found = dictGetInterned(m, dict, name)
    if (found !== 0) return found
  }
  return 0
}
