/**
 * Where the references of an instance lie, for the loops of deduce-unreachable.ts, which read them in place: the same as
 * the row's `traverse` visits (subtype_traverse). What depends on the class alone is found once for a run of instances.
 * An instance with values and a dict, and classes whose slots are in two places, are left to `traverse`.
 */
import type { Machine } from '../machine.ts'
import { type Address, OB_SIZE, TP_BASE, TP_BASICSIZE, TP_DICTOFFSET } from '../memory/layout.ts'
import {
  Attributes,
  HT_CACHED_KEYS,
  MANAGED_DICT,
  MANAGED_VALUES_311,
  TP_ATTRIBUTES,
  TP_SLOTS_AT,
} from '../object/heap-type.ts'

/** `dk_nentries` (3.11+). */
const KEYS_ENTRIES = 24
/** 3.13+: `valid` in the header of inline values, which are behind it. */
const INLINE_VALID = 3
const INLINE_HEADER_BYTES = 8

/** Fills `m.gc.slotsAt` to `fieldCount`; false where instances of that class must be asked by `traverse`. */
export function describeInstances(m: Machine, type: Address): boolean {
  const { i32, gc } = m
  gc.slotsAt = i32[(type + TP_SLOTS_AT) >> 2] as number
  gc.slotCount = i32[(type + OB_SIZE) >> 2] as number
  for (let base = i32[(type + TP_BASE) >> 2] as number; base !== 0; base = i32[(base + TP_BASE) >> 2] as number) {
    if (i32[(base + OB_SIZE) >> 2] !== 0) return false
  }
  gc.attributes = i32[(type + TP_ATTRIBUTES) >> 2] as number
  gc.fieldCount = 1
  switch (gc.attributes) {
    case Attributes.pointer:
      gc.attributesOffset = i32[(type + TP_DICTOFFSET) >> 2] as number
      break
    case Attributes.managed:
      gc.attributesOffset = MANAGED_DICT
      break
    case Attributes.values:
    case Attributes.inline: {
      const keys = i32[(type + HT_CACHED_KEYS) >> 2] as number
      gc.fieldCount = keys === 0 ? 0 : (i32[(keys + KEYS_ENTRIES) >> 2] as number)
      gc.attributesOffset = i32[(type + TP_BASICSIZE) >> 2] as number
    }
  }
  return true
}

/** Index of the first word of the `m.gc.fieldCount` attributes; 0 where there are none, −1: ask `traverse`. */
export function fieldsOfInstance(m: Machine, o: Address): number {
  const { i32, gc } = m
  switch (gc.attributes) {
    case Attributes.none:
      return 0
    case Attributes.inline: {
      if (i32[(o + MANAGED_DICT) >> 2] !== 0) return -1
      const values = o + gc.attributesOffset
      return m.u8[values + INLINE_VALID] === 0 ? -1 : (values + INLINE_HEADER_BYTES) >> 2
    }
    case Attributes.values:
      return valuesIn(m, o)
  }
  return (o + gc.attributesOffset) >> 2
}

/** 3.11: a pointer of their own; 3.12: odd in the place of the dict. */
function valuesIn(m: Machine, o: Address): number {
  const word = m.i32[(o + MANAGED_DICT) >> 2] as number
  if ((word & 1) !== 0) return (word + 1) >> 2
  if (m.dialect.version[1] !== 11 || word !== 0) return -1
  const values = m.i32[(o + MANAGED_VALUES_311) >> 2] as number
  return values === 0 ? -1 : values >> 2
}
