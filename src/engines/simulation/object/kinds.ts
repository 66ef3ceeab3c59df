/**
 * Kinds of records: the number that the function slots of every type object hold, which is the row of `Machine.slots`.
 * An instance of a program class is of kind `instance` whatever its class, unless that derives from a built-in type.
 */
export const Kind = {
  object: 1,
  type: 2,
  none: 3,
  notImplemented: 4,
  bool: 5,
  int: 6,
  float: 7,
  str: 8,
  bytes: 9,
  bytearray: 10,
  list: 11,
  tuple: 12,
  dict: 13,
  set: 14,
  frozenset: 15,
  range: 16,
  listIterator: 17,
  tupleIterator: 18,
  rangeIterator: 19,
  dictKeyIterator: 20,
  dictValueIterator: 21,
  dictItemIterator: 22,
  setIterator: 23,
  strIterator: 24,
  bytesIterator: 25,
  dictKeys: 26,
  dictValues: 27,
  dictItems: 28,
  map: 30,
  instance: 31,
  function: 32,
  boundMethod: 33,
  builtinFunction: 34,
  methodDescriptor: 35,
  memberDescriptor: 36,
  getsetDescriptor: 37,
  cell: 38,
  module: 39,
  weakref: 40,
  exception: 41,
  traceback: 42,
  frame: 43,
  code: 44,
  slice: 45,
  bytearrayIterator: 46,
  mappingProxy: 47,
  unraisableHookArgs: 48,
  generator: 49,
  strAsciiIterator: 50,
  weakProxy: 51,
  callableProxy: 52,
  listSubclass: 53,
  dictSubclass: 54,
  setSubclass: 55,
  frozensetSubclass: 56,
  tupleSubclass: 57,
  exceptionSubclass: 58,
  weakrefSubclass: 59,
} as const

/** From here on: instances of program classes that derive from a built-in type. */
export const FIRST_SUBCLASS = Kind.listSubclass

const SUBCLASS_OF: ReadonlyMap<number, number> = new Map([
  [Kind.list, Kind.listSubclass],
  [Kind.dict, Kind.dictSubclass],
  [Kind.set, Kind.setSubclass],
  [Kind.frozenset, Kind.frozensetSubclass],
  [Kind.tuple, Kind.tupleSubclass],
  [Kind.exception, Kind.exceptionSubclass],
  [Kind.weakref, Kind.weakrefSubclass],
])

/** Kind of the instances of a class that derives from a class with instances of that kind; 0 where no class may. */
export function kindOfSubclass(kind: number): number {
  if (kind === Kind.object || kind === Kind.instance) return Kind.instance
  return kind >= FIRST_SUBCLASS ? kind : (SUBCLASS_OF.get(kind) ?? 0)
}

/** Weak references of any kind: those that lie in the list of their referent (PyWeakref_Check). */
export function isWeakrefKind(kind: number): boolean {
  return (
    kind === Kind.weakref || kind === Kind.weakProxy || kind === Kind.callableProxy || kind === Kind.weakrefSubclass
  )
}

/** PyExceptionInstance_Check. */
export function isExceptionKind(kind: number): boolean {
  return kind === Kind.exception || kind === Kind.exceptionSubclass
}

/** PyWeakref_CheckProxy. */
export function isProxyKind(kind: number): boolean {
  return kind === Kind.weakProxy || kind === Kind.callableProxy
}
