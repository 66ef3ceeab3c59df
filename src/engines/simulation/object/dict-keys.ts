/**
 * Key tables of dicts (Objects/dictobject.c, PyDictKeysObject): a hash table of indices before a dense array of entries
 * in the order of insertion, in one block. Shared tables (kind `split`) hold keys only; the values lie elsewhere.
 *
 *   to 3.10:  0 dk_refcnt   8 dk_size   16 dk_lookup (here: kind)   24 dk_usable   32 dk_nentries   40 indices, entries
 *   3.11+:    0 dk_refcnt   8 dk_log2_size   9 dk_log2_index_bytes  10 dk_kind   16 dk_usable   24 dk_nentries   32 …
 *   entry:    0 me_hash   8 me_key   16 me_value;  of str keys only (3.11+): 0 me_key   8 me_value
 *   index:    1, 2 or 4 bytes by the table's size; −1 empty, −2 was deleted
 */

import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { decref, incref } from './refcount.ts'
import { requestBlock } from './request-memory.ts'
import { isInterned, isSameText, STR_HASH } from './str.ts'

export const KeysKind = { general: 0, unicode: 1, split: 2 } as const
export const KEYS_SIZE_MIN = 8
export const EMPTY_INDEX = -1
export const DUMMY_INDEX = -2
/** Slots of a class's shared keys (3.11+). */
export const SHARED_KEYS_MAX = 30

export function usableFraction(size: number): number {
  return Math.floor((size * 2) / 3)
}

export function keysHeaderBytes(m: Machine): SizeBytes {
  return m.dialect.unicodeKeys ? 32 : 40
}

export function tableSize(m: Machine, keys: Address): number {
  return m.dialect.unicodeKeys ? 1 << (m.u8[keys + 8] as number) : (m.i32[(keys + 8) >> 2] as number)
}

export function keysKind(m: Machine, keys: Address): number {
  return m.dialect.unicodeKeys ? (m.u8[keys + 10] as number) : (m.i32[(keys + 16) >> 2] as number)
}

export function setKeysKind(m: Machine, keys: Address, kind: number): void {
  if (m.dialect.unicodeKeys) m.u8[keys + 10] = kind
  else m.i32[(keys + 16) >> 2] = kind
}

export function keysUsable(m: Machine, keys: Address): number {
  return m.i32[(keys + (m.dialect.unicodeKeys ? 16 : 24)) >> 2] as number
}

export function setKeysUsable(m: Machine, keys: Address, usable: number): void {
  m.i32[(keys + (m.dialect.unicodeKeys ? 16 : 24)) >> 2] = usable
}

/** How many entries there are, deleted ones included. */
export function keysSize(m: Machine, keys: Address): number {
  return m.i32[(keys + (m.dialect.unicodeKeys ? 24 : 32)) >> 2] as number
}

export function setKeysSize(m: Machine, keys: Address, size: number): void {
  m.i32[(keys + (m.dialect.unicodeKeys ? 24 : 32)) >> 2] = size
}

function indexBytes(size: number): number {
  return size < 256 ? 1 : size < 65536 ? 2 : 4
}

export function entriesOf(m: Machine, keys: Address): Address {
  const size = tableSize(m, keys)
  return keys + keysHeaderBytes(m) + size * indexBytes(size)
}

/** 16 where the entries have no hashes, else 24. */
export function entryBytes(m: Machine, keys: Address): SizeBytes {
  return m.dialect.unicodeKeys && (m.u8[keys + 10] as number) !== KeysKind.general ? 16 : 24
}

/** Address of the key field of an entry; the value's is 8 behind it. */
export function entryKeyAt(m: Machine, keys: Address, index: number): Address {
  const bytes = entryBytes(m, keys)
  return entriesOf(m, keys) + index * bytes + (bytes - 16)
}

export function readIndex(m: Machine, keys: Address, size: number, slot: number): number {
  const at = keys + keysHeaderBytes(m)
  if (size < 256) return ((m.u8[at + slot] as number) << 24) >> 24
  if (size < 65536) {
    return (((m.u8[at + 2 * slot] as number) | ((m.u8[at + 2 * slot + 1] as number) << 8)) << 16) >> 16
  }
  return m.i32[(at + 4 * slot) >> 2] as number
}

