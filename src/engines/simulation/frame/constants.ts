/**
 * Objects that code refers to: constants and names. They are made when a statement is compiled and belong to its code,
 * so that they lie outside the program's heap; equal constants of one statement are one object, its functions included
 * (merge_const_one in Python/compile.c), and strings that look like names are interned.
 */

import { Abort } from '../abort.ts'
import { untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBytes } from '../object/bytes.ts'
import { newFloat } from '../object/float.ts'
import { newInt } from '../object/int.ts'
import { incref } from '../object/refcount.ts'
import { newSet, setAdd } from '../object/set.ts'
import { hashStr, intern, newStr } from '../object/str.ts'
import { newTuple, tupleSetItemSteal } from '../object/tuple.ts'
import type { Constant } from './fold.ts'

const LOOKS_LIKE_NAME = /^[A-Za-z0-9_]*$/

/** Runs `make` with what it allocates in the initialised data; the collector does not count it. */
export function outsideHeap<T>(m: Machine, make: () => T): T {
  const [count] = m.gc.counts
  const { enabled } = m.gc
  const { freeLists } = m
  m.gc.enabled = false
  // What a free list keeps lies on the heap. (While the machine is booted there are none.)
  if (freeLists !== 0) m.freeLists = m.noFreeLists
  try {
    return m.objects.outsideHeap(make)
  } finally {
    m.gc.counts[0] = count
    m.gc.enabled = enabled
    if (freeLists !== 0) m.freeLists = freeLists
  }
}

export class ConstantPool {
  private readonly m: Machine
  private readonly byKey = new Map<string, Address>()
  private readonly byPlace = new Map<object, Address>()
  /** What code refers to. */
  readonly objects = new Set<Address>()
  /** The code is the library's: it has globals of its own, and reports nothing. */
  readonly isLibrary: boolean

  constructor(m: Machine, isLibrary: boolean) {
    this.m = m
    this.isLibrary = isLibrary
  }

  /** The interned string, kept alive by the code. */
  name(text: string): Address {
    const o = intern(this.m, text)
    this.objects.add(o)
    return o
  }

  /** Borrowed from the pool. */
  object(constant: Constant): Address {
    const { m } = this
    if (constant.kind === 'none') return m.None
    if (constant.kind === 'bool') return constant.value ? m.True : m.False
    const key = keyOf(constant)
    let o = this.byKey.get(key)
    if (o === undefined) {
      o = this.make(constant)
      if (o === 0) throw new Abort('a constant can be made')
      this.byKey.set(key, o)
      this.objects.add(o)
    }
    return o
  }

  /** Another object than that of any equal constant of another place. */
  fresh(constant: Exclude<Constant, { kind: 'none' | 'bool' }>, place: object): Address {
    const known = this.byPlace.get(place)
    if (known !== undefined) return known
    const o = this.make(constant)
    this.byPlace.set(place, o)
    return o
  }

  private make(constant: Exclude<Constant, { kind: 'none' | 'bool' }>): Address {
    const { m } = this
    switch (constant.kind) {
      case 'int':
        return newInt(m, constant.value)
      case 'float':
        return newFloat(m, constant.value)
      case 'str':
        return LOOKS_LIKE_NAME.test(constant.value) ? intern(m, constant.value) : hashed(m, newStr(m, constant.value))
      case 'bytes':
        return newBytes(m, constant.value)
      case 'tuple':
        return this.tuple(constant.items)
      default:
        return this.frozenset(constant.items)
    }
  }

  private tuple(items: readonly Constant[]): Address {
    const { m } = this
    const o = newTuple(m, items.length)
    for (let i = 0; i < items.length; i++) tupleSetItemSteal(m, o, i, incref(m, this.object(items[i] as Constant)))
    if (items.length > 0) untrack(m, o)
    return o
  }

  private frozenset(items: readonly Constant[]): Address {
    const { m } = this
    const o = newSet(m, 'frozenset')
    for (const item of items) setAdd(m, o, this.object(item))
    untrack(m, o)
    return o
  }
}

/** The hash is part of what is made once. */
function hashed(m: Machine, o: Address): Address {
  hashStr(m, o)
  return o
}

function keyOf(constant: Constant): string {
  switch (constant.kind) {
    case 'none':
      return 'n'
    case 'bool':
      return constant.value ? 't' : 'f'
    case 'int':
      return `i${constant.value}`
    case 'float':
      return Object.is(constant.value, -0) ? 'd-0' : `d${constant.value}`
    case 'str':
      return `s${constant.value.length}:${constant.value}`
    case 'bytes':
      return `b${constant.value.length}:${constant.value}`
    default:
      return `${constant.kind[0]}(${constant.items.map(keyOf).join()})`
  }
}
