/**
 * Where the attributes of an instance lie, for the loops of deduce-unreachable.ts, which read them in place: the same as
 * `visitAttributes` of object/instance-values.ts visits (subtype_traverse). An instance with values and a dict is left
 * to its row's `traverse`.
 */
import type { Machine } from '../machine.ts'
import { type Address, TP_BASE, TP_BASICSIZE, TP_DICTOFFSET, TP_FLAGS, TPFLAGS_HEAPTYPE } from '../memory/layout.ts'
import { Attributes, HT_CACHED_KEYS, MANAGED_DICT, MANAGED_VALUES_311, TP_ATTRIBUTES } from '../object/heap-type.ts'

/** `dk_nentries` (3.11+). */
const KEYS_ENTRIES = 24
/** 3.13+: `valid` in the header of inline values, which are behind it. */
const INLINE_VALID = 3
const INLINE_HEADER_BYTES = 8

/** Index of the first word; how many pointers there are is in `m.gc.fieldCount`. −1: ask `traverse`. */
export function fieldsOfInstance(m: Machine, o: Address, type: Address): number {
  const { i32, gc } = m
  switch (i32[(type + TP_ATTRIBUTES) >> 2]) {
    case Attributes.none:
      gc.fieldCount = 0
      return 0
    case Attributes.pointer:
      gc.fieldCount = 1
      return (o + (i32[(type + TP_DICTOFFSET) >> 2] as number)) >> 2
    case Attributes.managed:
      gc.fieldCount = 1
      return (o + MANAGED_DICT) >> 2
    case Attributes.values:
      return valuesIn(m, o, type)
    case Attributes.inline: {
      const values = o + (i32[(type + TP_BASICSIZE) >> 2] as number)
      if (i32[(o + MANAGED_DICT) >> 2] !== 0 || m.u8[values + INLINE_VALID] === 0) return -1
      gc.fieldCount = keysSizeOf(i32, type)
      return (values + INLINE_HEADER_BYTES) >> 2
    }
  }
  return -1
}

/** 3.11: a pointer of their own; 3.12: odd in the place of the dict. */
function valuesIn(m: Machine, o: Address, type: Address): number {
  const { i32, gc } = m
  const word = i32[(o + MANAGED_DICT) >> 2] as number
  gc.fieldCount = keysSizeOf(i32, type)
  if ((word & 1) !== 0) return (word + 1) >> 2
  if (m.dialect.version[1] !== 11 || word !== 0) return -1
  const values = i32[(o + MANAGED_VALUES_311) >> 2] as number
  return values === 0 ? -1 : values >> 2
}

function keysSizeOf(i32: Int32Array, type: Address): number {
  const keys = i32[(type + HT_CACHED_KEYS) >> 2] as number
  return keys === 0 ? 0 : (i32[(keys + KEYS_ENTRIES) >> 2] as number)
}

/** The base of a class that is a class too, else 0. */
export function heapBase(i32: Int32Array, type: Address): Address {
  const base = i32[(type + TP_BASE) >> 2] as number
  if (base === 0 || ((i32[(base + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) === 0) return 0
  return base
}
