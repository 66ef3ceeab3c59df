/**
 * What is there before any program runs: None, the truth values, small ints, the empty and one-character strings and
 * bytes, the empty tuple. They lie in the initialised data and never die.
 * Diverges: to 3.10, CPython makes characters and single bytes on the heap when they are first asked for.
 */
import type { Machine } from '../machine.ts'
import { type Address, OB_REFCNT, OB_TYPE } from '../memory/layout.ts'
import { BYTE_STRIDE, fillBytes } from './bytes.ts'
import { initKeys, KeysKind } from './dict-keys.ts'
import { bootFreeLists } from './free-lists.ts'
import { INT_DIGITS_AT, SMALL_INT_MIN, writeSize } from './int.ts'
import { Kind } from './kinds.ts'
import { newSet } from './set.ts'
import { CHARACTER_STRIDE, fillStr, markInterned } from './str.ts'
import { initTuple } from './tuple.ts'

/** To 3.11 such a thing is an ordinary object that somebody always holds; 3.11 gives the static ones this count. */
const HELD_FOR_EVER = 999_999_999

function staticObject(m: Machine, kind: number, sizeBytes: number): Address {
  const o = m.space.takeStatic(sizeBytes)
  markStatic(m, o)
  m.i32[(o + OB_TYPE) >> 2] = m.typeByKind[kind] as number
  return o
}

function markStatic(m: Machine, o: Address): void {
  m.i32[(o + OB_REFCNT) >> 2] = m.dialect.immortalCount === 0 ? HELD_FOR_EVER : m.dialect.immortalCount
}

export function bootValues(m: Machine): void {
  bootFreeLists(m)
  m.None = staticObject(m, Kind.none, 16)
  m.NotImplemented = staticObject(m, Kind.notImplemented, 16)
  m.setDummy = m.space.takeStatic(16)
  bootInts(m)
  bootTexts(m)
  bootContainers(m)
}

function bootInts(m: Machine): void {
  m.False = staticObject(m, Kind.bool, 32)
  writeSize(m, m.False, 0, false)
  m.True = staticObject(m, Kind.bool, 32)
  writeSize(m, m.True, 1, false)
  m.i32[(m.True + INT_DIGITS_AT) >> 2] = 1
  const highest = m.semantics.smallIntMax
  const stride = m.smallIntStride
  const first = m.space.takeStatic((highest - SMALL_INT_MIN + 1) * stride)
  m.smallInts = first - SMALL_INT_MIN * stride
  for (let value = SMALL_INT_MIN; value <= highest; value++) {
    const o = m.smallInts + value * stride
    markStatic(m, o)
    m.i32[(o + OB_TYPE) >> 2] = m.typeByKind[Kind.int] as number
    writeSize(m, o, value === 0 ? 0 : 1, value < 0)
    m.i32[(o + INT_DIGITS_AT) >> 2] = Math.abs(value)
  }
}

function bootTexts(m: Machine): void {
  m.characters = m.space.takeStatic(256 * CHARACTER_STRIDE)
  m.byteCharacters = m.space.takeStatic(256 * BYTE_STRIDE)
  m.emptyStr = m.space.takeStatic(CHARACTER_STRIDE)
  m.emptyBytes = m.space.takeStatic(BYTE_STRIDE)
  for (let code = 0; code < 256; code++) {
    const character = m.characters + code * CHARACTER_STRIDE
    const text = String.fromCharCode(code)
    fillStr(m, character, text, 1, 1, code < 128)
    markInterned(m, character, text)
    markStatic(m, character)
    fillBytes(m, m.byteCharacters + code * BYTE_STRIDE, text)
    markStatic(m, m.byteCharacters + code * BYTE_STRIDE)
  }
  fillStr(m, m.emptyStr, '', 0, 1, true)
  markInterned(m, m.emptyStr, '')
  markStatic(m, m.emptyStr)
  fillBytes(m, m.emptyBytes, '')
  markStatic(m, m.emptyBytes)
}

function bootContainers(m: Machine): void {
  // A GC head before it, as of an object that is not tracked.
  m.emptyTuple = m.space.takeStatic(64) + 16
  markStatic(m, m.emptyTuple)
  m.i32[(m.emptyTuple + OB_TYPE) >> 2] = m.typeByKind[Kind.tuple] as number
  initTuple(m, m.emptyTuple, 0)
  m.emptyKeys = m.space.takeStatic(64)
  initKeys(m, m.emptyKeys, 1, 0, KeysKind.unicode)
  if (m.semantics.emptyFrozensetShared) m.emptyFrozenset = newSet(m, 'frozenset')
}
