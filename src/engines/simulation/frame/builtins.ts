/** The built-in functions of the language (Python/bltinmodule.c), and the dict of built-in names. */

import { BUILTIN_NAMES } from '../../../program/ast.ts'
import { Abort } from '../abort.ts'
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from '../object/arguments.ts'
import { boundNative } from '../object/attribute.ts'
import { newBool } from '../object/bool.ts'
import { newBuiltin } from '../object/builtin-function.ts'
import { dictSetInterned, newDict } from '../object/dict.ts'
import { newInt } from '../object/int.ts'
import { isProxyKind, Kind } from '../object/kinds.ts'
import { newList } from '../object/list.ts'
import { listExtend } from '../object/list-extend.ts'
import { getAttribute, iterate, lengthOf, nextItem } from '../object/protocol.ts'
import { raise, raiseWith } from '../object/raise.ts'
import { decref, incref, kindOf, slotsOf, xdecref } from '../object/refcount.ts'
import { intern } from '../object/str.ts'
import { textOf } from '../object/text-of.ts'
import { isTuple, tupleItem, tupleSize } from '../object/tuple.ts'
import { isInstanceOf, isSubtypeOf } from '../object/type-lookup.ts'
import { nextOrStop } from './generator-methods.ts'
import { hide } from './hidden.ts'
import { writeToLog } from './report.ts'

function len(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const length = lengthOf(m, argument(m, argv, 0))
  return length < 0 ? 0 : newInt(m, length)
}

function id(m: Machine, _self: Address, argv: Address, argc: number): Address {
  return isArity(m, argc, 1, 1) ? newInt(m, argument(m, argv, 0)) : 0
}

function print(m: Machine, _self: Address, argv: Address, argc: number): Address {
  for (let i = 0; i < argc; i++) {
    const text = textOf(m, argument(m, argv, i))
    if (text === undefined) return 0
    // What stands between two is written alone.
    if (i > 0) writeToLog(m)
    writeToLog(m)
    m.log.printed(i === 0 ? text : ` ${text}`)
  }
  writeToLog(m)
  m.log.printed('\n')
  return incref(m, m.None)
}

function isinstance(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 2, 2)) return 0
  const result = isInstance(m, argument(m, argv, 0), argument(m, argv, 1))
  return result < 0 ? 0 : newBool(m, result === 1)
}

function isInstance(m: Machine, o: Address, type: Address): number {
  if (kindOf(m, type) === Kind.type) {
    if (isInstanceOf(m, o, type)) return 1
    return isProxyKind(kindOf(m, o)) ? isInstanceByAttribute(m, o, type) : 0
  }
  if (!isTuple(m, type)) {
    raise(m, 'TypeError', 'isinstance() arg 2 must be a type, a tuple of types, or a union')
    return -1
  }
  for (let i = 0; i < tupleSize(m, type); i++) {
    const result = isInstance(m, o, tupleItem(m, type, i))
    if (result !== 0) return result
  }
  return 0
}

/** What `__class__` of a proxy says (object_isinstance). */
function isInstanceByAttribute(m: Machine, o: Address, type: Address): number {
  const shown = getAttribute(m, o, m.names['__class__'] as number)
  if (shown === 0) return -1
  const result = kindOf(m, shown) === Kind.type && isSubtypeOf(m, shown, type) ? 1 : 0
  decref(m, shown)
  return result
}

function iter(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (argc === 2) throw new Abort('iterators over calls are no part of the language yet')
  return isArity(m, argc, 1, 2) ? iterate(m, argument(m, argv, 0)) : 0
}

function next(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 2)) return 0
  const iterator = argument(m, argv, 0)
  if (argc === 1 && kindOf(m, iterator) === Kind.generator) return nextOrStop(m, iterator)
  if (slotsOf(m, iterator).next === undefined)
    return raise(m, 'TypeError', `'${slotsOf(m, iterator).name}' object is not an iterator`)
  const item = nextItem(m, iterator)
  if (item !== 0 || m.error !== 0) return item
  return argc === 2 ? incref(m, argument(m, argv, 1)) : raiseWith(m, 'StopIteration', [])
}

/** A new list, sorted. */
function sorted(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const sort = m.slots[Kind.list]?.methods?.['sort']
  if (sort === undefined) throw new Abort('lists can be sorted')
  const list = newList(m, 0)
  if (list === 0) return 0
  if (listExtend(m, list, argument(m, argv, 0)) < 0) {
    decref(m, list)
    return 0
  }
  // It is called as a method bound to the list (until 3.12).
  const isBound = m.dialect.version[1] <= 12
  const method = isBound ? boundNative(m, list, 'sort') : 0
  if (isBound && method === 0) {
    decref(m, list)
    return 0
  }
  const result = sort(m, list, 0, 0)
  xdecref(m, method)
  decref(m, result === 0 ? list : result)
  return result === 0 ? 0 : list
}

const FUNCTIONS: Readonly<Record<string, NativeFunction>> = { len, id, print, isinstance, iter, next, sorted }

/** Fills `m.builtins`. */
export function bootBuiltins(m: Machine): void {
  m.builtins = hide(m, newDict(m))
  for (const name of BUILTIN_NAMES) {
    const native = FUNCTIONS[name]
    const type = m.types[name]
    if (native === undefined && type === undefined) throw new Abort('every built-in name is there', name)
    enter(m, name, native === undefined ? incref(m, type as number) : hide(m, newBuiltin(m, name, native, 0)))
  }
  enter(m, '__name__', intern(m, '__main__'))
  hide(m, m.builtins)
}

/** Takes the value over. */
function enter(m: Machine, name: string, value: Address): void {
  dictSetInterned(m, m.builtins, intern(m, name), value)
  decref(m, value)
}