export function writeIndex(m: Machine, keys: Address, size: number, slot: number, index: number): void {
  const at = keys + keysHeaderBytes(m)
  if (size < 256) m.u8[at + slot] = index
  else if (size < 65536) {
    m.u8[at + 2 * slot] = index
    m.u8[at + 2 * slot + 1] = index >> 8
  } else m.i32[(at + 4 * slot) >> 2] = index
}

export function keysBytes(m: Machine, size: number, usable: number, isGeneral: boolean): SizeBytes {
  const entry = m.dialect.unicodeKeys && !isGeneral ? 16 : 24
  return keysHeaderBytes(m) + size * indexBytes(size) + usable * entry
}

/** `__sizeof__` of the block: of the room that it was made with. */
export function keysBlockBytes(m: Machine, keys: Address): SizeBytes {
  const size = tableSize(m, keys)
  return keysBytes(m, size, usableFraction(size), keysKind(m, keys) === KeysKind.general)
}

/** A table of `size` slots (a power of two), with one reference; 0 with MemoryError set. */
export function newKeys(m: Machine, size: number, kind: number): Address {
  const usable = usableFraction(size)
  const isGeneral = kind === KeysKind.general
  const bytes = keysBytes(m, size, usable, isGeneral)
  const mayBeKept = size === KEYS_SIZE_MIN && (!isGeneral || !m.dialect.unicodeKeys)
  let keys = mayBeKept ? takeKept(m, FreeListOf.dictKeys) : 0
  if (keys === 0) keys = requestBlock(m, bytes)
  if (keys === 0) return 0
  initKeys(m, keys, size, usable, kind)
  fillWords(m.i32, 0, entriesOf(m, keys) >> 2, (keys + bytes) >> 2)
  return keys
}

/** Header and indices of a new block; also of the static one of empty dicts. */
export function initKeys(m: Machine, keys: Address, size: number, usable: number, kind: number): void {
  const header = keysHeaderBytes(m)
  fillWords(m.i32, 0, keys >> 2, (keys + header) >> 2)
  m.i32[keys >> 2] = 1
  if (m.dialect.unicodeKeys) {
    m.u8[keys + 8] = 31 - Math.clz32(size)
    m.u8[keys + 9] = 31 - Math.clz32(size * indexBytes(size))
  } else m.i32[(keys + 8) >> 2] = size
  setKeysKind(m, keys, kind)
  setKeysUsable(m, keys, usable)
  // EMPTY_INDEX in the table of indices: whole words, but for the single byte that the empty dict has.
  fillWords(m.i32, -1, (keys + header) >> 2, (keys + header + size * indexBytes(size) + 3) >> 2)
}

export function keysIncref(m: Machine, keys: Address): Address {
  m.i32[keys >> 2] = (m.i32[keys >> 2] as number) + 1
  return keys
}

export function keysRefcount(m: Machine, keys: Address): number {
  return m.i32[keys >> 2] as number
}

/** With the last reference the keys and values go, in the order of insertion, key before value. */
export function keysDecref(m: Machine, keys: Address): void {
  const count = m.i32[keys >> 2] as number
  assert(count > 0, 'refcount-is-never-negative')
  m.i32[keys >> 2] = count - 1
  if (count > 1) return
  const bytes = entryBytes(m, keys)
  const count_ = keysSize(m, keys)
  for (let i = 0, at = (entriesOf(m, keys) + bytes - 16) >> 2; i < count_; i++, at += bytes >> 2) {
    const key = m.i32[at] as number
    const value = m.i32[at + 2] as number
    if (key !== 0) decref(m, key)
    if (value !== 0) decref(m, value)
  }
  freeKeys(m, keys)
}

/** The block alone: its entries have gone elsewhere. */
export function freeKeys(m: Machine, keys: Address): void {
  const mayBeKept = tableSize(m, keys) === KEYS_SIZE_MIN && entryBytes(m, keys) === (m.dialect.unicodeKeys ? 16 : 24)
  // Free lists keep what lies on the heap: not a table that a dict of the interpreter had when the machine was booted.
  if (mayBeKept && keys >= m.space.heapStart && keep(m, FreeListOf.dictKeys, keys)) return
  m.objects.free(keys)
}

