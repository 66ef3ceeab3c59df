/** The built-in exception types of the language, and which is a kind of which. */
import { Builtin, Undecided, Unknown } from './atom.ts'
import { PythonError } from './python-error.ts'
import { Thing, type Value } from './thing.ts'

const BASES: Readonly<Record<string, string>> = {
  Exception: 'BaseException',
  GeneratorExit: 'BaseException',
  ArithmeticError: 'Exception',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  LookupError: 'Exception',
  MemoryError: 'Exception',
  NameError: 'Exception',
  ReferenceError: 'Exception',
  RuntimeError: 'Exception',
  StopIteration: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  OverflowError: 'ArithmeticError',
  RecursionError: 'RuntimeError',
  UnboundLocalError: 'NameError',
}

export const EXCEPTION_NAMES: readonly string[] = ['BaseException', ...Object.keys(BASES)]

const NAMES = new Set(EXCEPTION_NAMES)

export function isExceptionType({ kind, name }: Builtin): boolean {
  return kind === 'type' && NAMES.has(name)
}

/** An exception type and all that it inherits from. */
export function ancestorsOfException(name: string): string[] {
  const found: string[] = []
  for (let type: string | undefined = name; type !== undefined; type = BASES[type]) found.push(type)
  return found
}

/** The built-in exception type that an exception is of, perhaps through a class of the program. */
export function builtinTypeOf(exception: Thing): string {
  return exception.cls?.builtinBase ?? exception.typeName
}

/** Whether the exception is of the built-in type `name`, perhaps by one of several bases. */
export function isExceptionOfBuiltin({ cls, typeName }: Thing, name: string): boolean {
  return cls === null ? isKindOf(typeName, name) : cls.ancestry.includes(name)
}

/** Whether an exception on its way is of the built-in type `name`. */
export function isError({ exception, type }: PythonError, name: string): boolean {
  return exception === null ? isKindOf(type, name) : isExceptionOfBuiltin(exception, name)
}

/** Whether exceptions of type `name` are of type `ancestor`. */
export function isKindOf(name: string, ancestor: string): boolean {
  for (let type: string | undefined = name; type !== undefined; type = BASES[type]) if (type === ancestor) return true
  return false
}

/** Whether a handler of `expected`, a type or a tuple of types, takes the exception; TypeError for anything else. */
export function isExceptionOf(exception: Thing, expected: Value): boolean {
  if (expected instanceof Unknown) throw new Undecided(expected.reason)
  const types = expected instanceof Thing && expected.kind === 'tuple' ? expected.items : [expected]
  if (!types.every(isExceptionClass)) throw new PythonError('TypeError')
  return types.some((type) => isOfExceptionType(exception, type))
}

export function isExceptionClass(type: Value): boolean {
  if (type instanceof Builtin) return isExceptionType(type)
  return type instanceof Thing && type.classPart?.instanceKind === 'exception'
}

function isOfExceptionType(exception: Thing, type: Value): boolean {
  if (type instanceof Builtin) return isExceptionOfBuiltin(exception, type.name)
  return type instanceof Thing && type.classPart !== null && exception.cls?.mro.includes(type.classPart) === true
}
