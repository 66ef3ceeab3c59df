/**
 * What a class's `__slots__` say (Objects/typeobject.c, type_new_slots): names of members, sorted, and whether instances
 * have a dict and weakrefs.
 */
import type { Machine } from '../machine.ts'
import { type Address, OB_SIZE, TP_DICTOFFSET, TP_ITEMSIZE, TP_WEAKLISTOFFSET } from '../memory/layout.ts'
import { dictGetInterned } from './dict.ts'
import { isList, newList } from './list.ts'
import { raise } from './raise.ts'
import { decref, slotsOf } from './refcount.ts'
import { granted } from './request-memory.ts'
import { internStr, isStr, strText } from './str.ts'
import { isTuple, tupleFrom, tupleItem, tupleSize } from './tuple.ts'
import { typeName } from './type-lookup.ts'

/** What a class's `__slots__` ask for; undefined: nothing is said. */
export interface SlotLayout {
  readonly slots: readonly Address[]
  /** All that they say, where that is no tuple. */
  readonly untupled: readonly Address[]
  readonly hasSlots: boolean
  readonly addsDict: boolean
  readonly addsWeakref: boolean
}

const IDENTIFIER = /^[\p{ID_Start}_]\p{ID_Continue}*$/u

/** Undefined with an error set where they cannot be. */
export function readSlots(m: Machine, dict: Address, base: Address, bases: Address): SlotLayout | undefined {
  const mayAddDict = m.i32[(base + TP_DICTOFFSET) >> 2] === 0
  const hasItems = m.i32[(base + TP_ITEMSIZE) >> 2] !== 0
  const mayAddWeakref = m.i32[(base + TP_WEAKLISTOFFSET) >> 2] === 0 && !hasItems
  const value = dictGetInterned(m, dict, m.names['__slots__'] as number)
  if (value === 0) return { slots: [], untupled: [], hasSlots: false, addsDict: mayAddDict, addsWeakref: mayAddWeakref }
  const names: Address[] = []
  if (isStr(m, value)) names.push(value)
  else if (isTuple(m, value)) for (let i = 0; i < tupleSize(m, value); i++) names.push(tupleItem(m, value, i))
  else if (isList(m, value)) {
    const items = m.i32[(value + 24) >> 2] as number
    for (let i = 0; i < (m.i32[(value + OB_SIZE) >> 2] as number); i++)
      names.push(m.i32[(items + 8 * i) >> 2] as number)
  } else if (slotsOf(m, value).iterate === undefined)
    return refuse(m, 'TypeError', 'what is not iterable names no slots')
  if (names.length > 0 && hasItems)
    return refuse(m, 'TypeError', `nonempty __slots__ not supported for subtype of '${typeName(m, base)}'`)
  let addsDict = false
  let addsWeakref = false
  const slots: Address[] = []
  for (const name of names) {
    if (!isStr(m, name)) return refuse(m, 'TypeError', '__slots__ items must be strings')
    const text = strText(m, name)
    if (!IDENTIFIER.test(text)) return refuse(m, 'TypeError', '__slots__ must be identifiers')
    if (text === '__dict__') {
      if (!mayAddDict || addsDict) return refuse(m, 'TypeError', '__dict__ slot disallowed: we already got one')
      addsDict = true
    } else if (text === '__weakref__') {
      if (!mayAddWeakref || addsWeakref) return refuse(m, 'TypeError', '__weakref__ slot disallowed')
      addsWeakref = true
    } else {
      const key = internStr(m, name)
      decref(m, key)
      if (text !== '__qualname__' && dictGetInterned(m, dict, key) !== 0) {
        // The list of the others is there already.
        granted(m, () => decref(m, newList(m, 0)))
        return refuse(m, 'ValueError', `'${text}' in __slots__ conflicts with class variable`)
      }
      slots.push(key)
    }
  }
  slots.sort((a, b) => (strText(m, a) < strText(m, b) ? -1 : 1))
  // Other bases may bring them, too.
  for (let i = 0; i < tupleSize(m, bases); i++) {
    const other = tupleItem(m, bases, i)
    if (other === base) continue
    if (mayAddDict && m.i32[(other + TP_DICTOFFSET) >> 2] !== 0) addsDict = true
    if (mayAddWeakref && m.i32[(other + TP_WEAKLISTOFFSET) >> 2] !== 0) addsWeakref = true
  }
  return { slots, untupled: isTuple(m, value) ? [] : names, hasSlots: true, addsDict, addsWeakref }
}

function refuse(m: Machine, type: 'TypeError' | 'ValueError', message: string): undefined {
  raise(m, type, message)
  return undefined
}

/** What the class keeps of them: by way of a tuple, and of a list in which they are sorted. */
export function sortedSlots(m: Machine, { slots, untupled }: SlotLayout): Address {
  const given = tupleFrom(m, untupled)
  const list = newList(m, 0)
  const sorted = tupleFrom(m, slots)
  decref(m, list)
  decref(m, given)
  return sorted
}
