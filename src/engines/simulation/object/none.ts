/** None and NotImplemented: one object each, never freed (Objects/object.c). */
import type { Machine, TypeSlots } from '../machine.ts'
import { OBJECT_BYTES } from '../memory/layout.ts'
import { hashPointer } from './protocol.ts'
import { raise } from './raise.ts'
import { incref } from './refcount.ts'

function neverDies(): void {}

export const NONE: TypeSlots = {
  name: 'NoneType',
  gc: false,
  basicSize: OBJECT_BYTES,
  dealloc: neverDies,
  truth: () => 0,
  hash(m: Machine, o): number {
    // A constant since 3.12 (gh-99540); the address before.
    if (m.dialect.version[1] < 12) return hashPointer(m, o)
    m.hashLow = 0xfca86420 | 0
    m.hashHigh = 0
    return 0
  },
  construct(m, _type, _argv, argc) {
    return argc === 0 ? incref(m, m.None) : raise(m, 'TypeError', 'NoneType takes no arguments')
  },
  repr: () => 'None',
}

export const NOT_IMPLEMENTED: TypeSlots = {
  name: 'NotImplementedType',
  gc: false,
  basicSize: OBJECT_BYTES,
  dealloc: neverDies,
  hash: hashPointer,
  repr: () => 'NotImplemented',
}
