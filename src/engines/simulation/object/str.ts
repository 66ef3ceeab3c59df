/**
 * Strings: compact records of 1, 2 or 4 bytes a character (Objects/unicodeobject.c). Keeps true: one string of each
 * character below U+0100, one empty string, at most one interned string of a text; the hash is computed when it is first
 * asked for and kept. Leaves out the cached UTF-8 form and legacy strings.
 *
 *   0 ob_refcnt   8 ob_type   16 length   24 hash   32 state
 *   ASCII text at 48 (wstr at 40), since 3.12 at 40; other text 24 bytes behind that (16 since 3.12)
 *   state: bits 0–1 interned (1 mortal, 2 immortal), 2–4 kind (bytes a character), 5 compact, 6 ASCII
 */
import { initObject } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import { takeBlock } from '../memory/blocks.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, OB_REFCNT } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { incref, kindOf } from './refcount.ts'
import { hashBytes } from './siphash.ts'

export const STR_LENGTH = 16
export const STR_HASH = 24
export const STR_STATE = 32
const INTERNED_MASK = 3
const KIND_SHIFT = 2
const COMPACT = 1 << 5
const ASCII = 1 << 6
/** Space of a shared one-character string: enough for each version's header, the character and the final zero. */
export const CHARACTER_STRIDE = 80

export function isStr(m: Machine, o: Address): boolean {
  return kindOf(m, o) === Kind.str
}

/** Length in characters (code points). */
export function strLength(m: Machine, o: Address): number {
  return m.i32[(o + STR_LENGTH) >> 2] as number
}

export function bytesPerCharacter(m: Machine, o: Address): number {
  return ((m.i32[(o + STR_STATE) >> 2] as number) >> KIND_SHIFT) & 7
}

function textAt(m: Machine, o: Address): Address {
  const ascii = m.dialect.asciiHeaderBytes
  return ((m.i32[(o + STR_STATE) >> 2] as number) & ASCII) !== 0 ? o + ascii : o + ascii + wideHeaderBytes(m)
}

function wideHeaderBytes(m: Machine): number {
  return m.dialect.asciiHeaderBytes === 48 ? 24 : 16
}

/** `__sizeof__`: header, text and the final zero character. */
export function strSize(m: Machine, o: Address): number {
  return textAt(m, o) - o + (strLength(m, o) + 1) * bytesPerCharacter(m, o)
}

export function newStr(m: Machine, text: string): Address {
  if (text.length === 0) return incref(m, m.emptyStr)
  let highest = 0
  for (let i = 0; i < text.length; i++) highest |= text.charCodeAt(i)
  if (text.length === 1 && highest < 256) return incref(m, m.characters + highest * CHARACTER_STRIDE)
  const kind = highest < 256 ? 1 : /[\ud800-\udbff]/.test(text) ? 4 : 2
  const length = kind === 4 ? [...text].length : text.length
  const header = m.dialect.asciiHeaderBytes + (highest < 128 ? 0 : wideHeaderBytes(m))
  const o = takeBlock(m.objects, header + (length + 1) * kind)
  fillStr(m, o, text, length, kind, highest < 128)
  return o
}

/** All characters are below U+0080. */
export function isAsciiStr(m: Machine, o: Address): boolean {
  return ((m.i32[(o + STR_STATE) >> 2] as number) & ASCII) !== 0
}

/** Writes a whole record, also into the static ones. */
export function fillStr(m: Machine, o: Address, text: string, length: number, kind: 1 | 2 | 4, isAscii: boolean): void {
  initObject(m, o, m.typeByKind[Kind.str] as number)
  const header = m.dialect.asciiHeaderBytes + (isAscii ? 0 : wideHeaderBytes(m))
  fillWords(m.i32, 0, (o + STR_LENGTH) >> 2, (o + header) >> 2)
  m.i32[(o + STR_LENGTH) >> 2] = length
  m.i32[(o + STR_HASH) >> 2] = -1
  m.i32[((o + STR_HASH) >> 2) + 1] = -1
  m.i32[(o + STR_STATE) >> 2] = (kind << KIND_SHIFT) | COMPACT | (isAscii ? ASCII : 0)
  const at = o + header
  if (kind === 1) {
    for (let i = 0; i < length; i++) m.u8[at + i] = text.charCodeAt(i)
    m.u8[at + length] = 0
  } else writeWide(m, at, text, kind)
}

