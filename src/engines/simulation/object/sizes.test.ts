/**
 * Sizes as `sys.getsizeof` of CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0 gave them; 3.14 as in
 * docs/simulation.md.
 */
import { describe, expect, test } from 'vitest'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newBytes } from './bytes.ts'
import { dictSet, newDict } from './dict.ts'
import { newFloat } from './float.ts'
import { newInt } from './int.ts'
import { Kind } from './kinds.ts'
import { listAppend, newList } from './list.ts'
import { newSet, setAdd } from './set.ts'
import { newStr } from './str.ts'
import { callMethod, construct, drop, sizeOf, valueMachine } from './values.test-support.ts'

const NATIVE = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0'] as const
const ALL = [...NATIVE, '3.14'] as const

function sizeAndDrop(m: Machine, o: Address): number {
  const size = sizeOf(m, o)
  drop(m, o)
  return size
}

function dictOf(m: Machine, count: number, key: (i: number) => Address): number {
  const dict = newDict(m)
  for (let i = 0; i < count; i++) {
    const o = key(i)
    dictSet(m, dict, o, m.None)
    drop(m, o)
  }
  return sizeAndDrop(m, dict)
}

function setOf(m: Machine, count: number): number {
  const set = newSet(m, 'set')
  for (let i = 0; i < count; i++) {
    const o = newInt(m, i)
    setAdd(m, set, o)
    drop(m, o)
  }
  return sizeAndDrop(m, set)
}

/** Room of a list after each append, where it changes. */
function growth(m: Machine, count: number): string {
  const list = newList(m, 0)
  const rooms: string[] = []
  for (let size = 1, last = 0; size <= count; size++) {
    listAppend(m, list, m.None)
    const room = (sizeOf(m, list) - 56) / 8
    if (room !== last) rooms.push(`${size}:${room}`)
    last = room
  }
  drop(m, list)
  return rooms.join(' ')
}

/** The same while the last item is popped again and again. */
function shrinking(m: Machine, count: number): string {
  const list = newList(m, 0)
  for (let i = 0; i < count; i++) listAppend(m, list, m.None)
  const rooms: string[] = []
  for (let size = count - 1, last = (sizeOf(m, list) - 56) / 8; size >= 0; size--) {
    drop(m, callMethod(m, list, 'pop'))
    const room = (sizeOf(m, list) - 56) / 8
    if (room !== last) rooms.push(`${size}:${room}`)
    last = room
  }
  drop(m, list)
  return rooms.join(' ')
}

describe.each(ALL)('%s', (id) => {
  const m = valueMachine(id)
  const minor = Number(id.split('.')[1])

  test('numbers', () => {
    const ints = [0, 1, 2 ** 30 - 1, 2 ** 30, 2n ** 60n, -(2n ** 120n)].map((value) => sizeAndDrop(m, newInt(m, value)))
    expect(ints).toEqual([minor >= 11 ? 28 : 24, 28, 28, 32, 36, 44])
    expect(sizeAndDrop(m, newFloat(m, 1.5))).toBe(24)
    expect([sizeOf(m, m.True), sizeOf(m, m.False)]).toEqual([28, minor >= 11 ? 28 : 24])
  })

  test('text and bytes', () => {
    const ascii = minor >= 12 ? 40 : 48
    const wide = minor >= 12 ? 56 : 72
    const texts = ['', 'a', 'abcdef', 'éa', '日本', 'x😀'].map((text) => sizeAndDrop(m, newStr(m, text)))
    expect(texts).toEqual([ascii + 1, ascii + 2, ascii + 7, wide + 3, wide + 6, wide + 12])
    expect(['', 'a', 'abcdef'].map((text) => sizeAndDrop(m, newBytes(m, text)))).toEqual([33, 34, 39])
    const three = newBytes(m, 'abc')
    expect(sizeAndDrop(m, construct(m, Kind.bytearray, three))).toBe(60)
    drop(m, three)
  })

  test('dicts by count of keys', () => {
    const counts = [0, 1, 5, 6, 10, 11, 21, 22, 42, 43, 85, 86]
    const ints = counts.map((count) => dictOf(m, count, (i) => newInt(m, i)))
    const strs = counts.map((count) => dictOf(m, count, (i) => newStr(m, `k${i}`)))
    const old = [64, 232, 232, 360, 360, 640, 640, 1176, 1176, 2272, 2272, 4696]
    const general = [64, 224, 224, 352, 352, 632, 632, 1168, 1168, 2264, 2264, 4688]
    const unicode = [64, 184, 184, 272, 272, 464, 464, 832, 832, 1584, 1584, 3328]
    expect(ints).toEqual(minor >= 11 ? general : old)
    expect(strs).toEqual(minor >= 11 ? unicode : old)
  })

  test('sets by count of items', () => {
    expect([0, 4, 5, 18, 19, 76, 77].map((count) => setOf(m, count))).toEqual([216, 216, 728, 728, 2264, 2264, 8408])
  })

  test('tuples, ranges and iterators', () => {
    const header = minor >= 14 ? 48 : 40
    const list = newList(m, 0)
    const sizes = [0, 1, 2, 3].map(() => {
      const size = sizeAndDrop(m, construct(m, Kind.tuple, list))
      listAppend(m, list, m.None)
      return size
    })
    expect(sizes).toEqual([header, header + 8, header + 16, header + 24])
    const three = newInt(m, 3)
    const range = construct(m, Kind.range, three)
    expect(sizeOf(m, range)).toBe(48)
    expect(sizeAndDrop(m, m.slots[Kind.range]?.iterate?.(m, range) ?? 0)).toBe(minor >= 12 ? 40 : 48)
    expect(sizeAndDrop(m, m.slots[Kind.list]?.iterate?.(m, list) ?? 0)).toBe(48)
    drop(m, list, three, range)
  })

  test('lists grow and shrink by this version’s steps', () => {
    const inFours = '1:4 5:8 9:16 17:24 25:32 33:40 41:52 53:64'
    expect(growth(m, 58)).toBe(minor === 8 ? '1:4 5:8 9:16 17:25 26:35 36:46 47:58' : inFours)
    if (minor === 8) return
    expect(shrinking(m, 65)).toBe(minor >= 14 ? SHRINKING_314 : SHRINKING)
  })
})

const SHRINKING = '37:44 21:28 13:20 9:16 7:12 5:8 1:4 0:0'
const SHRINKING_314 = '37:44 21:28 0:0'