/** The first slot of that hash without an entry (find_empty_slot). */
export function findEmptySlot(m: Machine, keys: Address, hashLow: number, hashHigh: number): number {
  const size = tableSize(m, keys)
  const mask = size - 1
  let slot = hashLow & mask
  while (readIndex(m, keys, size, slot) >= 0) {
    hashLow = (hashLow >>> 5) | (hashHigh << 27)
    hashHigh >>>= 5
    slot = (Math.imul(slot, 5) + hashLow + 1) & mask
  }
  return slot
}

/** The slot that leads to an entry (lookdict_index). */
export function findSlotOf(m: Machine, keys: Address, hashLow: number, hashHigh: number, index: number): number {
  const size = tableSize(m, keys)
  const mask = size - 1
  let slot = hashLow & mask
  for (;;) {
    const found = readIndex(m, keys, size, slot)
    if (found === index) return slot
    assert(found !== EMPTY_INDEX, 'every-entry-has-its-index')
    hashLow = (hashLow >>> 5) | (hashHigh << 27)
    hashHigh >>>= 5
    slot = (Math.imul(slot, 5) + hashLow + 1) & mask
  }
}

/** Index of the entry of an interned name, or −1; runs no program code and sets nothing. */
export function keysLookupInterned(m: Machine, keys: Address, name: Address): number {
  const { i32 } = m
  const size = tableSize(m, keys)
  const mask = size - 1
  const nameLow = i32[(name + STR_HASH) >> 2] as number
  let low = nameLow
  let high = i32[(name + STR_HASH + 4) >> 2] as number
  const bytes = entryBytes(m, keys)
  const first = keys + keysHeaderBytes(m) + size * indexBytes(size) + bytes - 16
  let slot = low & mask
  for (;;) {
    const index = readIndex(m, keys, size, slot)
    if (index === EMPTY_INDEX) return EMPTY_INDEX
    if (index >= 0) {
      const key = i32[(first + index * bytes) >> 2] as number
      if (key === name || isEqualName(m, key, name, nameLow)) return index
    }
    low = (low >>> 5) | (high << 27)
    high >>>= 5
    slot = (Math.imul(slot, 5) + low + 1) & mask
  }
}

/** A key that is the name's equal though not the same object: it is then not interned itself. */
function isEqualName(m: Machine, key: Address, name: Address, nameLow: number): boolean {
  if (m.i32[(key + 8) >> 2] !== m.i32[(name + 8) >> 2] || m.i32[(key + STR_HASH) >> 2] !== nameLow) return false
  return !isInterned(m, key) && isSameText(m, key, name)
}

/** A class's table of attribute names: of 5 names up to 3.10, of 30 from 3.11 on (_PyDict_NewKeysForClass). */
export function newSharedKeys(m: Machine): Address {
  if (!m.dialect.unicodeKeys) return newKeys(m, KEYS_SIZE_MIN, KeysKind.split)
  const keys = newKeys(m, 64, KeysKind.split)
  setKeysUsable(m, keys, SHARED_KEYS_MAX)
  return keys
}

/** Index of a name in shared keys, added where it is not there; −1 where there is no room (insert_into_dictkeys). */
export function keysInsertShared(m: Machine, keys: Address, name: Address): number {
  const found = keysLookupInterned(m, keys, name)
  if (found >= 0) return found
  if (keysUsable(m, keys) <= 0) return -1
  const at = (name + STR_HASH) >> 2
  return addEntry(m, keys, name, m.i32[at] as number, m.i32[at + 1] as number, 0)
}

/** Appends an entry; takes a new reference to the key, none to the value. Gives its index. */
export function addEntry(m: Machine, keys: Address, key: Address, low: number, high: number, value: Address): number {
  const index = keysSize(m, keys)
  assert(keysUsable(m, keys) > 0, 'an entry has room')
  writeIndex(m, keys, tableSize(m, keys), findEmptySlot(m, keys, low, high), index)
  writeEntry(m, keys, index, incref(m, key), low, high, value)
  setKeysUsable(m, keys, keysUsable(m, keys) - 1)
  setKeysSize(m, keys, index + 1)
  return index
}

export function writeEntry(
  m: Machine,
  keys: Address,
  index: number,
  key: Address,
  low: number,
  high: number,
  value: Address,
): void {
  const at = entryKeyAt(m, keys, index) >> 2
  if (entryBytes(m, keys) === 24) {
    m.i32[at - 2] = low
    m.i32[at - 1] = high
  }
  m.i32[at] = key
  m.i32[at + 1] = 0
  m.i32[at + 2] = value
  m.i32[at + 3] = 0
}