function writeWide(m: Machine, at: Address, text: string, kind: 2 | 4): void {
  let to = at
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? 0 : kind === 4 ? (text.codePointAt(i) as number) : text.charCodeAt(i)
    if (code > 0xffff) i++
    m.u8[to] = code & 255
    m.u8[to + 1] = (code >> 8) & 255
    if (kind === 4) {
      m.u8[to + 2] = code >> 16
      m.u8[to + 3] = 0
    }
    to += kind
  }
}

export function strText(m: Machine, o: Address): string {
  const length = strLength(m, o)
  const kind = bytesPerCharacter(m, o)
  const at = textAt(m, o)
  let text = ''
  if (kind === 1) for (let i = at; i < at + length; i++) text += String.fromCharCode(m.u8[i] as number)
  else for (let i = 0; i < length; i++) text += String.fromCodePoint(characterAt(m, at + i * kind, kind))
  return text
}

/** As `strText`, remembered for strings outside of the heap, which never change and never die. */
export function constantText(m: Machine, o: Address): string {
  if (o >= m.space.heapStart) return strText(m, o)
  let text = m.constantTexts.get(o)
  if (text === undefined) {
    text = strText(m, o)
    m.constantTexts.set(o, text)
  }
  return text
}

function characterAt(m: Machine, at: Address, kind: number): number {
  if (kind === 1) return m.u8[at] as number
  const low = (m.u8[at] as number) | ((m.u8[at + 1] as number) << 8)
  return kind === 2 ? low : low | ((m.u8[at + 2] as number) << 16)
}

/** The one-character string at that index, which is in range. */
export function strCharacter(m: Machine, o: Address, index: number): Address {
  const kind = bytesPerCharacter(m, o)
  return newStr(m, String.fromCodePoint(characterAt(m, textAt(m, o) + index * kind, kind)))
}

/** Fills m.hashLow and m.hashHigh. */
export function hashStr(m: Machine, o: Address): number {
  const at = (o + STR_HASH) >> 2
  const low = m.i32[at] as number
  const high = m.i32[at + 1] as number
  if (low !== -1 || high !== -1) {
    m.hashLow = low
    m.hashHigh = high
    return 0
  }
  hashBytes(m, textAt(m, o), strLength(m, o) * bytesPerCharacter(m, o))
  m.i32[at] = m.hashLow
  m.i32[at + 1] = m.hashHigh
  return 0
}

/** Whether two strings have the same text. */
export function isSameText(m: Machine, a: Address, b: Address): boolean {
  if (a === b) return true
  const length = strLength(m, a)
  const kind = bytesPerCharacter(m, a)
  if (length !== strLength(m, b) || kind !== bytesPerCharacter(m, b)) return false
  let from = textAt(m, a)
  let to = textAt(m, b)
  for (const end = from + length * kind; from < end; from++, to++) {
    if (m.u8[from] !== m.u8[to]) return false
  }
  return true
}

export function isInterned(m: Machine, o: Address): boolean {
  return ((m.i32[(o + STR_STATE) >> 2] as number) & INTERNED_MASK) !== 0
}

/** The interned string of that text; a new reference. The table itself holds none. */
export function intern(m: Machine, text: string): Address {
  const known = m.interned.get(text)
  if (known !== undefined) return incref(m, known)
  const o = newStr(m, text)
  markInterned(m, o, text)
  return o
}

/** The interned string of the same text as `o`, which itself becomes it where there is none (sys.intern). */
export function internStr(m: Machine, o: Address): Address {
  if (isInterned(m, o)) return incref(m, o)
  const text = strText(m, o)
  const known = m.interned.get(text)
  if (known !== undefined) {
    if (known < m.space.heapStart) m.foundStrings.push(known)
    return incref(m, known)
  }
  m.internedTexts.push(text)
  markInterned(m, o, text)
  return incref(m, o)
}

/** Enters a string as the interned one of its text, with its hash computed. */
export function markInterned(m: Machine, o: Address, text: string): void {
  hashStr(m, o)
  m.interned.set(text, o)
  const at = (o + STR_STATE) >> 2
  const isImmortal = m.dialect.internedImmortal
  m.i32[at] = (m.i32[at] as number) | (isImmortal ? 2 : 1)
  if (isImmortal) m.i32[(o + OB_REFCNT) >> 2] = m.dialect.immortalCount
}

/** An ordinary string again; its count is the caller's to restore. */
export function unmarkInterned(m: Machine, o: Address): void {
  m.i32[(o + STR_STATE) >> 2] = (m.i32[(o + STR_STATE) >> 2] as number) & ~INTERNED_MASK
}

export function deallocStr(m: Machine, o: Address): void {
  if (isInterned(m, o)) m.interned.delete(strText(m, o))
  m.objects.free(o)
}
