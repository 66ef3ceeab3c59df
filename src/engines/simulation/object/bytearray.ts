/**
 * Bytearrays (Objects/bytearrayobject.c). Leaves out exported buffers and slices.
 *
 *   0 ob_refcnt   8 ob_type   16 ob_size   24 ob_alloc   32 ob_bytes   40 ob_start   48 ob_exports
 */
import { initObject } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { moveBlock } from '../memory/blocks.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import {
  bytesArithmetic,
  bytesLikeText,
  bytesOfArgument,
  bytesSize,
  compareBytes,
  containsByte,
  indexInto,
} from './bytes.ts'
import { newIndexIterator } from './index-iterator.ts'
import { indexValue, isInt, newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { incref } from './refcount.ts'
import { bytesQuoted } from './text-repr.ts'

const BYTEARRAY_BYTES = 56
const SIZE_AT = 16
const ALLOCATED_AT = 24
const BYTES_AT = 32
const START_AT = 40

function newBytearray(m: Machine, latin1: string): Address {
  const o = m.objects.alloc(BYTEARRAY_BYTES)
  initObject(m, o, m.typeByKind[Kind.bytearray] as number)
  fillWords(m.i32, 0, (o + SIZE_AT) >> 2, (o + BYTEARRAY_BYTES) >> 2)
  if (latin1.length > 0) {
    resize(m, o, latin1.length)
    write(m, o, 0, latin1)
  }
  return o
}

/** Also fills the start pointer; a bytearray that had no bytes has none after a resize to 0 either. */
function resize(m: Machine, o: Address, size: number): void {
  const allocated = m.i32[(o + ALLOCATED_AT) >> 2] as number
  const bytes = m.i32[(o + BYTES_AT) >> 2] as number
  if (size === bytesSize(m, o)) return
  let wanted = size + 1
  if (size + 1 <= allocated) {
    // Much smaller: exact. A little smaller: as it is.
    if (size >= Math.floor(allocated / 2)) wanted = allocated
  } else if (size <= allocated * 1.125) wanted = size + (size >> 3) + (size < 9 ? 3 : 6)
  if (wanted !== allocated) {
    const moved = moveBlock(m.objects, bytes, wanted)
    m.i32[(o + BYTES_AT) >> 2] = moved
    m.i32[(o + START_AT) >> 2] = moved
    m.i32[(o + ALLOCATED_AT) >> 2] = wanted
  }
  m.i32[(o + SIZE_AT) >> 2] = size
  m.u8[(m.i32[(o + START_AT) >> 2] as number) + size] = 0
}

function write(m: Machine, o: Address, from: number, latin1: string): void {
  const start = (m.i32[(o + START_AT) >> 2] as number) + from
  for (let i = 0; i < latin1.length; i++) m.u8[start + i] = latin1.charCodeAt(i)
}

function byteAt(m: Machine, o: Address, index: number): Address {
  return (m.i32[(o + START_AT) >> 2] as number) + index
}

/** A byte's value; −1 with the error set. */
function byteValue(m: Machine, o: Address): number {
  const value = isInt(m, o) ? indexValue(m, o) : Number.NaN
  if (value >= 0 && value < 256) return value
  raise(m, Number.isNaN(value) ? 'TypeError' : 'ValueError', 'byte must be in range(0, 256)')
  return -1
}

function removeAt(m: Machine, o: Address, index: number): void {
  const size = bytesSize(m, o)
  m.u8.copyWithin(byteAt(m, o, index), byteAt(m, o, index + 1), byteAt(m, o, size))
  resize(m, o, size - 1)
}

function setItem(m: Machine, o: Address, key: Address, value: Address): number {
  const index = indexInto(m, key, bytesSize(m, o))
  if (index < 0) return -1
  if (value === 0) {
    removeAt(m, o, index)
    return 0
  }
  const byte = byteValue(m, value)
  if (byte < 0) return -1
  m.u8[byteAt(m, o, index)] = byte
  return 0
}

export const BYTEARRAY: TypeSlots = {
  name: 'bytearray',
  gc: false,
  basicSize: BYTEARRAY_BYTES,
  dealloc(m, o) {
    const bytes = m.i32[(o + BYTES_AT) >> 2] as number
    if (bytes !== 0) m.objects.free(bytes)
    m.watcher?.died(o)
    m.objects.free(o)
  },
  compare: compareBytes,
  length: bytesSize,
  getItem(m, o, key) {
    const index = indexInto(m, key, bytesSize(m, o))
    return index < 0 ? 0 : newInt(m, m.u8[byteAt(m, o, index)] as number)
  },
  setItem,
  contains: containsByte,
  iterate: (m, o) => newIndexIterator(m, Kind.bytearrayIterator, o),
  binary(m, op, a, b) {
    const text = bytesArithmetic(m, op, a, b)
    return text === undefined ? incref(m, m.NotImplemented) : newBytearray(m, text)
  },
  construct(m, _type, argv, argc) {
    if (!isArity(m, argc, 0, 1)) return 0
    if (argc === 0) return newBytearray(m, '')
    const text = bytesOfArgument(m, argument(m, argv, 0))
    return text === undefined ? 0 : newBytearray(m, text)
  },
  repr: (m, o) => `bytearray(b${bytesQuoted(bytesLikeText(m, o) as string)})`,
  sizeof: (m, o) => BYTEARRAY_BYTES + (m.i32[(o + ALLOCATED_AT) >> 2] as number),
  methods: {
    append(m, self, argv, argc) {
      if (!isArity(m, argc, 1, 1)) return 0
      const byte = byteValue(m, argument(m, argv, 0))
      if (byte < 0) return 0
      const size = bytesSize(m, self)
      resize(m, self, size + 1)
      m.u8[byteAt(m, self, size)] = byte
      return incref(m, m.None)
    },
    extend(m, self, argv, argc) {
      if (!isArity(m, argc, 1, 1)) return 0
      const text = bytesOfArgument(m, argument(m, argv, 0))
      if (text === undefined) return 0
      const size = bytesSize(m, self)
      resize(m, self, size + text.length)
      write(m, self, size, text)
      return incref(m, m.None)
    },
    pop(m, self, argv, argc) {
      if (!isArity(m, argc, 0, 1)) return 0
      const size = bytesSize(m, self)
      if (size === 0) return raise(m, 'IndexError', 'pop from empty bytearray')
      const index = argc === 0 ? size - 1 : indexInto(m, argument(m, argv, 0), size)
      if (index < 0) return 0
      const byte = m.u8[byteAt(m, self, index)] as number
      removeAt(m, self, index)
      return newInt(m, byte)
    },
    clear(m, self) {
      resize(m, self, 0)
      return incref(m, m.None)
    },
    copy: (m, self) => newBytearray(m, bytesLikeText(m, self) as string),
  },
}
