/** The checkers of objects: silent over a sound heap, and each names the invariant that was broken. */
import { describe, expect, test } from 'vitest'
import { DIALECTS, type Dialect } from '../dialect.ts'
import { membersOf, newNode, setReference, syntheticHeap } from '../gc/synthetic-heap.test-support.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from '../object/kinds.ts'
import { listAppend, newList } from '../object/list.ts'
import { slotsOf } from '../object/refcount.ts'
import { newTuple, tupleSetItemSteal } from '../object/tuple.ts'
import { checkGcLists } from './gc-lists.ts'
import { checkRefcounts, type RefcountRoots } from './refcounts.ts'
import { checkWeakrefs, type WeakrefRoots } from './weakrefs.ts'

const dialect = DIALECTS.find((candidate) => candidate.semantics.id === '3.12') as Dialect

function rootsOf(m: Machine, references: readonly Address[]): RefcountRoots & WeakrefRoots {
  const type = (kind: number): Address => m.typeByKind[kind] as Address
  return {
    heads: m.gc.heads,
    typeType: -1,
    none: m.None,
    weakrefType: type(Kind.weakref),
    proxyTypes: [],
    references,
    othersOf: (o) => {
      const count = slotsOf(m, o).traverse?.(m, o) ?? 0
      return [...m.referents.subarray(0, count)]
    },
    layouts: {
      list: type(Kind.list),
      tuple: type(Kind.tuple),
      dict: -1,
      sets: [],
      cell: -1,
      boundMethod: -1,
      weakrefs: [],
      typeType: -1,
      tupleItemsAt: m.dialect.tupleItemsAt,
      newKeys: m.dialect.unicodeKeys,
      attributes: m.dialect.attributes,
      valuesApart: false,
      setDummy: m.setDummy,
    },
  }
}

/** A list of a node of a tuple of that list. */
function soundHeap(): { m: Machine; list: Address; node: Address; roots: ReturnType<typeof rootsOf> } {
  const { m, plainType } = syntheticHeap(dialect, 2 ** 24, () => {})
  const list = newList(m, 0)
  const node = newNode(m, plainType)
  listAppend(m, list, node)
  const tuple = newTuple(m, 1)
  m.i32[list >> 2] = (m.i32[list >> 2] as number) + 1
  tupleSetItemSteal(m, tuple, 0, list)
  setReference(m, node, 3, tuple)
  return { m, list, node, roots: rootsOf(m, [list, node, tuple]) }
}

const names = (complaints: readonly { invariant: string }[]): string[] => [
  ...new Set(complaints.map(({ invariant }) => invariant)),
]

describe('checkers', () => {
  test('have nothing to say of a sound heap', () => {
    const { m, roots } = soundHeap()
    expect(checkGcLists(m.space, roots)).toEqual([])
    expect(checkRefcounts(m.space, roots)).toEqual([])
    expect(checkWeakrefs(m.space, roots)).toEqual([])
  })

  test('notice a reference too many and one too few', () => {
    const { m, list, roots } = soundHeap()
    for (const change of [1, -1]) {
      m.i32[list >> 2] = (m.i32[list >> 2] as number) + change
      expect(names(checkRefcounts(m.space, roots))).toEqual(['refcount-equals-incoming-strong-edges'])
      m.i32[list >> 2] = (m.i32[list >> 2] as number) - change
    }
  })

  test('notice a broken link, a mark that was left and a dead member', () => {
    const { m, node, roots } = soundHeap()
    const prev = (node - 8) >> 2
    const saved = m.i32[prev] as number
    m.i32[prev] = saved + 64
    expect(names(checkGcLists(m.space, roots))).toEqual(['gc-list-is-a-ring'])
    m.i32[prev] = saved | 2
    expect(names(checkGcLists(m.space, roots))).toEqual(['no-mark-outside-a-collection'])
    m.i32[prev] = saved
    m.i32[node >> 2] = 0
    expect(names(checkGcLists(m.space, roots))).toEqual(['no-tracked-object-with-refcount-zero'])
  })

  test('find every member once', () => {
    const { m, roots } = soundHeap()
    expect(membersOf(m, roots.heads[0] as Address).length).toBe(3)
  })
})
