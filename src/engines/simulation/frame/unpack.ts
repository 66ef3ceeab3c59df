/** `a, b = value` (UNPACK_SEQUENCE, unpack_iterable in Python/ceval.c). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from '../object/kinds.ts'
import { listItem, listSize } from '../object/list.ts'
import { iterate, nextItem } from '../object/protocol.ts'
import { raise } from '../object/raise.ts'
import { decref, incref, kindOf } from '../object/refcount.ts'
import { tupleItem, tupleSize } from '../object/tuple.ts'

/** Puts the items on the stack from word index `at` on, the first on top. 0 or −1. */
export function unpackSequence(m: Machine, o: Address, at: number, count: number): number {
  const { i32 } = m
  const kind = kindOf(m, o)
  if (kind === Kind.tuple && tupleSize(m, o) === count) {
    for (let i = 0; i < count; i++) i32[at + 2 * (count - 1 - i)] = incref(m, tupleItem(m, o, i))
    return 0
  }
  if (kind === Kind.list && listSize(m, o) === count) {
    for (let i = 0; i < count; i++) i32[at + 2 * (count - 1 - i)] = incref(m, listItem(m, o, i))
    return 0
  }
  const iterator = iterate(m, o)
  if (iterator === 0) {
    return -1
  }
  let got = 0
  let fault = ''
  for (; got < count && fault === ''; got++) {
    const item = nextItem(m, iterator)
    if (item !== 0) i32[at + 2 * (count - 1 - got)] = item
    else fault = 'not enough values to unpack'
  }
  if (fault !== '') got--
  else {
    const extra = nextItem(m, iterator)
    if (extra !== 0) {
      decref(m, extra)
      fault = 'too many values to unpack'
    }
  }
  if (fault === '' && m.error === 0) {
    decref(m, iterator)
    return 0
  }
  if (m.error === 0) raise(m, 'ValueError', fault)
  for (let i = got - 1; i >= 0; i--) decref(m, i32[at + 2 * (count - 1 - i)] as number)
  decref(m, iterator)
  return -1
}
