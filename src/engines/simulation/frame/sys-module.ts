/** Functions of the module `sys` (Python/sysmodule.c). */
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from '../object/arguments.ts'
import { passAskedMethod } from '../object/builtin-function.ts'
import { indexValue, isInt, newInt } from '../object/int.ts'
import { Kind } from '../object/kinds.ts'
import { raise } from '../object/raise.ts'
import { incref, isImmortal, kindOf, refcountOf, slotsOf } from '../object/refcount.ts'
import { getSizeof } from '../object/sizeof.ts'
import { internStr } from '../object/str.ts'

/** The reference that the argument itself is counts, unless it is borrowed. */
function getrefcount(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  return newInt(m, isImmortal(m, o) ? m.dialect.immortalShown : refcountOf(m, o))
}

function getsizeof(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 2)) return 0
  passAskedMethod(m)
  return newInt(m, getSizeof(m, argument(m, argv, 0)))
}

function intern(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  if (kindOf(m, o) !== Kind.str) return raise(m, 'TypeError', `can't intern ${slotsOf(m, o).name}`)
  return internStr(m, o)
}

function getrecursionlimit(m: Machine, _self: Address, _argv: Address, argc: number): Address {
  return isArity(m, argc, 0, 0) ? newInt(m, m.recursionLimit) : 0
}

function setrecursionlimit(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  if (!isInt(m, o)) return raise(m, 'TypeError', 'an integer is required')
  const limit = indexValue(m, o)
  if (limit < 1) return raise(m, 'ValueError', 'recursion limit must be greater or equal than 1')
  if (m.depth >= limit) return raise(m, 'RecursionError', 'the recursion limit is too low')
  m.recursionLimit = limit
  return incref(m, m.None)
}

function getallocatedblocks(m: Machine, _self: Address, _argv: Address, argc: number): Address {
  return isArity(m, argc, 0, 0) ? newInt(m, m.objects.allocatedBlocks) : 0
}

/** The hook as it is at first; called by a program it reports like the interpreter. */
export function unraisablehook(m: Machine, _self: Address, _argv: Address, argc: number): Address {
  return isArity(m, argc, 1, 1) ? incref(m, m.None) : 0
}

export const SYS_FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  getrefcount,
  getsizeof,
  intern,
  getrecursionlimit,
  setrecursionlimit,
  getallocatedblocks,
  unraisablehook,
}
