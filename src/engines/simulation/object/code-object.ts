/**
 * Code objects: a record that leads to compiled code by its number (Objects/codeobject.c). Not known to the collector.
 * Diverges: constants and names are kept by the compiled code, not by the record.
 *
 *   16 co_number   24 co_name   32 co_weakreflist   40 co_qualname   48 co_zombieframe
 */
import { initObject } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { takeBlock } from '../memory/blocks.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { hashPointer } from './protocol.ts'
import { decref, incref } from './refcount.ts'
import { strText } from './str.ts'

const NUMBER = 16
const NAME = 24
const WEAKLIST = 32
const QUALNAME = 40
const ZOMBIE = 48
const BYTES = 56

/** Names are borrowed. */
export function newCodeObject(m: Machine, number: number, name: Address, qualname: Address): Address {
  const o = takeBlock(m.objects, BYTES)
  initObject(m, o, m.typeByKind[Kind.code] as number)
  fillWords(m.i32, 0, (o + NUMBER) >> 2, (o + BYTES) >> 2)
  m.i32[(o + NUMBER) >> 2] = number
  m.i32[(o + NAME) >> 2] = incref(m, name)
  m.i32[(o + QUALNAME) >> 2] = incref(m, qualname)
  return o
}

/** The frame that it keeps for its next activation (up to 3.10); 0 while that is in use. */
export function codeZombie(m: Machine, o: Address): Address {
  return m.i32[(o + ZOMBIE) >> 2] as number
}

export function setCodeZombie(m: Machine, o: Address, frame: Address): void {
  m.i32[(o + ZOMBIE) >> 2] = frame
}

/** The words of the record that a program may change. */
export function codeStateWords(o: Address): readonly number[] {
  return [(o + WEAKLIST) >> 2, (o + ZOMBIE) >> 2]
}

/** Where the first weakref to it stands. */
export function codeWeaklistAt(o: Address): Address {
  return o + WEAKLIST
}

export function codeNumber(m: Machine, o: Address): number {
  return m.i32[(o + NUMBER) >> 2] as number
}

/** Borrowed. */
export function codeName(m: Machine, o: Address): Address {
  return m.i32[(o + NAME) >> 2] as number
}

/** Borrowed. */
export function codeQualname(m: Machine, o: Address): Address {
  return m.i32[(o + QUALNAME) >> 2] as number
}

export const CODE: TypeSlots = {
  name: 'code',
  gc: false,
  basicSize: BYTES,
  dealloc(m, o) {
    if (m.i32[(o + WEAKLIST) >> 2] !== 0) m.services.clearWeakrefs(m, o)
    decref(m, codeName(m, o))
    decref(m, codeQualname(m, o))
    m.objects.free(o)
  },
  hash: hashPointer,
  repr: (m, o) => `<code object ${strText(m, codeName(m, o))}>`,
}
