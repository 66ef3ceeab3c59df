/**
 * What an object refers to, read from raw bytes by the layouts drawn here, for the checkers of objects; independent of
 * the rows of object/. Kinds that are not drawn are unknown: `edgesOf` gives undefined, and the caller must know them. An
 * instance of a program's class that derives from a built-in type holds what that type holds, and its own besides.
 *
 *   list      16 size   24 → items                 tuple     16 size   items at `tupleItemsAt`
 *   dict      32 → keys   40 → values (split)      set       32 mask   40 → entries of 16 (key first)
 *   cell      16                                   method    16   24           weakref   24 (callback)
 *   instance  slots at its class's 440 (16 of them, per class of the chain at 256), attributes as its class's 424 says
 *   keys      8 size (3.11+: log2, u8), 16 kind (10, u8), 32 count (24), header 40 (32), indices, entries of 24 or 16
 */
import type { AddressSpace } from '../memory/address-space.ts'
import {
  type Address,
  OB_SIZE,
  OB_TYPE,
  TP_BASE,
  TP_BASICSIZE,
  TP_DICTOFFSET,
  TP_FLAGS,
  TP_ITEMSIZE,
  TPFLAGS_HEAPTYPE,
} from '../memory/layout.ts'

/** Type objects of the kinds that are drawn, and what of a dialect their layouts depend on. */
export interface EdgeLayouts {
  readonly list: Address
  readonly tuple: Address
  readonly dict: Address
  readonly sets: readonly Address[]
  readonly cell: Address
  readonly boundMethod: Address
  readonly weakrefs: readonly Address[]
  readonly typeType: Address
  readonly tupleItemsAt: number
  /** Keys blocks as from 3.11 on. */
  readonly newKeys: boolean
  readonly attributes: 'dict' | 'values' | 'inline'
  /** Where 3.11 has values and dict apart in the pre-header. */
  readonly valuesApart: boolean
  /** What stands in a set where an item was removed. */
  readonly setDummy: Address
}

const TP_ATTRIBUTES = 424
const TP_SLOTS_AT = 440
const HT_CACHED_KEYS = 872
const SPLIT = 2
/** Words at TP_ATTRIBUTES. */
const VALUES = 2
const INLINE = 3
/** `tp_dictoffset` of instances with items: the last word. */
const BEHIND_ITEMS = -8

type Word = (at: Address) => number

/** One address per strong reference, or undefined where the kind is unknown. Entries may be NULL. */
export function edgesOf(space: AddressSpace, layouts: EdgeLayouts, o: Address): readonly Address[] | undefined {
  const word: Word = (at) => space.i32[at >> 2] ?? 0
  const type = word(o + OB_TYPE)
  let base = type
  while ((word(base + TP_FLAGS) & TPFLAGS_HEAPTYPE) !== 0) base = word(base + TP_BASE)
  if (base === type) return heldEdges(space, layouts, o, type)
  if (word(type + OB_TYPE) !== layouts.typeType) return undefined
  // The type `object` has no base, and its instances hold nothing.
  const held = word(base + TP_BASE) === 0 ? [] : heldEdges(space, layouts, o, base)
  return held === undefined ? undefined : [...instanceEdges(space, layouts, o, type), ...held]
}

/** What the record of a built-in type holds. */
function heldEdges(
  space: AddressSpace,
  layouts: EdgeLayouts,
  o: Address,
  type: Address,
): readonly Address[] | undefined {
  const word: Word = (at) => space.i32[at >> 2] ?? 0
  if (type === layouts.list) return array(word, word(o + 24), word(o + OB_SIZE), 8)
  if (type === layouts.tuple) return array(word, o + layouts.tupleItemsAt, word(o + OB_SIZE), 8)
  if (type === layouts.dict) return dictEdges(space, layouts, o)
  if (layouts.sets.includes(type)) {
    return array(word, word(o + 40), word(o + 32) + 1, 16).filter((key) => key !== layouts.setDummy)
  }
  if (type === layouts.cell) return [word(o + 16)]
  if (type === layouts.boundMethod) return [word(o + 16), word(o + 24)]
  if (layouts.weakrefs.includes(type)) return [word(o + 24)]
  return undefined
}

function array(word: Word, first: Address, count: number, stride: number): Address[] {
  const edges: Address[] = []
  for (let i = 0; i < count; i++) edges.push(word(first + i * stride))
  return edges
}

function keysCount(word: Word, layouts: EdgeLayouts, keys: Address): number {
  return word(keys + (layouts.newKeys ? 24 : 32))
}

function dictEdges(space: AddressSpace, layouts: EdgeLayouts, d: Address): readonly Address[] {
  const word: Word = (at) => space.i32[at >> 2] ?? 0
  const keys = word(d + 32)
  const values = word(d + 40)
  const count = keysCount(word, layouts, keys)
  if (values !== 0) {
    if (layouts.attributes !== 'inline') return array(word, values, count, 8)
    // Embedded values are the instance's.
    return space.u8[values + 2] !== 0 ? [] : array(word, values + 8, count, 8)
  }
  const size = layouts.newKeys ? 1 << (space.u8[keys + 8] ?? 0) : word(keys + 8)
  const kind = layouts.newKeys ? (space.u8[keys + 10] ?? 0) : word(keys + 16)
  // Keys that are shared hold their names once for all dicts.
  if (kind === SPLIT) return []
  const indexBytes = size < 256 ? 1 : size < 65536 ? 2 : 4
  const entryBytes = layouts.newKeys && kind !== 0 ? 16 : 24
  const first = keys + (layouts.newKeys ? 32 : 40) + size * indexBytes + (entryBytes - 16)
  return [...array(word, first, count, entryBytes), ...array(word, first + 8, count, entryBytes)]
}

function dictFieldOf(word: Word, o: Address, type: Address): Address {
  const offset = word(type + TP_DICTOFFSET)
  if (offset !== BEHIND_ITEMS) return o + offset
  return o + word(type + TP_BASICSIZE) + word(o + OB_SIZE) * word(type + TP_ITEMSIZE) + BEHIND_ITEMS
}

function instanceEdges(space: AddressSpace, layouts: EdgeLayouts, o: Address, type: Address): readonly Address[] {
  const word: Word = (at) => space.i32[at >> 2] ?? 0
  const edges = [type]
  for (let t = type; t !== 0 && (word(t + TP_FLAGS) & TPFLAGS_HEAPTYPE) !== 0; t = word(t + TP_BASE)) {
    edges.push(...array(word, o + word(t + TP_SLOTS_AT), word(t + OB_SIZE), 8))
  }
  if (word(type + TP_ATTRIBUTES) === 0) return edges
  const field = word(dictFieldOf(word, o, type))
  const hasDict = (field & 1) === 0 && field !== 0
  if (hasDict) edges.push(field)
  const keys = word(type + HT_CACHED_KEYS)
  const count = keys === 0 ? 0 : keysCount(word, layouts, keys)
  if (layouts.attributes === 'values' && word(type + TP_ATTRIBUTES) === VALUES) {
    const values = layouts.valuesApart ? word(o - 32) : (field & 1) !== 0 ? field + 1 : 0
    if (values !== 0) edges.push(...array(word, values, count, 8))
  }
  if (layouts.attributes === 'inline' && word(type + TP_ATTRIBUTES) === INLINE) {
    const values = o + word(type + TP_BASICSIZE)
    if (space.u8[values + 3] !== 0) edges.push(...array(word, values + 8, space.u8[values] ?? 0, 8))
  }
  return edges
}
