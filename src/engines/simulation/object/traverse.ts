/**
 * What a record refers to, by its kind. The kinds that make up most of a heap are told apart by a switch: a call through
 * the table of rows, which hold dozens of functions, costs several times as much as visiting three fields.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { traverseDict } from './dict-life.ts'
import { traverseFunction } from './function.ts'
import { traverseInstance } from './instance.ts'
import { Kind } from './kinds.ts'
import { traverseList } from './list.ts'
import { traverseTuple } from './tuple.ts'
import { traverseType } from './type-slots.ts'

/** As a row's `traverse`, for an object of that kind; 0 for kinds that have none. */
export function traverse(m: Machine, kind: number, o: Address): number {
  switch (kind) {
    case Kind.instance:
      return traverseInstance(m, o)
    case Kind.dict:
      return traverseDict(m, o)
    case Kind.list:
      return traverseList(m, o)
    case Kind.tuple:
      return traverseTuple(m, o)
    case Kind.function:
      return traverseFunction(m, o)
    case Kind.type:
      return traverseType(m, o)
    default: {
      const row = m.slots[kind]
      assert(row !== undefined, 'every object is of a known kind')
      return row.traverse === undefined ? 0 : row.traverse(m, o)
    }
  }
}
