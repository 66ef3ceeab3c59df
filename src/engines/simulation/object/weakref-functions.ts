/** `getweakrefcount`, `getweakrefs` and `proxy` of the module weakref (Modules/_weakref.c). */
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newInt } from './int.ts'
import { listSetItemSteal, newList } from './list.ts'
import { incref } from './refcount.ts'
import { newProxy } from './weak-proxy.ts'
import { countWeakrefs, firstWeakref, nextWeakref } from './weakref.ts'

function getweakrefcount(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  return newInt(m, countWeakrefs(m, argument(m, argv, 0)))
}

function getweakrefs(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  const list = newList(m, countWeakrefs(m, o))
  if (list === 0) return 0
  let i = 0
  for (let w = firstWeakref(m, o); w !== 0; w = nextWeakref(m, w)) listSetItemSteal(m, list, i++, incref(m, w))
  return list
}

function proxy(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 2)) return 0
  const callback = argc === 2 ? argument(m, argv, 1) : m.None
  return newProxy(m, argument(m, argv, 0), callback === m.None ? 0 : callback)
}

export const WEAKREF_FUNCTIONS: Readonly<Record<string, NativeFunction>> = { getweakrefcount, getweakrefs, proxy }
