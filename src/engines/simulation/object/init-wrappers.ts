/**
 * `__init__` of built-in types as programs call it (slot wrappers, wrap_init in Objects/typeobject.c): `list.__init__(self)`.
 * The call's arguments are in a tuple, and all but the first in another, which an exception keeps.
 */
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { allArguments } from './arguments.ts'
import { registerNative } from './builtin-function.ts'
import { Kind } from './kinds.ts'
import { decref, incref, xdecref } from './refcount.ts'
import { intern } from './str.ts'
import { initializeSubclass } from './subclass-new.ts'
import { tupleFrom, tupleFromBorrowed } from './tuple.ts'

type Initializer = (m: Machine, self: Address, args: Address) => number

function wrapper(initialize: Initializer): NativeFunction {
  return (m, self, argv, argc) => {
    const call = tupleFrom(m, [self, ...allArguments(m, argv, argc)])
    if (call === 0) return 0
    const args = tupleFromBorrowed(m, argv, argc)
    const status = args === 0 ? -1 : initialize(m, self, args)
    xdecref(m, args)
    decref(m, call)
    return status < 0 ? 0 : incref(m, m.None)
  }
}

/** `object.__init__` of a type with a `__new__` of its own takes whatever it is given (object_init). */
const acceptAll: Initializer = () => 0

const ACCEPTING = [
  Kind.none,
  Kind.int,
  Kind.bool,
  Kind.float,
  Kind.str,
  Kind.bytes,
  Kind.tuple,
  Kind.range,
  Kind.frozenset,
] as const

/** After the tables of methods are there, which those of subclasses share. */
export function bootInitWrappers(m: Machine): void {
  const name = intern(m, '__init__')
  const enter = (kind: number, initialize: Initializer): void => {
    const table = m.methodTables[kind] ?? new Map<number, number>()
    table.set(name, registerNative(m, '__init__', wrapper(initialize)))
    m.methodTables[kind] = table
  }
  for (const kind of [Kind.object, Kind.list, Kind.dict, Kind.set, Kind.exception]) enter(kind, initializeSubclass)
  for (const kind of ACCEPTING) enter(kind, acceptAll)
}
