/** The methods of the built-in types, by name and by kind of thing. */
import type { Kind } from '../thing.ts'
import { bytearrayMethods } from './bytearray.ts'
import { dictMethods } from './dict.ts'
import { generatorMethods } from './generator.ts'
import { listMethods, tupleMethods } from './list.ts'
import { frozensetMethods, setMethods } from './set.ts'
import type { BuiltinMethod } from './table.ts'

const TABLES: readonly (readonly [Kind, Readonly<Record<string, BuiltinMethod>>])[] = [
  ['list', listMethods],
  ['tuple', tupleMethods],
  ['dict', dictMethods],
  ['set', setMethods],
  ['frozenset', frozensetMethods],
  ['generator', generatorMethods],
  ['bytearray', bytearrayMethods],
]

const BY_NAME = new Map<string, Map<Kind, BuiltinMethod>>()
for (const [kind, table] of TABLES) {
  for (const [name, method] of Object.entries(table)) {
    const kinds = BY_NAME.get(name) ?? new Map<Kind, BuiltinMethod>()
    BY_NAME.set(name, kinds.set(kind, method))
  }
}

const NONE: ReadonlyMap<Kind, BuiltinMethod> = new Map()

/** Which kinds of things have a built-in method of that name. */
export function methodsNamed(name: string): ReadonlyMap<Kind, BuiltinMethod> {
  return BY_NAME.get(name) ?? NONE
}
