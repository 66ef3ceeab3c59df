/** How dicts are emptied, visited, untracked, and how they die (PyDict_Clear, dict_traverse, dict_dealloc). */
import { assert } from '../../../base/assert.ts'
import { gcFree, isTracked, untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { entryKeyAt, KeysKind, keysDecref, keysKind, keysSize } from './dict-keys.ts'
import { dictKeys, dictValueOf, dictValues, setDictSize, setDictTable } from './dict-record.ts'
import { clearOrder, freeValues, getValue, isEmbedded, valueAt } from './dict-values.ts'
import { dictNext } from './dict-walk.ts'
import { FreeListOf, keep } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { decref, kindOf, xdecref } from './refcount.ts'
import { mayBeTracked } from './tracking.ts'

/** Takes the table away, then releases what was in it, in the order of insertion. */
export function dictClear(m: Machine, d: Address): void {
  const keys = dictKeys(m, d)
  if (keys === m.emptyKeys) return
  const values = dictValues(m, d)
  setDictSize(m, d, 0)
  if (values !== 0 && isEmbedded(m, values)) {
    clearOrder(m, values)
    // All are taken out first: the last reference to the instance, and so to these values, may be among them.
    const taken: Address[] = []
    for (let i = 0, count = keysSize(m, keys); i < count; i++) {
      const at = valueAt(m, values, i) >> 2
      taken.push(m.i32[at] as number)
      m.i32[at] = 0
    }
    for (const value of taken) xdecref(m, value)
    return
  }
  setDictTable(m, d, m.emptyKeys, 0)
  releaseTable(m, keys, values)
}

function releaseTable(m: Machine, keys: Address, values: Address): void {
  if (values !== 0 && !isEmbedded(m, values)) {
    for (let i = 0, count = keysSize(m, keys); i < count; i++) {
      const value = getValue(m, values, i)
      if (value !== 0) decref(m, value)
    }
    freeValues(m, values)
  }
  if (keys !== m.emptyKeys) keysDecref(m, keys)
}

export function deallocDict(m: Machine, o: Address): void {
  untrack(m, o)
  if (!deallocBegins(m, o)) return
  releaseDict(m, o)
  if (!keep(m, FreeListOf.dict, o)) gcFree(m, o)
  deallocEnds(m)
}

/** What a dict that dies holds. */
export function releaseDict(m: Machine, o: Address): void {
  releaseTable(m, dictKeys(m, o), dictValues(m, o))
}

/** In the order of entries: the value, and behind it the key where keys need not be strings. */
export function traverseDict(m: Machine, o: Address): number {
  const keys = dictKeys(m, o)
  const size = keysSize(m, keys)
  const referents = m.roomForReferents(2 * size)
  // To 3.13.2 and 3.14.4 the instance alone visits its inline values.
  if (!m.semantics.materializedDictVisited && dictValues(m, o) !== 0 && isEmbedded(m, dictValues(m, o))) return 0
  const visitsKeys = keysKind(m, keys) === KeysKind.general && dictValues(m, o) === 0
  let count = 0
  for (let i = 0; i < size; i++) {
    const value = dictValueOf(m, o, i)
    if (value === 0) continue
    referents[count++] = value
    if (visitsKeys) referents[count++] = m.i32[entryKeyAt(m, keys, i) >> 2] as number
  }
  return count
}

/** By a full collection up to 3.13: a dict of atoms need not be tracked (_PyDict_MaybeUntrack). */
export function maybeUntrackDict(m: Machine, d: Address): void {
  if (m.semantics.dictTrackedAtBirth || !isTracked(m, d)) return
  assert(kindOf(m, d) === Kind.dict, 'only a dict is untracked as one')
  // Up to 3.10 the keys are asked of a table for strings, too.
  const asksKeys = !m.dialect.unicodeKeys || keysKind(m, dictKeys(m, d)) === KeysKind.general
  const isGeneral = dictValues(m, d) === 0 && asksKeys
  for (let p = dictNext(m, d, 0); p >= 0; p = dictNext(m, d, p)) {
    if (mayBeTracked(m, m.dictValue) || (isGeneral && mayBeTracked(m, m.dictKey))) return
  }
  untrack(m, d)
}
