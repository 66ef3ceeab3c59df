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

/** Whether exceptions of type `name` are of type `ancestor`. */
export function isKindOf(name: string, ancestor: string): boolean {
  for (let type: string | undefined = name; type !== undefined; type = BASES[type]) if (type === ancestor) return true
  return false
}

/** Whether a handler of `expected`, a type or a tuple of types, takes the exception; TypeError for anything else. */
export function isExceptionOf(exception: Thing, expected: Value): boolean {
  if (expected instanceof Unknown) throw new Undecided(expected.reason)
  if (expected instanceof Thing && expected.kind === 'tuple') {
    if (expected.items.some((type) => !(type instanceof Builtin && isExceptionType(type)))) {
      throw new PythonError('TypeError')
    }
    return expected.items.some((type) => type instanceof Builtin && isKindOf(exception.typeName, type.name))
  }
  if (!(expected instanceof Builtin) || !isExceptionType(expected)) throw new PythonError('TypeError')
  return isKindOf(exception.typeName, expected.name)
}
