/**
 * Which native functions and types get their arguments as a tuple that is made for the call (METH_VARARGS; types without
 * `tp_vectorcall`), asked of each version's method tables. The tuple comes from a free list, so that it shows in
 * `gc.get_count` and in what lies where. Leaves out instances of program classes and weakrefs, which see to it themselves.
 */
import { untrack } from '../gc/gc-alloc.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { builtinNative } from '../object/builtin-function.ts'
import { dictGetInterned } from '../object/dict.ts'
import { Kind } from '../object/kinds.ts'
import { moduleDict } from '../object/module.ts'
import { intern } from '../object/str.ts'
import { tupleFromBorrowed } from '../object/tuple.ts'

const TEXT_METHODS = ['count', 'endswith', 'find', 'index', 'rfind', 'rindex', 'startswith']
const SET_METHODS = ['difference', 'intersection', 'union']

/** The last version of each, its minor number. */
const METHODS: readonly (readonly [kind: number, until: number, names: readonly string[]])[] = [
  [Kind.bytearray, 12, TEXT_METHODS],
  [Kind.bytes, 12, TEXT_METHODS],
  [Kind.str, 12, TEXT_METHODS],
  [Kind.frozenset, 13, SET_METHODS],
  [Kind.set, 13, [...SET_METHODS, 'difference_update', 'intersection_update', 'update']],
  [Kind.dict, Number.POSITIVE_INFINITY, ['update']],
  [Kind.generator, 10, ['throw']],
]
const FUNCTIONS: readonly (readonly [module: string, until: number, names: readonly string[]])[] = [
  ['gc', Number.POSITIVE_INFINITY, ['get_referents', 'get_referrers', 'set_threshold']],
  ['sys', Number.POSITIVE_INFINITY, ['getsizeof']],
  ['weakref', 10, ['proxy']],
]
/** `print` makes a tuple of what it prints. */
const PRINT_VERSIONS = [11, 12, 13]

/** Types that are called with a tuple: up to 3.8, 3.9, 3.12, and since. */
const TYPES_38 = [Kind.list, Kind.tuple, Kind.dict, Kind.set, Kind.frozenset, Kind.range]
const TYPES_39 = [Kind.float, Kind.bool, Kind.type]
const TYPES_312 = [Kind.int, Kind.str]
const TYPES = [Kind.bytes, Kind.bytearray]

export function bootArgumentTuples(m: Machine): void {
  const [, minor] = m.dialect.version
  const types = [
    ...TYPES,
    ...(minor <= 12 ? TYPES_312 : []),
    ...(minor <= 9 ? TYPES_39 : []),
    ...(minor <= 8 ? TYPES_38 : []),
  ]
  for (const kind of types) m.tupledTypes[kind] = 1
  for (const [kind, until, names] of METHODS) {
    for (const name of minor <= until ? names : []) markNative(m, m.methodTables[kind]?.get(m.interned.get(name) ?? 0))
  }
  for (const [module, until, names] of FUNCTIONS) {
    const dict = moduleDict(m, dictGetInterned(m, m.modules, m.names[module] as number))
    for (const name of minor <= until ? names : [])
      markNative(m, builtinNative(m, dictGetInterned(m, dict, intern(m, name))))
  }
  if (PRINT_VERSIONS.includes(minor)) {
    markNative(m, builtinNative(m, dictGetInterned(m, m.builtins, intern(m, 'print'))))
  }
}

function markNative(m: Machine, number: number | undefined): void {
  if (number !== undefined) m.tupledNatives[number] = 1
}

/**
 * The tuple of a call's arguments; to be released after the call. The empty one needs none: 0. No collection can find it
 * unreachable, and `gc.get_referrers` leaves it out: so it is not tracked.
 */
export function argumentTuple(m: Machine, argv: Address, argc: number): Address {
  if (argc === 0) return 0
  const args = tupleFromBorrowed(m, argv, argc)
  if (args !== 0) untrack(m, args)
  return args
}
