/**
 * The table of a set (Objects/setobject.c): open addressing with runs of linear probes, so that the order of iteration
 * is CPython's. Keeps true: `fill` counts used and removed places; a table of 8 lies in the record itself.
 *
 *   0 ob_refcnt   8 ob_type   16 fill   24 used   32 mask   40 table   48 hash   56 finger   64 smalltable[8]
 *   192 weakreflist          entry: 0 key   8 hash
 */

import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { equal } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { requestBlock } from './request-memory.ts'
import { isSameText } from './str.ts'

export const SET_BYTES = 200
export const SET_FILL = 16
export const SET_USED = 24
export const SET_MASK = 32
export const SET_TABLE = 40
export const SET_HASH = 48
export const SET_FINGER = 56
export const SET_SMALL_TABLE = 64
export const SET_WEAKREFS = 192
export const SET_SIZE_MIN = 8
const ENTRY_BYTES = 16
const LINEAR_PROBES = 9

export function readSet(m: Machine, s: Address, field: number): number {
  return m.i32[(s + field) >> 2] as number
}

export function writeSet(m: Machine, s: Address, field: number, value: number): void {
  m.i32[(s + field) >> 2] = value
}

/** A set without items. The finger of `pop` stays where it was. */
export function emptySetTable(m: Machine, s: Address): void {
  fillWords(m.i32, 0, (s + SET_FILL) >> 2, (s + SET_HASH) >> 2)
  fillWords(m.i32, -1, (s + SET_HASH) >> 2, (s + SET_FINGER) >> 2)
  fillWords(m.i32, 0, (s + SET_SMALL_TABLE) >> 2, (s + SET_WEAKREFS) >> 2)
  writeSet(m, s, SET_MASK, SET_SIZE_MIN - 1)
  writeSet(m, s, SET_TABLE, s + SET_SMALL_TABLE)
}

/** An equal item was found, though the table is not what it was: enough for who adds one (set_add_entry). */
const FOUND_BEFORE = -3

/** Address of the entry of `key`, 0 where it is not there, −1 with the error set. */
export function findEntry(m: Machine, s: Address, key: Address, low: number, high: number): Address {
  for (;;) {
    const found = probe(m, s, key, low, high)
    if (found !== -2 && found !== FOUND_BEFORE) return found
  }
}

/** For who adds the key: any number but 0 and −1 where it is there. */
function findForAdding(m: Machine, s: Address, key: Address, low: number, high: number): Address {
  for (;;) {
    const found = probe(m, s, key, low, high)
    if (found !== -2) return found
  }
}

/** Place of a free entry that the last `probe` came past or ended at, and whether it holds a dummy. */
let freeEntry = 0
let isFreeDummy = false

/** −2: the table was changed by a comparison; FOUND_BEFORE: by one that found the items equal. */
function probe(m: Machine, s: Address, key: Address, low: number, high: number): Address {
  const { i32 } = m
  const mask = readSet(m, s, SET_MASK)
  const table = readSet(m, s, SET_TABLE)
  const isString = kindOf(m, key) === Kind.str
  let perturbLow = low
  let perturbHigh = high
  let slot = low & mask
  let dummy = 0
  for (;;) {
    let at = (table + slot * ENTRY_BYTES) >> 2
    const last = slot + LINEAR_PROBES <= mask ? at + LINEAR_PROBES * 4 : at
    for (; at <= last; at += 4) {
      const other = i32[at] as number
      if (other === 0) {
        isFreeDummy = dummy !== 0
        freeEntry = dummy === 0 ? at << 2 : dummy
        return 0
      }
      if (other === m.setDummy) {
        dummy = at << 2
        continue
      }
      if (i32[at + 2] !== low || i32[at + 3] !== high) continue
      if (other === key) return at << 2
      const isEqual =
        isString && kindOf(m, other) === Kind.str
          ? isSameText(m, other, key)
            ? 1
            : 0
          : compareKeys(m, s, table, at, other, key)
      if (isEqual === 1) return at << 2
      if (isEqual !== 0) return isEqual
    }
    perturbLow = (perturbLow >>> 5) | (perturbHigh << 27)
    perturbHigh >>>= 5
    slot = (Math.imul(slot, 5) + 1 + perturbLow) & mask
  }
}

function compareKeys(m: Machine, s: Address, table: Address, at: number, other: Address, key: Address): number {
  incref(m, other)
  const isEqual = equal(m, other, key)
  decref(m, other)
  if (isEqual < 0) return -1
  const isSame = readSet(m, s, SET_TABLE) === table && m.i32[at] === other
  return isSame ? isEqual : isEqual === 1 ? FOUND_BEFORE : -2
}

