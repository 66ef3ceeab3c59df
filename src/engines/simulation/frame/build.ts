/** Displays of dicts and sets, and of constants, from items on the stack (BUILD_MAP, BUILD_SET, LIST_EXTEND, SET_UPDATE). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictSet, newDict } from '../object/dict.ts'
import { newList } from '../object/list.ts'
import { listExtend } from '../object/list-extend.ts'
import { decref } from '../object/refcount.ts'
import { newSet, setAdd, updateSet } from '../object/set.ts'
import { release } from './frame.ts'

/** Pairs of key and value from word index `bottom` on, which are released: the last first. */
export function buildMap(m: Machine, bottom: number, count: number): Address {
  const { i32 } = m
  let o = newDict(m)
  for (let at = bottom; o !== 0 && at < bottom + 4 * count; at += 4) {
    if (dictSet(m, o, i32[at] as number, i32[at + 2] as number) === 0) continue
    decref(m, o)
    o = 0
  }
  for (let at = bottom + 4 * count - 2; at >= bottom; at -= 2) release(m, i32[at] as number)
  return o
}

/** Each item is released once it is in. */
export function buildSet(m: Machine, bottom: number, count: number): Address {
  const { i32 } = m
  const o = newSet(m, 'set')
  let status = o === 0 ? -1 : 0
  for (let at = bottom; at < bottom + 2 * count; at += 2) {
    if (status === 0) status = setAdd(m, o, i32[at] as number)
    release(m, i32[at] as number)
  }
  if (status === 0) return o
  if (o !== 0) decref(m, o)
  return 0
}

/** A list with the items of a constant tuple. */
export function listOf(m: Machine, constant: Address): Address {
  const o = newList(m, 0)
  return o !== 0 && listExtend(m, o, constant) < 0 ? dropped(m, o) : o
}

/** A set with the items of a constant frozenset. */
export function setOf(m: Machine, constant: Address): Address {
  const o = newSet(m, 'set')
  return o !== 0 && updateSet(m, o, constant) < 0 ? dropped(m, o) : o
}

function dropped(m: Machine, o: Address): 0 {
  decref(m, o)
  return 0
}
