/** `getweakrefcount` and `getweakrefs` of the module weakref (Modules/_weakref.c). */
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newInt } from './int.ts'
import { listSetItemSteal, newList } from './list.ts'
import { incref } from './refcount.ts'
import { countWeakrefs, firstWeakref, nextWeakref } from './weakref.ts'

function getweakrefcount(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  return newInt(m, countWeakrefs(m, argument(m, argv, 0)))
}

function getweakrefs(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  const list = newList(m, countWeakrefs(m, o))
  let i = 0
  for (let w = firstWeakref(m, o); w !== 0; w = nextWeakref(m, w)) listSetItemSteal(m, list, i++, incref(m, w))
  return list
}

export const WEAKREF_FUNCTIONS: Readonly<Record<string, NativeFunction>> = { getweakrefcount, getweakrefs }
