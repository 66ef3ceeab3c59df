/** What the sketch believes a global holds, as bits, so that a set of kinds is one number. */
export const Kind = {
  unknown: 1,
  /** None, numbers, strings, constant tuples, `object()`: nothing that the collector follows. */
  atom: 2,
  instance: 4,
  list: 8,
  dict: 16,
  tuple: 32,
  set: 64,
  frozenset: 128,
  weakref: 256,
  generator: 512,
  /** Something to call without arguments: a function, a lambda, a bound method. */
  callable: 1024,
  exception: 2048,
} as const

export const CONTAINERS = Kind.list | Kind.dict | Kind.tuple | Kind.set | Kind.frozenset
/** Everything that is certainly an object of its own, so that its identity and count mean something. */
export const OBJECTS = Kind.instance | CONTAINERS | Kind.weakref | Kind.generator | Kind.callable | Kind.exception
export const ANYTHING = OBJECTS | Kind.unknown | Kind.atom
