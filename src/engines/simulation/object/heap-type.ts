/**
 * The record of a class behind what every type object has (struct _heaptypeobject). The tables of number, mapping and
 * sequence slots lie from 416 to 848; Diverges: what a lookup in the class decided once is kept there instead.
 *
 *   16 ob_size: number of own slots   32 tp_basicsize   208 tp_weaklistoffset   264 tp_dict   288 tp_dictoffset
 *   360 tp_subclasses   392 tp_finalize (1: `__del__` is defined)   424 attributes   432 pre-header   440 first own slot   448 flags
 *   848 ht_name   856 ht_qualname   864 ht_slots   872 ht_cached_keys
 */
import type { Machine } from '../machine.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'

export const TP_SUBCLASSES = 360
export const TP_ATTRIBUTES = 424
export const TP_PRE_HEADER = 432
export const TP_SLOTS_AT = 440
export const HT_NAME = 848
export const HT_QUALNAME = 856
export const HT_SLOTS = 864
export const HT_CACHED_KEYS = 872

/** Where instances of a class keep attributes that are no slots (word TP_ATTRIBUTES). */
export const Attributes = {
  none: 0,
  /** A pointer to a dict at tp_dictoffset (to 3.10). */
  pointer: 1,
  /** Values and dict pointers in the pre-header (3.11), one tagged pointer there (3.12). */
  values: 2,
  /** Behind the slots, with a dict pointer in the pre-header (3.13+). */
  inline: 3,
  /** Only a dict pointer in the pre-header (3.13, class with slots). */
  managed: 4,
} as const

/** Pre-header words. */
export const MANAGED_VALUES_311 = -32
export const MANAGED_DICT = -24
export const MANAGED_WEAKLIST = -32
/** `tp_dictoffset` of classes whose instances have items: the dict's pointer is the last word (to 3.11). */
export const BEHIND_ITEMS = -8

/** `type.__basicsize__`, asked of each version (3.14 and 3.15: from the facts). */
export function heapTypeBytes(m: Machine): SizeBytes {
  switch (m.dialect.version[1]) {
    case 8:
    case 9:
      return 880
    case 10:
      return 888
    case 11:
      return 904
    case 12:
      return 920
    case 13:
      return 928
    case 14:
      return 936
    default:
      return 944
  }
}

/** The class's shared attribute names; borrowed, 0 where it has none. */
export function cachedKeys(m: Machine, type: Address): Address {
  return m.i32[(type + HT_CACHED_KEYS) >> 2] as number
}
