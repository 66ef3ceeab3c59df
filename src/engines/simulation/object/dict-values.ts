/**
 * Blocks of attribute values that go with shared keys (Objects/dictobject.c, PyDictValues): one place for each key.
 *
 *   to 3.10     values[usable]
 *   3.11, 3.12  … order bytes downwards from −3   −2 size   −1 prefix size   | values[capacity]
 *   3.13+       0 capacity   1 size   2 embedded   3 valid   8 values[capacity]   then order bytes
 */

import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'
import { requestBlock } from './request-memory.ts'

const INLINE_HEADER_BYTES = 8

/** Bytes of a block of 3.13+, also of one that is part of an instance. */
export function inlineValuesBytes(capacity: number): SizeBytes {
  return INLINE_HEADER_BYTES + 8 * capacity + ((capacity + 7) & ~7)
}

function prefixBytes(capacity: number): SizeBytes {
  return (capacity + 2 + 7) & ~7
}

/** A block of its own, all values NULL; 0 with MemoryError set. */
export function newValues(m: Machine, capacity: number): Address {
  if (m.dialect.attributes === 'inline') {
    const values = requestBlock(m, inlineValuesBytes(capacity))
    if (values === 0) return 0
    initInlineValues(m, values, capacity, false)
    return values
  }
  const prefix = m.dialect.attributes === 'values' ? prefixBytes(capacity) : 0
  const block = requestBlock(m, prefix + 8 * capacity)
  if (block === 0) return 0
  const values = block + prefix
  fillWords(m.i32, 0, block >> 2, (values + 8 * capacity) >> 2)
  if (prefix > 0) m.u8[values - 1] = prefix
  return values
}

export function initInlineValues(m: Machine, values: Address, capacity: number, isEmbedded: boolean): void {
  fillWords(m.i32, 0, values >> 2, (values + inlineValuesBytes(capacity)) >> 2)
  m.u8[values] = capacity
  m.u8[values + 2] = isEmbedded ? 1 : 0
  m.u8[values + 3] = 1
}

/** The values are part of an instance, which visits and releases them (3.13+). */
export function isEmbedded(m: Machine, values: Address): boolean {
  return m.dialect.attributes === 'inline' && m.u8[values + 2] !== 0
}

/** Whether an instance's inline values are the truth: not after its dict got a table of its own (3.13+). */
export function areValuesValid(m: Machine, values: Address): boolean {
  return m.u8[values + 3] !== 0
}

/** The memory alone; the values have been released or moved. Embedded values become invalid. */
export function freeValues(m: Machine, values: Address): void {
  if (m.dialect.attributes === 'inline') {
    if (isEmbedded(m, values)) m.u8[values + 3] = 0
    else m.objects.free(values)
  } else if (m.dialect.attributes === 'values') m.objects.free(values - (m.u8[values - 1] as number))
  else m.objects.free(values)
}

/** Address of the field of key number `index`. */
export function valueAt(m: Machine, values: Address, index: number): Address {
  return values + (m.dialect.attributes === 'inline' ? INLINE_HEADER_BYTES : 0) + 8 * index
}

/** Borrowed, or 0. */
export function getValue(m: Machine, values: Address, index: number): Address {
  return m.i32[valueAt(m, values, index) >> 2] as number
}

function orderAt(m: Machine, values: Address, i: number): Address {
  if (m.dialect.attributes === 'values') return values - 3 - i
  return values + INLINE_HEADER_BYTES + 8 * (m.u8[values] as number) + i
}

function orderSizeAt(m: Machine, values: Address): Address {
  return m.dialect.attributes === 'values' ? values - 2 : values + 1
}

/** How many values were set and not deleted (3.11+). */
export function orderSize(m: Machine, values: Address): number {
  return m.u8[orderSizeAt(m, values)] as number
}

/** Index of the value that was set as number `i` of those that are set (3.11+). */
export function orderOf(m: Machine, values: Address, i: number): number {
  return m.u8[orderAt(m, values, i)] as number
}

export function appendOrder(m: Machine, values: Address, index: number): void {
  const size = orderSize(m, values)
  m.u8[orderAt(m, values, size)] = index
  m.u8[orderSizeAt(m, values)] = size + 1
}

export function clearOrder(m: Machine, values: Address): void {
  m.u8[orderSizeAt(m, values)] = 0
}

export function removeOrder(m: Machine, values: Address, index: number): void {
  const size = orderSize(m, values)
  let i = 0
  while (i < size && m.u8[orderAt(m, values, i)] !== index) i++
  assert(i < size, 'a set value is in the order of insertion')
  for (; i < size - 1; i++) m.u8[orderAt(m, values, i)] = m.u8[orderAt(m, values, i + 1)] as number
  m.u8[orderSizeAt(m, values)] = size - 1
}
