/**
 * The parts of `weakref.finalize` that are no program of the heap language: `__init__` with its star arguments, and the
 * properties `alive` and `atexit`. Diverges: `__init__` lacks no memory; and finalizers are not numbered, for no program
 * of ours ends by `atexit`.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine, NativeFunction, Property } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { allArguments, argument } from '../object/arguments.ts'
import { newBool } from '../object/bool.ts'
import { passAskedMethod, registerNative } from '../object/builtin-function.ts'
import { Getset, newGetset, newMethodDescriptor } from '../object/descriptor.ts'
import { dictContains, dictDeleteInterned, dictGet, dictGetInterned, dictSetInterned, newDict } from '../object/dict.ts'
import { TP_SLOTS_AT } from '../object/heap-type.ts'
import { listFrom, newList } from '../object/list.ts'
import { isTrue, iterate } from '../object/protocol.ts'
import { raise } from '../object/raise.ts'
import { decref, incref } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { intern } from '../object/str.ts'
import { tupleFrom, tupleFromBorrowed } from '../object/tuple.ts'

/** Slots of `_Info`, sorted by name as a class lays them out. */
const Info = { args: 0, atexit: 1, func: 2, index: 3, kwargs: 4, weakref: 5 } as const

/** Gives the classes `finalize` and `_Info` what their text leaves out. */
export function completeFinalize(m: Machine, finalize: Address, classDict: Address, info: Address): void {
  const registry = dictGetInterned(m, classDict, intern(m, '_registry'))
  assert(registry !== 0, 'finalizers have a registry')
  const slot = (o: Address, index: number): number =>
    (o + (m.i32[(info + TP_SLOTS_AT) >> 2] as number) + 8 * index) >> 2
  const enter = (name: string, descriptor: Address): void => {
    dictSetInterned(m, classDict, intern(m, name), descriptor)
    decref(m, descriptor)
  }
  const begin = incref(m, dictGetInterned(m, classDict, intern(m, 'begin')))
  dictDeleteInterned(m, classDict, intern(m, 'begin'))
  const init = registerNative(m, '__init__', initializer(begin))
  enter('__init__', newMethodDescriptor(m, finalize, intern(m, '__init__'), init))
  const properties: Readonly<Record<string, Property>> = { alive: alive(registry), atexit: atexit(registry, slot) }
  for (const [name, property] of Object.entries(properties)) {
    const number = m.properties.push(property) - 1
    enter(name, newGetset(m, finalize, intern(m, name), Getset.property + number))
  }
}

type Slot = (o: Address, index: number) => number

/** The rest of it is a function of the library's, which gets as two arguments what star arguments would be. */
function initializer(begin: Address): NativeFunction {
  const make: NativeFunction = (m, self, argv, argc) => {
    const keywords = newDict(m)
    if (argc < 2) return refuse(m, keywords)
    const args = restOfArguments(m, self, argv, argc)
    const result = m.services.call(m, begin, [self, argument(m, argv, 0), argument(m, argv, 1), args, keywords])
    decref(m, keywords)
    decref(m, args)
    return result
  }
  return (m, self, argv, argc) => granted(m, () => make(m, self, argv, argc))
}

/** The names of what is missing are a list while the error is made. */
function refuse(m: Machine, keywords: Address): 0 {
  const names = newList(m, 0)
  raise(m, 'TypeError', 'finalize expected at least 2 positional arguments')
  decref(m, names)
  decref(m, keywords)
  return 0
}

/** What `*args` is in the end. Up to 3.8 all arguments are one tuple first, and the rest a list. */
function restOfArguments(m: Machine, self: Address, argv: Address, argc: number): Address {
  if (m.dialect.version[1] >= 9) return tupleFromBorrowed(m, argv + 16, argc - 2)
  const items = allArguments(m, argv, argc)
  const all = tupleFrom(m, [self, ...items])
  const iterator = iterate(m, all)
  passAskedMethod(m)
  const rest = listFrom(m, items.slice(2))
  decref(m, iterator)
  decref(m, all)
  const args = tupleFromBorrowed(m, argv + 16, argc - 2)
  decref(m, rest)
  return args
}

function alive(registry: Address): Property {
  return {
    get(m, o) {
      const status = dictContains(m, registry, o)
      return status < 0 ? 0 : newBool(m, status === 1)
    },
    set(m) {
      raise(m, 'AttributeError', "property 'alive' of 'finalize' object has no setter")
      return -1
    },
  }
}

function atexit(registry: Address, slot: Slot): Property {
  return {
    get(m, o) {
      const info = dictGet(m, registry, o)
      if (info === 0) return m.error === 0 ? newBool(m, false) : 0
      return incref(m, m.i32[slot(info, Info.atexit)] as number)
    },
    set(m, o, value) {
      if (value === 0) {
        raise(m, 'AttributeError', "property 'atexit' of 'finalize' object has no deleter")
        return -1
      }
      const info = dictGet(m, registry, o)
      if (info === 0) return m.error === 0 ? 0 : -1
      const truth = isTrue(m, value)
      if (truth < 0) return -1
      m.i32[slot(info, Info.atexit)] = truth === 1 ? m.True : m.False
      return 0
    },
  }
}