/** 1 added (with a new reference), 0 was there, −1 failed: for want of a larger table it is added (set_add_entry). */
export function addToSet(m: Machine, s: Address, key: Address, low: number, high: number): number {
  // A comparison may release what the caller holds.
  incref(m, key)
  const found = findForAdding(m, s, key, low, high)
  if (found !== 0) {
    decref(m, key)
    return found === -1 ? -1 : 0
  }
  let at = freeEntry >> 2
  const takesDummy = isFreeDummy && m.dialect.setReusesDummies
  if (isFreeDummy && !takesDummy) at = unusedAfter(m, s, low, high)
  m.i32[at] = key
  m.i32[at + 1] = 0
  m.i32[at + 2] = low
  m.i32[at + 3] = high
  const used = readSet(m, s, SET_USED) + 1
  writeSet(m, s, SET_USED, used)
  if (takesDummy) return 1
  const fill = readSet(m, s, SET_FILL) + 1
  writeSet(m, s, SET_FILL, fill)
  if (fill * 5 >= readSet(m, s, SET_MASK) * 3 && resizeSet(m, s, used > 50000 ? used * 2 : used * 4) < 0) return -1
  return 1
}

/** The first place of that hash that was never used; index into i32. */
function unusedAfter(m: Machine, s: Address, low: number, high: number): number {
  return cleanPlace(m, readSet(m, s, SET_TABLE), readSet(m, s, SET_MASK), low, high)
}

function cleanPlace(m: Machine, table: Address, mask: number, low: number, high: number): number {
  let slot = low & mask
  for (;;) {
    let at = (table + slot * ENTRY_BYTES) >> 2
    const last = slot + LINEAR_PROBES <= mask ? at + LINEAR_PROBES * 4 : at
    for (; at <= last; at += 4) if (m.i32[at] === 0) return at
    low = (low >>> 5) | (high << 27)
    high >>>= 5
    slot = (Math.imul(slot, 5) + 1 + low) & mask
  }
}

/** Puts a key where nothing equal is; takes over the reference, counts nothing (set_insert_clean). */
export function insertClean(m: Machine, table: Address, mask: number, key: Address, low: number, high: number): void {
  const at = cleanPlace(m, table, mask, low, high)
  m.i32[at] = key
  m.i32[at + 1] = 0
  m.i32[at + 2] = low
  m.i32[at + 3] = high
}

/** A new table with more places than `least`, without removed ones (set_table_resize). A status. */
export function resizeSet(m: Machine, s: Address, least: number): number {
  let size = SET_SIZE_MIN
  while (size <= least) size *= 2
  const oldTable = readSet(m, s, SET_TABLE)
  const oldSize = readSet(m, s, SET_MASK) + 1
  const small = s + SET_SMALL_TABLE
  const wasSmall = oldTable === small
  let from = oldTable
  let table = small
  if (size > SET_SIZE_MIN) {
    table = requestBlock(m, size * ENTRY_BYTES)
    if (table === 0) return -1
  } else if (wasSmall) {
    if (readSet(m, s, SET_FILL) === readSet(m, s, SET_USED)) return 0
    spare.set(m.i32.subarray(small >> 2, (small + SET_SIZE_MIN * ENTRY_BYTES) >> 2))
    from = 0
  }
  fillWords(m.i32, 0, table >> 2, (table + size * ENTRY_BYTES) >> 2)
  writeSet(m, s, SET_MASK, size - 1)
  writeSet(m, s, SET_TABLE, table)
  const source = from === 0 ? spare : m.i32
  for (let i = 0, at = from >> 2; i < oldSize; i++, at += 4) {
    const key = source[at] as number
    if (key === 0 || key === m.setDummy) continue
    insertClean(m, table, size - 1, key, source[at + 2] as number, source[at + 3] as number)
  }
  writeSet(m, s, SET_FILL, readSet(m, s, SET_USED))
  if (!wasSmall) m.objects.free(oldTable)
  return 0
}

const spare = new Int32Array((SET_SIZE_MIN * ENTRY_BYTES) / 4)

/** Marks an entry as removed and gives its key, which the caller owns from now on. */
export function takeEntry(m: Machine, s: Address, entry: Address): Address {
  const key = m.i32[entry >> 2] as number
  assert(key !== 0 && key !== m.setDummy, 'an entry that is removed is in use')
  m.i32[entry >> 2] = m.setDummy
  fillWords(m.i32, -1, (entry + 8) >> 2, (entry + ENTRY_BYTES) >> 2)
  writeSet(m, s, SET_USED, readSet(m, s, SET_USED) - 1)
  return key
}

/** The position behind the next entry in use, which is then in m.dictKey, its hash in m.hashLow, m.hashHigh; −1 at the end. */
export function nextEntry(m: Machine, s: Address, position: number): number {
  const mask = readSet(m, s, SET_MASK)
  const table = readSet(m, s, SET_TABLE)
  for (let i = position; i <= mask; i++) {
    const at = (table + i * ENTRY_BYTES) >> 2
    const key = m.i32[at] as number
    if (key === 0 || key === m.setDummy) continue
    m.dictKey = key
    m.hashLow = m.i32[at + 2] as number
    m.hashHigh = m.i32[at + 3] as number
    return i + 1
  }
  return -1
}
